import { utf8Text } from "../../base/utf8-text.ts";
/** A row of a CSV file, with the line of the file where it begins, counted from 1. */
export interface CsvRow {
  readonly line: number;
  readonly cells: readonly string[];
}

/** What a CSV file contains, as far as it keeps to the grammar. */
export interface CsvRows {
  readonly rows: readonly CsvRow[];
  /** The first line that breaks the grammar; the rows above it are complete. */
  readonly brokenLine: number | undefined;
}

const LINE_END = "\r\n";
/** What a spreadsheet would run, full-width signs included. */
const FORMULA = "[=+\\-@\\t\\r\\n\\uFF1D\\uFF0B\\uFF0D\\uFF20]";
const IS_FORMULA = new RegExp(`^'*${FORMULA}`);
/** Such a cell begins with an apostrophe, which is not part of its text. */
const SHIELDED = new RegExp(`^'+${FORMULA}`);
/** What cannot be in a cell without quotes. */
const PLAIN_ENDS = '",\r\n';
/**
 * Reads a CSV file strictly by RFC 4180: every row ends in CR LF, including the last one, and
 * quotes enclose whole cells or are doubled within them. Bytes that are not UTF-8 read as U+FFFD.
 */
export function csvRows(bytes: Uint8Array): CsvRows {
  const text = utf8Text(bytes);
  const rows: CsvRow[] = [];
  let [at, line] = [0, 1];
  while (at < text.length) {
    const end = text.indexOf(LINE_END, at);
    if (end < 0) return { rows, brokenLine: line };
    const row = text.slice(at, end);
    if (/["\r\n]/.test(row)) {
      const cells: string[] = [];
      const next = readCells(text, at, cells);
      if (next < 0) return { rows, brokenLine: line };
      rows.push({ line, cells });
      line += text.slice(at, next).split("\n").length - 1;
      at = next;
    } else {
      rows.push({ line, cells: row.split(",").map(unshielded) });
      line += 1;
      at = end + LINE_END.length;
    }
  }
  return { rows, brokenLine: undefined };
}

/** Reads the cells of the row at `at` into `cells`. Returns where the next row begins, or -1. */
function readCells(text: string, at: number, cells: string[]): number {
  let from = at;
  for (;;) {
    const isQuoted = text.charAt(from) === '"';
    const end = isQuoted ? endOfQuotes(text, from) : endOfPlain(text, from);
    if (end < 0) return -1;
    const content = isQuoted
      ? text.slice(from + 1, end - 1).replaceAll('""', '"')
      : text.slice(from, end);
    cells.push(unshielded(content));
    if (text.startsWith(LINE_END, end)) return end + LINE_END.length;
    if (text.charAt(end) !== ",") return -1;
    from = end + 1;
  }
}

/** The place after the quote that closes the one at `from`, or -1. */
function endOfQuotes(text: string, from: number): number {
  let quote = text.indexOf('"', from + 1);
  while (quote >= 0 && text.charAt(quote + 1) === '"') quote = text.indexOf('"', quote + 2);
  return quote < 0 ? -1 : quote + 1;
}

function endOfPlain(text: string, from: number): number {
  let end = from;
  while (end < text.length && !PLAIN_ENDS.includes(text.charAt(end))) end += 1;
  return end;
}

function unshielded(cell: string): string {
  return SHIELDED.test(cell) ? cell.slice(1) : cell;
}

/** A cell as our lists write text (RFC 4180), shielded from spreadsheets. */
export function csvCell(text: string): string {
  const shielded = IS_FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(shielded) ? `"${shielded.replaceAll('"', '""')}"` : shielded;
}
