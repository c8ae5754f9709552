import type { SplitRow } from "./csv-splitter.ts";

/** Whether the first row names the columns, and why it seems so. */
export interface HeaderLook {
  readonly hasHeader: boolean;
  readonly evidence: string;
  /** Names of the columns; their numbers if no row has them. */
  readonly names: readonly string[];
  /** A delimiter stands behind the last field of each row. */
  readonly hasTrailing: boolean;
}

const NUMBER_OR_DATE = /^[-+($]?\d[\d.,:/\s-]*\)?$/;

/** Looks at the first rows of a file, of which most have so many fields. */
export function lookForHeader(rows: readonly SplitRow[], fieldCount: number): HeaderLook {
  const whole = rows.filter(({ fields }) => fields.length === fieldCount);
  const [first, ...others] = whole.map(({ fields }) => fields.map((field) => field.trim()));
  if (first === undefined)
    return { hasHeader: false, evidence: "no rows", names: [], hasTrailing: false };
  const hasTrailing = fieldCount > 1 && whole.every(({ fields }) => fields.at(-1) === "");
  const width = hasTrailing ? fieldCount - 1 : fieldCount;
  const names = first.slice(0, width);
  const hasHeader = rows[0] === whole[0] && namesColumns(names, others);
  const numbered = names.map((_, at) => String(at + 1));
  const evidence = hasHeader
    ? headerEvidence(names, others)
    : "the first row looks like the others";
  return { hasHeader, evidence, names: hasHeader ? names : numbered, hasTrailing };
}

/** Names are there, differ, and are no numbers; and no column has its name as a value. */
function namesColumns(names: readonly string[], others: readonly (readonly string[])[]): boolean {
  if (names.some((name) => name === "" || NUMBER_OR_DATE.test(name) || name.includes("@")))
    return false;
  if (new Set(names).size < names.length) return false;
  return names.every((name, at) => others.every((row) => row[at] !== name));
}

function headerEvidence(names: readonly string[], others: readonly (readonly string[])[]): string {
  const typed = names.filter((_, at) => {
    const filled = others.map((row) => row[at] ?? "").filter((value) => value !== "");
    return filled.length > 0 && filled.every((value) => NUMBER_OR_DATE.test(value));
  });
  if (typed.length === 0) return "all its names differ, and no row repeats one";
  return `a name stands over numbers or dates in ${typed.length} columns`;
}
