import { splitLine } from "../../intake/records/split-line.ts";
import type { RecordsSpec } from "../../model/input-format.ts";
import { bodyTypes, type LineType, type LineTypes, lineTypes } from "./line-types.ts";

const DELIMITERS = [",", ";", "\t", "|", "^", "~"];
const QUOTE = '"';

type Fields = readonly (readonly string[])[];

/** Lines of several types with columns, whose codes stand in the first; undefined for any other. */
export function delimitedRecords(
  lines: readonly string[],
  encoding: string,
): RecordsSpec | undefined {
  for (const delimiter of DELIMITERS) {
    const fields = lines.map((line) => splitLine(line, delimiter, QUOTE) ?? []);
    const found = lineTypes(fields.map(([code = ""]) => code.trim()));
    if (found === undefined || !areUnlike(found, fields)) continue;
    const hasQuotes = lines.some((line) => line.includes(QUOTE));
    return {
      kind: "records",
      form: "records",
      encoding,
      hasLineEnds: true,
      delimited: { delimiter, ...(hasQuotes && { quote: QUOTE }) },
      typeAt: 1,
      types: found.types.map((type) => ({
        code: type.code,
        as: type.as,
        into: type.into,
        fields: columnNames(type, found, fields),
      })),
    };
  }
  return undefined;
}

/** Each type has as many columns in all its lines, and not all types the same: rows would have. */
function areUnlike(found: LineTypes, fields: Fields): boolean {
  const counts = bodyTypes(found).map(
    ({ lines }) => new Set(lines.map((line) => fields[line]?.length ?? 0)),
  );
  const isSteady = counts.every((of) => of.size === 1 && !of.has(1));
  return isSteady && new Set(counts.flatMap((of) => [...of])).size > 1;
}

/** Names by number; none for the code, and for what repeats a column of the record's first line. */
function columnNames(type: LineType, { recordOf }: LineTypes, fields: Fields): string[] {
  const width = Math.max(...type.lines.map((line) => fields[line]?.length ?? 0));
  return Array.from({ length: width }, (_, at) => {
    const isRepeated =
      type.into !== "" &&
      type.lines.length > 1 &&
      type.lines.every((line) => fields[line]?.[at] === fields[recordOf[line] ?? -1]?.[at]);
    return at === 0 || isRepeated ? "" : `field_${at + 1}`;
  });
}
