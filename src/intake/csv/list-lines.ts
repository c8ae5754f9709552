import { splitFields } from "./row-fields.ts";
import { QuotedRow } from "./row-grammar.ts";

const GRAMMAR = { delimiter: 0x2c, quote: 0x22, columnCount: 0 };

/** A line of a short list that counts: neither blank nor a comment. */
export interface ListLine {
  /** 1-based. */
  readonly line: number;
  /** Without surrounding blanks; undefined if a quote is stray. */
  readonly fields: readonly string[] | undefined;
}

/** The text of a list made by others; undefined if it is not UTF-8. */
export function listText(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** The lines of a list, as CSV; blank ones and those that begin with # do not count. */
export function* listLines(text: string): Generator<ListLine> {
  const row = new QuotedRow(GRAMMAR);
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === "" || line.startsWith("#")) continue;
    yield { line: index + 1, fields: fieldsOf(row, line)?.map((field) => field.trim()) };
  }
}

function fieldsOf(row: QuotedRow, line: string): string[] | undefined {
  if (!line.includes('"')) return line.split(",");
  const isWhole = row.walk(Buffer.from(line), 0, true) === "whole";
  return isWhole ? splitFields(line, GRAMMAR) : undefined;
}
