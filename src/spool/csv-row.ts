/**
 * What a spreadsheet would take for a formula or a command at the start of a cell. Apostrophes
 * before it get one more, so that what is read back is what was there.
 */
const FORMULA_START = /^'*[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/;
const NEEDS_QUOTES = /[",\r\n]/;

/**
 * A row of a CSV file (RFC 4180) with its line end. Text that a spreadsheet would run as a formula
 * gets an apostrophe in front; numbers stand as they are.
 */
export function csvRow(cells: readonly (string | number)[]): string {
  return `${cells.map(csvCell).join(",")}\r\n`;
}

function csvCell(cell: string | number): string {
  if (typeof cell === "number") return String(cell);
  const safe = isFormula(cell) ? `'${cell}` : cell;
  return NEEDS_QUOTES.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Whether a spreadsheet might run the text: the full-width signs are taken for the narrow ones. */
export function isFormula(text: string): boolean {
  return FORMULA_START.test(text);
}

/** A whole CSV file. */
export function csvText(rows: readonly (readonly (string | number)[])[]): Uint8Array {
  return new TextEncoder().encode(rows.map(csvRow).join(""));
}
