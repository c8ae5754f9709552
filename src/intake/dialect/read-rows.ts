import { CsvError, parse } from "csv-parse/sync";
import { limits } from "../../base/limits.ts";
import type { DelimitedSpec } from "../../model/input-format.ts";
import type { ForeignFault, ForeignPlace } from "../copy/foreign-source.ts";
import type { FileWindow } from "../files/file-window.ts";
import { byteEncode, fieldDecode, isText } from "./dialect-text.ts";
import { LineBlocks } from "./line-blocks.ts";

const LF = 10;
const CR = 13;
/** With fewer columns than this, a line within a quoted field may look like a row by chance. */
const TELLING_COLUMNS_MIN = 4;

/** A row as it stands in the file. */
export interface DialectRow {
  readonly fields: readonly string[];
  readonly place: ForeignPlace;
  readonly fault?: ForeignFault;
}

const STRAY_QUOTE: ForeignFault = {
  code: "data.csv-quote",
  message:
    "the line has a stray or unclosed quote: quote the whole field or mark the quote; if quotes " +
    "are text here, say `relaxed-quotes: true` or `quote: none`",
};
const TOO_LARGE: ForeignFault = {
  code: "data.record-too-large",
  message: "the record is larger than allowed: split it",
};
const NO_TEXT: ForeignFault = {
  code: "data.bad-utf8",
  message: "the record is not text in its encoding: declare the right one or send it again",
};

/** A row is not what it seems: the line that it begins on is at fault. */
class TornRow extends Error {}

/**
 * Reads the rows of a file by `csv-parse`. As on the fast path, a stray quote costs the line that
 * it is on, and reading goes on at the next.
 */
export class DialectReader {
  /** As many as the columns once they are known: a torn row is told by its count of fields. */
  fieldCount = 0;
  readonly #spec: DelimitedSpec;
  readonly #window: FileWindow;
  readonly #blocks: LineBlocks;
  readonly #options: object;
  readonly #decode: (field: string) => string;
  /** The byte that begins a comment; none is -1. */
  readonly #comment: number;
  #line: number;

  constructor(spec: DelimitedSpec, window: FileWindow, firstLine: number) {
    this.#spec = spec;
    this.#window = window;
    this.#blocks = new LineBlocks(window);
    this.#options = parseOptions(spec);
    this.#decode = fieldDecode(spec.encoding);
    this.#comment = spec.comment?.charCodeAt(0) ?? -1;
    this.#line = firstLine;
  }

