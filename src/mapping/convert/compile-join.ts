import { assert } from "../../base/assert.ts";
import { type JoinPart, parseJoin } from "../../rules/converters/join-template.ts";
import { outerTrim } from "./outer-trim.ts";

/**
 * Compiles a join over the fields of a row; `indexOf` gives the place of a column. Fields are taken
 * without the blanks around them; an empty one takes its separator with it: of
 * `{CITY}, {STATE} {ZIP}` there may be `Springfield 62704`, `IL 62704` or `Springfield, IL`.
 */
export function compileJoin(
  template: string,
  indexOf: (column: string) => number,
): (fields: readonly string[]) => string {
  const parts = joinParts(template).map((part) => ({ ...part, index: indexOf(part.column) }));
  return (fields) => {
    let joined = "";
    for (const { index, separator, opening, closing } of parts) {
      const field = outerTrim(fields[index] ?? "");
      if (field === "") continue;
      joined += (joined === "" ? "" : separator) + opening + field + closing;
    }
    return joined;
  };
}

/** The columns that a join names, in their order. */
export function joinColumns(template: string): string[] {
  return joinParts(template).map(({ column }) => column);
}

function joinParts(template: string): readonly JoinPart[] {
  const parts = parseJoin(template);
  assert(typeof parts !== "string", "the templates of joins were checked with the job");
  return parts;
}
