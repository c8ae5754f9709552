import type { FixedField, RecordsSpec } from "../../model/input-format.ts";
import { fieldPlaces } from "../fixed/field-places.ts";
import { bodyTypes, type LineType, type LineTypes, lineTypes } from "./line-types.ts";

const CODE_BYTES_MAX = 4;

/** Lines of several types that a prefix tells, with fields at places; undefined for any other. */
export function placedRecords(lines: readonly string[], encoding: string): RecordsSpec | undefined {
  const length = codeLength(lines);
  const found = lineTypes(lines.map((line) => line.slice(0, length).trim()));
  if (found === undefined || !areUnlike(found, lines)) return undefined;
  return {
    kind: "records",
    form: "records",
    encoding,
    hasLineEnds: true,
    typeAt: { start: 1, length },
    types: found.types.map((type) => ({
      code: type.code,
      as: type.as,
      into: type.into,
      fields: placedFields(type, found, lines, length),
    })),
  };
}

/** As many signs as are all letters or all digits, and alike in all lines that begin alike. */
function codeLength(lines: readonly string[]): number {
  const codesOf = (length: number): Set<string> =>
    new Set(lines.map((line) => line.slice(0, length)));
  const first = codesOf(1).size;
  let length = 1;
  while (length < CODE_BYTES_MAX) {
    const next = codesOf(length + 1);
    const isPlain = [...next].every((code) => /^(?:[A-Za-z]+|\d+)$/.test(code));
    if (!isPlain || next.size > first) break;
    length += 1;
  }
  return length;
}

/** Lines are as long as others of their type alone; or the file has a header and a trailer. */
function areUnlike(found: LineTypes, lines: readonly string[]): boolean {
  const body = bodyTypes(found);
  if (body.length < 2) return false;
  if (body.length === found.types.length - 2) return true;
  const lengths = body.map((type) => new Set(type.lines.map((line) => lines[line]?.length ?? 0)));
  const isSteady = lengths.every((of) => of.size === 1);
  return isSteady && new Set(lengths.flatMap((of) => [...of])).size > 1;
}

function placedFields(
  type: LineType,
  { recordOf }: LineTypes,
  lines: readonly string[],
  codeBytes: number,
): FixedField[] {
  const own = type.lines.map((line) => lines[line] ?? "");
  const places = fieldPlaces(own.map((line) => line.slice(codeBytes)));
  const fields = places.map(({ start, length }, index): FixedField => {
    const at = { start: start + codeBytes, length };
    return { name: `field_${index + 1}`, ...at, form: { type: "text" } };
  });
  if (type.into === "" || own.length < 2) return fields;
  return fields.filter(({ start, length }) =>
    type.lines.some((line) => {
      const [from, to] = [start - 1, start - 1 + length];
      return lines[line]?.slice(from, to) !== lines[recordOf[line] ?? -1]?.slice(from, to);
    }),
  );
}
