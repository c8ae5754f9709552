import { shielded } from "../base/formula-shield.ts";

const NEEDS_QUOTES = /[",\r\n]/;

/**
 * A row of a CSV file (RFC 4180) with its line end. Text that a spreadsheet would run as a formula
 * gets an apostrophe in front; numbers are written as they are.
 */
export function csvRow(cells: readonly (string | number)[]): string {
  return `${cells.map(csvCell).join(",")}\r\n`;
}

function csvCell(cell: string | number): string {
  if (typeof cell === "number") return String(cell);
  const safe = shielded(cell);
  return NEEDS_QUOTES.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** A whole CSV file. */
export function csvText(rows: readonly (readonly (string | number)[])[]): Uint8Array {
  return new TextEncoder().encode(rows.map(csvRow).join(""));
}
