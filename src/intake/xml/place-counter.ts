const BREAK = /\r\n?|\n/g;
const LOW_SURROGATES = /[\udc00-\udfff]/g;

/** Line, column and byte of a place that moves on through a text, which comes in pieces. */
export class PlaceCounter {
  /** 1-based. */
  line = 1;
  /** Characters, not UTF-16 units, since the line began. */
  column = 0;
  /** Bytes of the file before the place; 0 where its encoding does not tell. */
  byteOffset = 0;
  #bytesOf: ((text: string) => number) | undefined;
  #text = "";
  #at = 0;
  #hasReturns = false;
  #nextLine = 0;

  /** Counts bytes, too, if the size of a text in the file's encoding can be told. */
  countBytes(bytesOf: ((text: string) => number) | undefined, markBytes: number): void {
    this.#bytesOf = bytesOf;
    this.byteOffset = bytesOf === undefined ? 0 : markBytes;
  }

  /** The size of a text in the file; 0 if that cannot be told. */
  bytesOf(text: string): number {
    return this.#bytesOf?.(text) ?? 0;
  }

  /** The text in hand from now on, which begins at the place. */
  begin(text: string): void {
    this.#text = text;
    this.#at = 0;
    this.#hasReturns = text.includes("\r");
    this.#findNextLine(0);
  }

  /** Moves on to an index in the text; what lies behind has been counted already. */
  moveTo(index: number): void {
    const to = Math.min(index, this.#text.length);
    if (to <= this.#at) return;
    this.byteOffset += this.bytesOf(this.#text.slice(this.#at, to));
    let lineStart = this.#at;
    while (this.#nextLine <= to) {
      this.line += 1;
      this.column = 0;
      lineStart = this.#nextLine;
      this.#findNextLine(lineStart);
    }
    this.column += charactersIn(this.#text.slice(lineStart, to));
    this.#at = to;
  }

  /** Finds where the next line begins. */
  #findNextLine(from: number): void {
    if (!this.#hasReturns) {
      const lineFeed = this.#text.indexOf("\n", from);
      this.#nextLine = lineFeed < 0 ? Number.POSITIVE_INFINITY : lineFeed + 1;
      return;
    }
    BREAK.lastIndex = from;
    const isFound = BREAK.test(this.#text);
    this.#nextLine = isFound ? BREAK.lastIndex : Number.POSITIVE_INFINITY;
  }
}

/** As many as there are Unicode characters. */
function charactersIn(text: string): number {
  return text.length - (text.match(LOW_SURROGATES)?.length ?? 0);
}
