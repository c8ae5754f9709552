import { unshielded } from "../base/formula-shield.ts";

const CELL = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/y;

/**
 * The rows of a CSV file of our own (see `csvRow`); undefined if it was changed and is no longer
 * valid. The apostrophe in front of what looks like a formula is removed, so that a row that is
 * written again is the same.
 */
export function readCsvRows(text: string): string[][] | undefined {
  if (!text.includes('"')) return readPlainRows(text);
  const rows: string[][] = [];
  let row: string[] = [];
  CELL.lastIndex = 0;
  while (CELL.lastIndex < text.length) {
    const match = CELL.exec(text);
    if (match === null) return undefined;
    const [, quoted, plain = "", end] = match;
    const cell = quoted?.replaceAll('""', '"') ?? plain;
    row.push(unshielded(cell));
    if (end === ",") continue;
    rows.push(row);
    row = [];
  }
  return rows;
}

function readPlainRows(text: string): string[][] {
  const lines = text.split(/\r?\n/);
  if (lines.at(-1) === "") lines.pop();
  return lines.map((line) => line.split(",").map(unshielded));
}
