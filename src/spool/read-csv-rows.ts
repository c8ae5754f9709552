import { assert } from "../base/assert.ts";
import { unshielded } from "../base/formula-shield.ts";

const CELL = /(?:"((?:[^"]|"")*)"|([^,\r\n]*))(,|\r?\n|$)/y;

/**
 * The rows of a CSV file of our own (see `csvRow`). The apostrophe in front of what looks like a
 * formula is taken off again, so that a row written once more comes out the same.
 */
export function readCsvRows(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  CELL.lastIndex = 0;
  while (CELL.lastIndex < text.length) {
    const match = CELL.exec(text);
    assert(match !== null, "a list of our own is CSV");
    const [, quoted, plain = "", end] = match;
    const cell = quoted?.replaceAll('""', '"') ?? plain;
    row.push(unshielded(cell));
    if (end === ",") continue;
    rows.push(row);
    row = [];
  }
  return rows;
}
