import { compressionOf } from "../../base/packing-name.ts";
import type { FormatSpec } from "../../model/input-format.ts";
import type { ListSpec } from "../../model/list-spec.ts";

const PACKED = /\.(gz|zst|zip)$/;
const FORMATS: readonly (readonly [RegExp, FormatSpec])[] = [
  [/\.xlsx$/i, { kind: "xlsx", form: "rows", sheet: 1, headerRow: 1, hiddenRows: "refuse" }],
  [/\.parquet$/i, { kind: "parquet", form: "rows" }],
];

/** A list that a command line names, of which nothing is known but its name. */
export function listNamed(file: string): ListSpec {
  return { file, compression: compressionOf(file), encoding: "utf-8", format: "named" };
}

/** How the file of a list, or the member of an archive, is to be read. */
export function listFormat(
  { format, foreign }: ListSpec,
  name: string,
): "text" | "ndjson" | FormatSpec {
  if (format === "foreign" && foreign !== undefined) return foreign;
  if (format === "text" || format === "ndjson") return format;
  if (/\.(ndjson|jsonl)$/i.test(name.replace(PACKED, ""))) return "ndjson";
  return tableNamed(name) ?? foreign ?? "text";
}

/** The format of a table that the name of its file tells, packed or not. */
export function tableNamed(name: string): FormatSpec | undefined {
  return FORMATS.find(([end]) => end.test(name.replace(PACKED, "")))?.[1];
}

export function isNamedCsv(name: string): boolean {
  return /\.csv$/i.test(name.replace(PACKED, ""));
}
