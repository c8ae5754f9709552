import { listNamed } from "../../intake/lists/list-name.ts";
import { absolute } from "../../layout/absolute-path.ts";
import type { ListSpec } from "../../model/list-spec.ts";
import { fileOf, type FormedValue } from "../file-values.ts";
import { delimitedOf } from "../formats/dialect-schema.ts";
import { plainColumns } from "../mapping/mapped-fields.ts";
import type { ListValue, SuppressValue } from "./list-schema.ts";

/** The lists that a job or shop names; undefined if it names none. */
export function suppressOf(
  value: SuppressValue | undefined,
  folder: string,
): readonly ListSpec[] | undefined {
  if (value === undefined) return undefined;
  const lists = Array.isArray(value) ? value : [value];
  return lists.map((list) =>
    typeof list === "string" ? listNamed(absolute(folder, list)) : listOf(list, folder),
  );
}

function listOf(value: ListValue, folder: string): ListSpec {
  const { "key-column": key, "reason-column": reason, keys, ...written } = value;
  const isNamed = key !== undefined || reason !== undefined;
  const columns = {
    [String(key ?? "key")]: "key",
    ...(reason !== undefined && { [String(reason)]: "reason" }),
  };
  return {
    ...formedList({ ...written, ...(isNamed && { columns }) }, folder),
    ...(keys === "mapped" && { isMapped: true as const }),
  };
}

/** A list without the sources of its columns. */
export function formedList(value: FormedValue, folder: string): ListSpec {
  const { columns } = value;
  return {
    ...fileOf(value, folder),
    ...formOf(value),
    ...(columns && { columns: plainColumns(columns) }),
  };
}

/** A text with named columns, or signs of its own, is a table; any other may be a key a line. */
function formOf(value: FormedValue): Pick<ListSpec, "format" | "foreign"> {
  const { format, delimiter, quote, dialect, columns } = value;
  const isTable = [delimiter, quote, dialect, columns].some((said) => said !== undefined);
  if (format === undefined)
    return { format: "named", ...(isTable && { foreign: delimitedOf(value) }) };
  if (format === "ndjson") return { format };
  if (format === "csv") return { format: "foreign", foreign: delimitedOf(value) };
  if (format !== "json") return { format: "foreign" };
  const recordsPath = value["records-path"] ?? "";
  return { format: "foreign", foreign: { kind: "json-lists", form: "rows", recordsPath } };
}
