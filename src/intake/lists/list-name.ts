import { compressionOf, unpackedName } from "../../base/packing-name.ts";
import { tableFormat } from "../../rules/table-name.ts";
import type { FormatSpec } from "../../model/input-format.ts";
import type { ListSpec } from "../../model/list-spec.ts";

const FORMATS: Readonly<Record<"xlsx" | "parquet", FormatSpec>> = {
  xlsx: { kind: "xlsx", form: "rows", sheet: 1, headerRow: 1, hiddenRows: "refuse" },
  parquet: { kind: "parquet", form: "rows" },
};

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
  if (/\.(ndjson|jsonl)$/i.test(unpackedName(name))) return "ndjson";
  return tableNamed(name) ?? foreign ?? "text";
}

/** The format of a table of its own that the name of its file tells, packed or not. */
export function tableNamed(name: string): FormatSpec | undefined {
  const format = tableFormat(name);
  return format === undefined || format === "csv" ? undefined : FORMATS[format];
}

export function isNamedCsv(name: string): boolean {
  return tableFormat(name) === "csv";
}