  /** The next rows; undefined past the last. May be none, where lines are blank. */
  next(): DialectRow[] | undefined {
    if (this.#blocks.isAtEnd) return undefined;
    const block = this.#blocks.take();
    const rows: DialectRow[] = [];
    if (block.length === 0) return [this.#faultyLine(TOO_LARGE)];
    const { doneBytes, isWhole, isOpen } = this.#parse(block, rows);
    if (isWhole) {
      this.#countLines(block);
      this.#blocks.advance(block.length);
      return rows;
    }
    const from = contentStart(block, doneBytes);
    this.#countLines(block.subarray(0, from));
    this.#blocks.at += from;
    const rest = block.subarray(from);
    if (rest[0] === this.#comment) {
      this.#blocks.skipLine();
      this.#line += 1;
    } else if (!isOpen || !this.#blocks.grow(rest)) rows.push(this.#faultyLine(STRAY_QUOTE));
    return rows;
  }

  /** Parses a block up to its first fault. */
  #parse(
    block: Buffer,
    rows: DialectRow[],
  ): { doneBytes: number; isWhole: boolean; isOpen: boolean } {
    const start = this.#blocks.at;
    let doneBytes = 0;
    let line = this.#line;
    const take = (record: readonly string[], end: number): null => {
      const from = contentStart(block, doneBytes);
      line += countLines(block, doneBytes, from);
      const bytes = block.subarray(from, contentEnd(block, from, end));
      const breaks = countLines(bytes, 0, bytes.length);
      const isComment = bytes[0] === this.#comment;
      if (breaks > 0 && (isComment || this.#isTorn(record, bytes))) throw new TornRow();
      const place = { line, byteOffset: start + from, sizeBytes: bytes.length };
      if (!isComment) this.#take(rows, record, bytes, place);
      line += countLines(block, from, end);
      doneBytes = end;
      return null;
    };
    try {
      parse(block, {
        ...this.#options,
        on_record: (record: string[], { bytes }: { bytes: number }) => take(record, bytes),
      });
      return { doneBytes: block.length, isWhole: true, isOpen: false };
    } catch (error) {
      if (error instanceof TornRow) return { doneBytes, isWhole: false, isOpen: false };
      if (!(error instanceof CsvError)) throw error;
      return { doneBytes, isWhole: false, isOpen: error.code === "CSV_QUOTE_NOT_CLOSED" };
    }
  }

  #take(rows: DialectRow[], record: readonly string[], bytes: Buffer, place: ForeignPlace): void {
    const fields = record.map(this.#decode);
    if (this.#spec.skipsBlankRows === true && fields.every((field) => field.trim() === "")) return;
    if (bytes.length > limits.csvRowBytesMax) rows.push({ fields: [], place, fault: TOO_LARGE });
    else if (isText(bytes, this.#spec.encoding)) rows.push({ fields, place });
    else rows.push({ fields, place, fault: NO_TEXT });
  }

  /** Whether a quote has swallowed what looks like other rows. */
  #isTorn(record: readonly string[], bytes: Buffer): boolean {
    const { fieldCount } = this;
    if (fieldCount === 0) return false;
    const { fillsShortRows, cutsLongRows, delimiter, encoding } = this.#spec;
    const isRagged =
      (record.length < fieldCount && fillsShortRows !== true) ||
      (record.length > fieldCount && cutsLongRows !== true);
    if (isRagged) return true;
    if (fieldCount < TELLING_COLUMNS_MIN) return false;
    const lines = bytes.toString("latin1").split("\n").slice(1);
    // A first field over several lines rightly leaves all delimiters to the row's last line.
    if (record[0]?.includes("\n") === true) lines.pop();
    const mark = byteEncode(delimiter, encoding).toString("latin1");
    return lines.some((line) => line.split(mark).length === fieldCount);
  }

  /** The line at the reader's place, which is no row; as many of its fields as can be told. */
  #faultyLine(fault: ForeignFault): DialectRow {
    const { at } = this.#blocks;
    const line = this.#line;
    const wholeBytes = this.#blocks.skipLine();
    this.#line += 1;
    const isLarge = wholeBytes > limits.csvRowBytesMax;
    const bytes = isLarge ? Buffer.alloc(0) : this.#window.view(at, at + wholeBytes);
    const sizeBytes = bytes.at(-1) === CR ? wholeBytes - 1 : wholeBytes;
    const place = { line, byteOffset: at, sizeBytes };
    const { delimiter, quote, encoding } = this.#spec;
    const mark = byteEncode(delimiter, encoding).toString("latin1");
    const fields = bytes.toString("latin1", 0, sizeBytes).split(mark);
    const torn = fields.findIndex((field) => quote !== "" && field.includes(quote));
    const sure = torn < 0 ? fields : fields.slice(0, torn);
    return { fields: sure.map(this.#decode), place, fault };
  }

  #countLines(bytes: Buffer): void {
    this.#line += countLines(bytes, 0, bytes.length);
  }
}

/** Without comments: behind a closing quote `csv-parse` takes one for the end of the row. */
function parseOptions({ delimiter, quote, escape, ...spec }: DelimitedSpec): object {
  const { encoding, relaxedQuotes = false } = spec;
  const isLatin = encoding === "windows-1252";
  return {
    encoding: isLatin ? "latin1" : "utf8",
    delimiter: byteEncode(delimiter, encoding),
    quote: quote === "" ? null : byteEncode(quote, encoding),
    escape: byteEncode(escape ?? (quote === "" ? '"' : quote), encoding),
    record_delimiter: ["\n", "\r\n"],
    relax_quotes: relaxedQuotes,
    relax_column_count: true,
    skip_empty_lines: true,
  };
}

/** Where the first row from `from` on begins, past blank lines. */
function contentStart(bytes: Buffer, from: number): number {
  let at = from;
  for (;;)
    if (bytes[at] === LF) at += 1;
    else if (bytes[at] === CR && bytes[at + 1] === LF) at += 2;
    else return at;
}

function contentEnd(bytes: Buffer, start: number, end: number): number {
  let at = end;
  if (at > start && bytes[at - 1] === LF) at -= 1;
  if (at < end && at > start && bytes[at - 1] === CR) at -= 1;
  return at;
}

function countLines(bytes: Buffer, start: number, end: number): number {
  let count = 0;
  for (let at = bytes.indexOf(LF, start); at >= 0 && at < end; at = bytes.indexOf(LF, at + 1))
    count += 1;
  return count;
}
