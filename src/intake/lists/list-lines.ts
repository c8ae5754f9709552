import { isUtf8 } from "node:buffer";
import { splitFields } from "../csv/row-fields.ts";
import { QuotedRow, type RowGrammar } from "../csv/row-grammar.ts";
import { textDecodeFor } from "../files/text-decode.ts";

/** What may stand between the columns of a list. */
const DELIMITERS = [",", ";", "\t", "|"];
const LF = 10;

/** A line of a short list that counts: neither blank nor a comment. */
export interface ListLine {
  /** 1-based. */
  readonly line: number;
  /** Without surrounding blanks; undefined if a quote is stray. */
  readonly fields: readonly string[] | undefined;
}

/** The text of a list, without an order mark; the number of the first line that is none. */
export function decodeList(bytes: Buffer, encoding: "utf-8" | "windows-1252"): string | number {
  const text = textDecodeFor(encoding)(bytes);
  return text === undefined ? brokenLine(bytes) : text.replace(/^\uFEFF/, "");
}

/** Of bytes that are not UTF-8, the first line that is not. */
function brokenLine(bytes: Buffer): number {
  for (let start = 0, line = 1; ; line += 1) {
    const end = bytes.indexOf(LF, start);
    if (end < 0 || !isUtf8(bytes.subarray(start, end))) return line;
    start = end + 1;
  }
}

/**
 * The lines of a list, as CSV; blank ones and those that begin with # do not count. A header of
 * `columns` tells what stands between them; a comma, where there is none.
 */
export function* listLines(text: string, columns: readonly string[]): Generator<ListLine> {
  const lines = text.split(/\r\n|\n|\r/);
  const counts = (line: string): boolean => line.trim() !== "" && !line.startsWith("#");
  const grammar = grammarOf(lines.find(counts) ?? "", columns);
  const row = new QuotedRow(grammar);
  for (const [index, line] of lines.entries()) {
    if (!counts(line)) continue;
    const fields = fieldsOf(row, line, grammar)?.map((field) => field.trim());
    yield { line: index + 1, fields };
  }
}

function grammarOf(head: string, columns: readonly string[]): RowGrammar {
  const isHeader = (delimiter: string): boolean => {
    const names = head.split(delimiter).map((name) => name.trim().toLowerCase());
    return names.length > 1 && names.some((name) => columns.includes(name));
  };
  const delimiter = DELIMITERS.find(isHeader) ?? ",";
  return { delimiter: delimiter.charCodeAt(0), quote: 0x22, columnCount: 0 };
}

function fieldsOf(row: QuotedRow, line: string, grammar: RowGrammar): string[] | undefined {
  if (!line.includes('"')) return line.split(String.fromCharCode(grammar.delimiter));
  const isWhole = row.walk(Buffer.from(line), 0, true) === "whole";
  return isWhole ? splitFields(line, grammar) : undefined;
}
