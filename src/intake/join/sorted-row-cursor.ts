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
    const content = this.#window.view(this.contentStart, this.contentEnd);
    this.fault = "";
    this.isQuoted = content.includes(this.#grammar.quote);
    if (content.length > limits.csvRowBytesMax) this.fault = "data.record-too-large";
    else if (this.#grammar.isOwn === true) return;
    else if (this.isQuoted && this.#row.walk(content, 0, true) !== "whole")
      this.fault = "data.csv-quote";
  }
}
