import { limits } from "../../base/limits.ts";
import type { FileWindow } from "../files/file-window.ts";
import { QuotedRow } from "./row-grammar.ts";
import type { RowGrammar } from "./row-grammar.ts";
import type { UnitCursor, UnitFault } from "../unit-cursor.ts";

const LF = 10;
const CR = 13;
const ROW_BYTES_MAX = limits.csvRowBytesMax;

/** A cursor over rows of a delimited file, in file order or sorted. */
export interface RowSteps extends UnitCursor {
  /** Whether the content contains a quote. */
  readonly isQuoted: boolean;
  /** Of a list of files whose rows were sorted into one: which of them. */
  readonly part: number;
  /** Fields of the row, counted by its delimiters; by the quoting grammar where it holds. */
  countFields(): number;
}

/**
 * Steps through the rows of a delimited file. Blank lines and comments are not rows. If the quotes
 * of a row break the grammar, or a quoted field grows past the limit, the unit is only the first
 * physical line, and the next row begins on the line after it.
 */
export class RowCursor implements RowSteps {
  start: number;
  contentStart: number;
  byteOffset: number;
  contentEnd: number;
  end: number;
  line = 0;
  fault: UnitFault = "";
  isQuoted = false;
  readonly part = 0;
  readonly #window: FileWindow;
  readonly #grammar: RowGrammar;
  readonly #row: QuotedRow;
  /** The byte that begins a comment; none is -1. */
  readonly #comment: number;
  #nextLine: number;
  /** No byte from the current row up to this file offset is a quote. */
  #quoteAt: number;

  constructor(window: FileWindow, firstLine: number, grammar: RowGrammar) {
    this.#window = window;
    this.#nextLine = firstLine;
    this.#grammar = grammar;
    this.#row = new QuotedRow(grammar);
    this.#comment = grammar.comment ?? -1;
    this.start = this.contentStart = this.byteOffset = window.base;
    this.contentEnd = this.end = this.#quoteAt = window.base;
  }

  next(): boolean {
    while (this.end < this.#window.end) {
      this.#begin();
      this.#findLineEnd();
      if (this.#isComment()) continue;
      if (this.#hasQuoteInLine()) this.#walkQuotes();
      if (this.contentEnd > this.start) return true;
    }
    return false;
  }

  get sizeBytes(): number {
    return this.contentEnd - this.start;
  }

  countFields(): number {
    if (this.isQuoted && this.fault === "") return this.#row.fieldCount;
    const { bytes, base } = this.#window;
    return countDelimiters(bytes, this.start - base, this.contentEnd - base, this.#grammar) + 1;
  }

  #begin(): void {
    this.start = this.contentStart = this.byteOffset = this.end;
    this.line = this.#nextLine;
    this.#nextLine += 1;
    this.fault = "";
    this.isQuoted = false;
  }

  #findLineEnd(): void {
    const window = this.#window;
    let from = this.start;
    for (;;) {
      const found = window.bytes.indexOf(LF, from - window.base);
      if (found >= 0) return this.#closeLine(window.base + found, window.base + found + 1);
      if (window.reachesEnd) return this.#closeLine(window.end, window.end);
      from = window.base + window.bytes.length;
      window.slide(from - this.start > ROW_BYTES_MAX ? from : this.start);
    }
  }

  #closeLine(contentEnd: number, end: number): void {
    this.end = end;
    this.contentEnd = contentEnd;
    if (contentEnd - this.start > ROW_BYTES_MAX) this.fault = "data.record-too-large";
    else if (contentEnd > this.start && this.#byteAt(contentEnd - 1) === CR) this.contentEnd -= 1;
  }

  #isComment(): boolean {
    return this.#comment >= 0 && this.#byteAt(this.start) === this.#comment;
  }

  /** One search covers all lines up to the quote it finds, so most lines cost none. */
  #hasQuoteInLine(): boolean {
    if (this.fault !== "" || this.#quoteAt >= this.contentEnd) return false;
    const { bytes, base } = this.#window;
    const from = Math.max(this.#quoteAt, this.start);
    const found = bytes.indexOf(this.#grammar.quote, from - base);
    this.#quoteAt = base + (found < 0 ? bytes.length : found);
    return this.#quoteAt < this.contentEnd;
  }

  #walkQuotes(): void {
    this.isQuoted = true;
    this.#quoteAt = this.start;
    const verdict = this.#walk();
    if (verdict !== "whole") {
      this.fault = "data.csv-quote";
      return;
    }
    this.contentEnd = this.#window.base + this.#row.contentEnd;
    this.end = this.#window.base + this.#row.end;
    this.#nextLine += this.#row.lineBreakCount;
    this.#quoteAt = this.end;
  }

  #walk(): string {
    const window = this.#window;
    for (;;) {
      const verdict = this.#row.walk(window.bytes, this.start - window.base, window.reachesEnd);
      const sizeBytes = window.base + window.bytes.length - this.start;
      if (verdict === "whole" && this.#row.end - (this.start - window.base) > ROW_BYTES_MAX)
        return "broken";
      if (verdict !== "unfinished" || sizeBytes > ROW_BYTES_MAX) return verdict;
      window.slide(this.start);
    }
  }

  #byteAt(offset: number): number {
    return this.#window.bytes[offset - this.#window.base] ?? -1;
  }
}

/** The number of delimiters between two offsets, ignoring quotes. */
export function countDelimiters(
  bytes: Buffer,
  start: number,
  end: number,
  grammar: RowGrammar,
): number {
  const { delimiter } = grammar;
  let count = 0;
  for (let at = start; at < end; at += 1) if (bytes[at] === delimiter) count += 1;
  return count;
}
