import { counted } from "../../base/counted.ts";
import { listLines } from "./list-lines.ts";

/** What a list may hold. */
export interface ListForm {
  /** The column that a list without a header has. */
  readonly only: string;
  /** Its columns, in lower case; a header's other names are kept too. */
  readonly columns: readonly string[];
  /** A first line with one of these names is a header. */
  readonly heads: readonly string[];
}

/** A line of a list made by a person or a machine. */
export interface ListRow {
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  /** By column, in lower case. */
  readonly cells: Readonly<Record<string, string>>;
  readonly fault?: ListRowFault;
}

/** What makes a row unreadable. */
export interface ListRowFault {
  readonly what: string;
  /** The sender's name of the column that is at fault. */
  readonly column?: string;
  /** What to do, if that is not what is to be done about such lists in general. */
  readonly hint?: string | undefined;
}

/** The rows of a text: CSV whose header names its columns, or one value per line. */
export function* textRows(file: string, text: string, form: ListForm): Generator<ListRow> {
  let columns: readonly string[] | undefined;
  for (const { line, fields } of listLines(text, form.columns)) {
    const row = { file, line };
    if (fields === undefined) {
      yield { ...row, cells: {}, fault: { what: "has a stray quote" } };
      continue;
    }
    if (columns === undefined) {
      columns = headerOf(fields, form);
      if (columns !== undefined) continue;
      columns = [form.only];
    }
    yield fields.length === columns.length
      ? { ...row, cells: cellsOf(columns, fields) }
      : { ...row, cells: {}, fault: { what: otherCount(fields.length, columns) } };
  }
}

/** The fields of a row by the names of their columns; a list may have a million rows. */
export function cellsOf(
  names: readonly string[],
  fields: readonly string[],
): Readonly<Record<string, string>> {
  const cells: Record<string, string> = {};
  for (let at = 0; at < names.length; at += 1) cells[names[at] as string] = fields[at] ?? "";
  return cells;
}

function headerOf(fields: readonly string[], { heads }: ListForm): string[] | undefined {
  const names = fields.map((field) => field.toLowerCase());
  const isHeader = names.some((name) => heads.includes(name));
  return isHeader && new Set(names).size === names.length ? names : undefined;
}

function otherCount(count: number, [first = "", ...rest]: readonly string[]): string {
  const has = `has ${counted(count, "field")}`;
  if (rest.length > 0) return `${has}, but ${rest.length + 1} columns have names`;
  return `${has}, where there is ${first === "" ? "one" : `one ${first}`} a line`;
}
