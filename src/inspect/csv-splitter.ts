/** A row of a delimited file, with the line it begins in. */
export interface SplitRow {
  readonly line: number;
  readonly fields: readonly string[];
}

/**
 * Splits the text of a delimited file into rows, piece by piece. A quote counts where a field
 * begins with it; line ends within quotes belong to the field. Blank lines are counted.
 */
export class CsvSplitter {
  blankLines = 0;
  readonly #delimiter: string;
  readonly #quote: string;
  readonly #onRow: (row: SplitRow) => void;
  #fields: string[] = [];
  #field = "";
  #state: "start" | "plain" | "quoted" | "closed" = "start";
  #line = 1;
  #firstLine = 1;
  #hasCr = false;

  constructor(delimiter: string, quote: string, onRow: (row: SplitRow) => void) {
    this.#delimiter = delimiter;
    this.#quote = quote;
    this.#onRow = onRow;
  }

  push(text: string): void {
    let from = 0;
    for (let at = 0; at < text.length; at += 1) {
      const sign = text.charAt(at);
      const isEnd = sign === "\n" || sign === "\r";
      if (!isEnd && sign !== this.#delimiter && sign !== this.#quote) {
        if (this.#state === "start") this.#state = "plain";
        this.#hasCr = false;
        continue;
      }
      this.#field += text.slice(from, at);
      from = at + 1;
      this.#take(sign, isEnd);
    }
    this.#field += text.slice(from);
  }

  end(): void {
    if (this.#field !== "" || this.#fields.length > 0 || this.#state !== "start") this.#endRow();
  }

  #take(sign: string, isEnd: boolean): void {
    const isSecond = sign === "\n" && this.#hasCr;
    this.#hasCr = sign === "\r";
    if (isEnd && !isSecond) this.#line += 1;
    if (sign === this.#quote) return this.#takeQuote(sign);
    if (this.#state === "quoted") this.#field += sign;
    else if (isEnd) {
      if (!isSecond) this.#endRow();
      else this.#firstLine = this.#line;
    } else this.#endField();
  }

  #takeQuote(sign: string): void {
    if (this.#state === "start") this.#state = "quoted";
    else if (this.#state === "quoted") this.#state = "closed";
    else {
      // A doubled quote is one; any other within a field is text.
      if (this.#state === "closed") this.#state = "quoted";
      this.#field += sign;
    }
  }

  #endField(): void {
    this.#fields.push(this.#field);
    this.#field = "";
    this.#state = "start";
  }

  #endRow(): void {
    const isBlank = this.#fields.length === 0 && this.#field.trim() === "";
    this.#endField();
    if (isBlank) this.blankLines += 1;
    else this.#onRow({ line: this.#firstLine, fields: this.#fields });
    this.#fields = [];
    this.#firstLine = this.#line;
  }
}
