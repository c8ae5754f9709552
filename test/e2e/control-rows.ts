import { readFileSync } from "node:fs";
import { parse } from "csv-parse/sync";

/** A row of a control file by column name. */
export type ControlRow = Readonly<Record<string, string>>;

/** A spool's control file, taken apart by the kind of its rows. */
export interface ControlFile {
  readonly rows: readonly ControlRow[];
  readonly header: ControlRow;
  readonly trailer: ControlRow;
  readonly furniture: readonly ControlRow[];
  readonly sheets: readonly ControlRow[];
}

export function readControl(spoolFile: string): ControlFile {
  const text = readFileSync(spoolFile.replace(/\.pdf$/, ".csv"), "utf8");
  const rows = parse(text, { columns: true }) as ControlRow[];
  const ofKind = (kind: string): ControlRow[] => rows.filter(({ record }) => record === kind);
  return {
    rows,
    header: rows[0] as ControlRow,
    trailer: rows.at(-1) as ControlRow,
    furniture: ofKind("F"),
    sheets: ofKind("S"),
  };
}

/** The number in a cell. */
export function count(row: ControlRow, column: string): number {
  const cell = row[column] ?? "";
  if (!/^\d+$/.test(cell)) throw new Error(`${column} is no number: ${cell}`);
  return Number(cell);
}
