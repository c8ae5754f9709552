import type { RecordFault } from "../check/fault.ts";
import { isAscii, isUtf8 } from "node:buffer";
import type { InputFile } from "../../model/job.ts";
import type { FileWindow } from "../files/file-window.ts";
import { trimmedKey } from "../check/record-key.ts";
import type { RowSteps } from "./row-cursor.ts";
import { splitFields } from "./row-fields.ts";
import type { RowGrammar } from "./row-grammar.ts";
import { textDecodeFor } from "../files/text-decode.ts";

/** Reads the keys of rows, and tells whether rows are whole. */
export interface KeyReader {
  /** Whether the key of a row with a fault is its own: no quote or delimiter can have moved it. */
  readonly isSure: boolean;
  /** The row's key without surrounding blanks; undefined if it is empty or cannot be read. */
  read(row: RowSteps): string | undefined;
  /** Whether the row's key is plainly the one read before; may miss one. */
  isSame(row: RowSteps, key: string): boolean;
  /** What is wrong with a row as a whole: its quotes, its field count, its bytes. */
  faultOf(row: RowSteps): RecordFault;
}

/**
 * Reads the key column of rows. A key is a string of its UTF-8 bytes, one character each, so that
 * comparing two keys as strings compares them bytewise whatever the encodings of their files.
 */
export class RowKeys implements KeyReader {
  readonly isSure: boolean;
  readonly #window: FileWindow;
  readonly #grammar: RowGrammar;
  readonly #column: number;
  readonly #isUtf8: boolean;

  constructor(
    window: FileWindow,
    grammar: RowGrammar,
    column: number,
    encoding: InputFile["encoding"],
  ) {
    this.isSure = grammar.isOwn === true;
    this.#window = window;
    this.#grammar = grammar;
    this.#column = column;
    this.#isUtf8 = encoding === "utf-8";
  }

  read(row: RowSteps): string | undefined {
    if (this.#column < 0 || row.fault === "data.record-too-large") return undefined;
    const bytes = this.#window.view(row.contentStart, row.contentEnd);
    const isPlain = !row.isQuoted || row.fault !== "";
    const key = isPlain ? this.#readPlain(bytes) : this.#readQuoted(bytes);
    const trimmed = key && trimmedKey(key);
    return trimmed === undefined || trimmed === "" ? undefined : this.#comparable(trimmed);
  }

  /** May miss a quoted one. */
  isSame(row: RowSteps, key: string): boolean {
    if (this.#column !== 0) return false;
    const { bytes, base } = this.#window;
    const start = row.contentStart - base;
    if (start < 0 || row.contentEnd - row.contentStart <= key.length) return false;
    if (bytes[start + key.length] !== this.#grammar.delimiter) return false;
    for (let at = key.length - 1; at >= 0; at -= 1)
      if (bytes[start + at] !== key.charCodeAt(at)) return false;
    return this.#isUtf8 || isAscii(bytes.subarray(start, start + key.length));
  }

  faultOf(row: RowSteps): RecordFault {
    if (row.stated !== undefined) return row.stated.code;
    if (row.fault !== "") return row.fault;
    if (this.isSure) return "";
    if (row.countFields() !== this.#grammar.columnCount) return "data.field-count";
    if (!this.#isUtf8) return "";
    const isText = isUtf8(this.#window.view(row.contentStart, row.contentEnd));
    return isText ? "" : "data.bad-utf8";
  }

  #readPlain(bytes: Buffer): string | undefined {
    let start = 0;
    for (let column = 0; column < this.#column; column += 1) {
      start = bytes.indexOf(this.#grammar.delimiter, start) + 1;
      if (start === 0) return undefined;
    }
    const end = bytes.indexOf(this.#grammar.delimiter, start);
    const key = bytes.toString("latin1", start, end < 0 ? bytes.length : end);
    const quoteAt = bytes.indexOf(this.#grammar.quote);
    return quoteAt >= 0 && quoteAt < start + key.length ? undefined : key;
  }

  #readQuoted(bytes: Buffer): string | undefined {
    return splitFields(bytes.toString("latin1"), this.#grammar)[this.#column];
  }

  #comparable(key: string): string {
    if (this.#isUtf8) return key;
    const bytes = Buffer.from(key, "latin1");
    if (isAscii(bytes)) return key;
    return Buffer.from(textDecodeFor("windows-1252")(bytes) ?? "", "utf8").toString("latin1");
  }
}
