import { limits } from "../../base/limits.ts";
import type { FileWindow } from "../files/file-window.ts";
import { countDelimiters } from "../csv/row-cursor.ts";
import type { RowSteps } from "../csv/row-cursor.ts";
import { QuotedRow } from "../csv/row-grammar.ts";
import type { RowGrammar } from "../csv/row-grammar.ts";
import type { UnitFault } from "../unit-cursor.ts";

/** Before each row of a sorted copy: its size, its original line, its original offset. */
export const FRAME_BYTES = 16;

/** Writes a row's frame at the start of `target`; the row's bytes follow it. */
export function writeFrame(
  target: Buffer,
  row: Pick<RowSteps, "line" | "byteOffset">,
  sizeBytes: number,
): void {
  target.writeUInt32LE(sizeBytes, 0);
  target.writeUInt32LE(row.line, 4);
  target.writeDoubleLE(row.byteOffset, 8);
}

/** Steps through the rows of a sorted copy; lines and offsets are those of the original file. */
export class SortedRowCursor implements RowSteps {
  start: number;
  contentStart: number;
  byteOffset = 0;
  contentEnd: number;
  end: number;
  line = 0;
  fault: UnitFault = "";
  isQuoted = false;
  readonly #window: FileWindow;
  readonly #grammar: RowGrammar;
  readonly #row: QuotedRow;

  constructor(window: FileWindow, grammar: RowGrammar) {
    this.#window = window;
    this.#grammar = grammar;
    this.#row = new QuotedRow(grammar);
    this.start = this.contentStart = this.contentEnd = this.end = window.base;
  }

  next(): boolean {
    if (this.end >= this.#window.end) return false;
    this.start = this.end;
    this.#need(FRAME_BYTES);
    const frame = this.start - this.#window.base;
    const sizeBytes = this.#window.bytes.readUInt32LE(frame);
    this.line = this.#window.bytes.readUInt32LE(frame + 4);
    this.byteOffset = this.#window.bytes.readDoubleLE(frame + 8);
    this.contentStart = this.start + FRAME_BYTES;
    this.contentEnd = this.end = this.contentStart + sizeBytes;
    this.#need(FRAME_BYTES + sizeBytes);
    this.#judge();
    return true;
  }

  countFields(): number {
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
    else if (this.isQuoted && this.#row.walk(content, 0, true) !== "whole")
      this.fault = "data.csv-quote";
  }

  #need(sizeBytes: number): void {
    const window = this.#window;
    while (this.start + sizeBytes > window.base + window.bytes.length) window.slide(this.start);
  }
}
