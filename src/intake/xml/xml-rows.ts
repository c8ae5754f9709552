import type { XmlSpec } from "../../model/input-format.ts";
import { valueAtPath } from "../json/field-path.ts";
import type {
  ForeignFile,
  ForeignRecord,
  ForeignRow,
  ForeignTable,
} from "../copy/foreign-source.ts";
import { xmlRecords } from "./xml-records.ts";

/**
 * The records of an XML file as rows: a column is the path of an element or attribute in the
 * record, such as `customer/name` or `account/@id`. Each may occur once in a record.
 */
export function xmlRows(spec: XmlSpec, file: ForeignFile): ForeignTable {
  const { columns = [] } = file;
  const paths = columns.map((column) => column.split("/"));
  const rowOf = (record: ForeignRecord): ForeignRow => {
    const fields: string[] = [];
    const row = { fields, place: record.place };
    if (record.fault !== undefined) return { ...row, fault: record.fault };
    for (const [index, path] of paths.entries()) {
      const text = textOf(valueAtPath(record.value, path));
      if (text === undefined) return { ...row, fault: notOne(columns[index] ?? "") };
      row.fields.push(text);
    }
    return row;
  };
  return {
    form: "rows",
    columns,
    async *batches() {
      for await (const records of xmlRecords(spec, file).batches()) yield records.map(rowOf);
    },
  };
}

/** The text of an element, which may have attributes beside it; undefined if there is no one. */
function textOf(value: unknown): string | undefined {
  if (value === undefined) return "";
  if (typeof value === "string") return value;
  const own = valueAtPath(value, ["#text"]);
  return typeof own === "string" ? own : undefined;
}

function notOne(column: string): NonNullable<ForeignRow["fault"]> {
  const message =
    `"${column}" is not one text in this record: name the element that holds the text, ` +
    "or take the repeated ones as a list";
  return { code: "data.wrong-type", column, message };
}
