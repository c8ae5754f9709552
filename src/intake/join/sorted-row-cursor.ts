import { limits } from "../../base/limits.ts";
import { FramedCursor } from "../copy/framed-cursor.ts";
import type { FileWindow } from "../files/file-window.ts";
import { countDelimiters } from "../csv/row-cursor.ts";
import type { RowSteps } from "../csv/row-cursor.ts";
import { QuotedRow } from "../csv/row-grammar.ts";
import type { RowGrammar } from "../csv/row-grammar.ts";

/**
 * Steps through the rows of a sorted copy, or of the work copy of another format; lines and offsets
 * are those of the original file.
 */
export class SortedRowCursor extends FramedCursor implements RowSteps {
  isQuoted = false;
  readonly #window: FileWindow;
  readonly #grammar: RowGrammar;
  readonly #row: QuotedRow;
  /** No byte of a row's content up to this file offset is a quote. */
  #quoteAt = 0;

  constructor(window: FileWindow, grammar: RowGrammar) {
    super(window);
    this.#window = window;
    this.#grammar = grammar;
    this.#row = new QuotedRow(grammar);
  }

  override next(): boolean {
    if (!super.next()) return false;
    this.#judge();
    return true;
  }

  countFields(): number {
    if (this.#grammar.isOwn === true) return this.#grammar.columnCount;
    if (this.isQuoted && this.fault === "") return this.#row.fieldCount;
    const { bytes, base } = this.#window;
    const start = this.contentStart - base;
    return countDelimiters(bytes, start, this.contentEnd - base, this.#grammar) + 1;
  }

  #judge(): void {
    this.fault = "";
    this.isQuoted = this.#hasQuote();
    if (this.contentEnd - this.contentStart > limits.csvRowBytesMax)
      this.fault = "data.record-too-large";
    else if (this.#grammar.isOwn === true || !this.isQuoted) return;
    else if (this.#row.walk(this.#content(), 0, true) !== "whole") this.fault = "data.csv-quote";
  }

  /** One search covers all rows up to the quote it finds, so most rows cost none. */
  #hasQuote(): boolean {
    if (this.#quoteAt >= this.contentEnd) return false;
    const { bytes, base } = this.#window;
    const from = Math.max(this.#quoteAt, this.contentStart);
    const found = bytes.indexOf(this.#grammar.quote, from - base);
    this.#quoteAt = base + (found < 0 ? bytes.length : found);
    return this.#quoteAt < this.contentEnd;
  }

  #content(): Buffer {
    return this.#window.view(this.contentStart, this.contentEnd);
  }
}
