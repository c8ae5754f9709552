import { listNamed } from "../../intake/lists/list-name.ts";
import { absolute } from "../../layout/absolute-path.ts";
import type { ListSpec } from "../../model/list-spec.ts";
import { fileOf } from "../file-values.ts";
import { delimitedOf } from "../formats/dialect-schema.ts";
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
  const { "key-column": key, "reason-column": reason, keys, format } = value;
  const columns = {
    [String(key ?? "key")]: "key",
    ...(reason !== undefined && { [String(reason)]: "reason" }),
  };
  const isNamed = key !== undefined || reason !== undefined;
  return {
    ...fileOf(value, folder),
    ...formOf(value, isNamed || format !== undefined),
    ...(isNamed && { columns }),
    ...(keys === "mapped" && { isMapped: true as const }),
  };
}

/** A text with named columns, or signs of its own, is a table; any other may be a key a line. */
function formOf(value: ListValue, isTable: boolean): Pick<ListSpec, "format" | "foreign"> {
  const { format, delimiter, quote, dialect } = value;
  const signs = [delimiter, quote, dialect].some((sign) => sign !== undefined);
  if (format === undefined)
    return { format: "named", ...((isTable || signs) && { foreign: delimitedOf(value) }) };
  if (format === "ndjson") return { format };
  if (format === "csv") return { format: "foreign", foreign: delimitedOf(value) };
  if (format !== "json") return { format: "foreign" };
  const recordsPath = value["records-path"] ?? "";
  return { format: "foreign", foreign: { kind: "json-lists", form: "rows", recordsPath } };
}
