const LF = 10;
const CR = 13;

/** Results of a step, below every offset. */
const BROKEN = -1;
const OPEN = -2;
const NO_LINE_END = -3;

/** With fewer columns than this, a line within a quoted field may look like a row by chance. */
const TELLING_COLUMNS_MIN = 4;

/** The grammar of a delimited file (RFC 4180, with a free choice of delimiter and quote). */
export interface RowGrammar {
  /** One ASCII byte each. */
  readonly delimiter: number;
  readonly quote: number;
  /** The byte that begins lines that are no rows. */
  readonly comment?: number;
  /** Fields of a row, as counted in the header; 0 for the header itself. */
  readonly columnCount: number;
  /** Whether the rows are our own work copy's: their quotes and field counts are right. */
  readonly isOwn?: boolean;
}

export type RowVerdict = "whole" | "broken" | "unfinished";

/**
 * Walks one row that contains a quote. A quoted field opens right after a delimiter or at the row's
 * start and closes right before a delimiter or the row's end; any other quote breaks the row. So
 * does a quote that has swallowed what looks like another row: two stray quotes some lines apart
 * must cost two lines, not all those between.
 */
export class QuotedRow {
  /** Offsets in the walked bytes: past the content, and where the next row begins. */
  contentEnd = 0;
  end = 0;
  fieldCount = 0;
  lineBreakCount = 0;
  readonly #grammar: RowGrammar;
  #delimitersInLine = 0;
  #hasSwallowedRow = false;
  /** The field that contains the last line break. */
  #brokenField = 0;

  constructor(grammar: RowGrammar) {
    this.#grammar = grammar;
  }

  /** Walks from `start`; `isLast` says that the file ends with these bytes. */
  walk(bytes: Buffer, start: number, isLast: boolean): RowVerdict {
    this.fieldCount = 0;
    this.lineBreakCount = 0;
    this.#delimitersInLine = 0;
    this.#hasSwallowedRow = false;
    for (let field = start; ;) {
      const isQuoted = bytes[field] === this.#grammar.quote;
      const stop = isQuoted ? this.#closeQuote(bytes, field) : this.#fieldEnd(bytes, field);
      if (stop === BROKEN) return "broken";
      if (stop < 0 && !isLast) return "unfinished";
      if (stop === OPEN) return "broken";
      this.fieldCount += 1;
      if (stop < 0) return this.#finish(bytes, bytes.length, bytes.length);
      if (bytes[stop] === LF) return this.#finish(bytes, stop, stop + 1);
      this.#delimitersInLine += 1;
      field = stop + 1;
    }
  }

  #finish(bytes: Buffer, contentEnd: number, end: number): RowVerdict {
    this.contentEnd = bytes[contentEnd - 1] === CR ? contentEnd - 1 : contentEnd;
    this.end = end;
    if (this.lineBreakCount === 0) return "whole";
    const { columnCount } = this.#grammar;
    const hasWrongCount = columnCount > 0 && this.fieldCount !== columnCount;
    // A first field over several lines rightly leaves all delimiters to the row's last line.
    const endsLikeRow = this.#brokenField > 0 && this.#looksLikeRow();
    return hasWrongCount || this.#hasSwallowedRow || endsLikeRow ? "broken" : "whole";
  }

  /** The offset of the delimiter or line end after an unquoted field. */
  #fieldEnd(bytes: Buffer, field: number): number {
    const { delimiter, quote } = this.#grammar;
    for (let at = field; at < bytes.length; at += 1) {
      const byte = bytes[at];
      if (byte === delimiter || byte === LF) return at;
      if (byte === quote) return BROKEN;
    }
    return NO_LINE_END;
  }

  /** The offset of the delimiter or line end after a quoted field. */
  #closeQuote(bytes: Buffer, field: number): number {
    const { delimiter, quote } = this.#grammar;
    let at = field + 1;
    for (; at < bytes.length; at += 1) {
      const byte = bytes[at];
      if (byte === LF) this.#breakLine();
      else if (byte === delimiter) this.#delimitersInLine += 1;
      else if (byte === quote) {
        if (bytes[at + 1] !== quote) break;
        at += 1;
      }
    }
    return at < bytes.length ? this.#afterQuote(bytes, at + 1) : OPEN;
  }

  #afterQuote(bytes: Buffer, at: number): number {
    const next = bytes[at];
    if (next === undefined) return NO_LINE_END;
    if (next === this.#grammar.delimiter || next === LF) return at;
    if (next !== CR) return BROKEN;
    if (at + 1 >= bytes.length) return NO_LINE_END;
    return bytes[at + 1] === LF ? at + 1 : BROKEN;
  }

  #breakLine(): void {
    if (this.lineBreakCount > 0 && this.#looksLikeRow()) this.#hasSwallowedRow = true;
    this.lineBreakCount += 1;
    this.#brokenField = this.fieldCount;
    this.#delimitersInLine = 0;
  }

  /** Whether the last line walked has as many delimiters as a row of its own. */
  #looksLikeRow(): boolean {
    const { columnCount } = this.#grammar;
    return columnCount >= TELLING_COLUMNS_MIN && this.#delimitersInLine === columnCount - 1;
  }
}
