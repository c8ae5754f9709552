import { limits } from "../../base/limits.ts";
import { utf8Text } from "../../base/utf8-text.ts";
import type { FileWindow } from "../files/file-window.ts";

export const QUOTE = 0x22;
export const COMMA = 0x2c;
export const COLON = 0x3a;
const BACKSLASH = 0x5c;
/** `{` and `[` differ in only one bit, and so do `}` and `]`. */
const CASE_BIT = 0x20;
const OPENING = 0x7b;
const CLOSING = 0x7d;

/** The file ends within a value. */
export class JsonEndsEarly extends Error {
  override readonly name = "JsonEndsEarly";
}

/**
 * Walks the structure of JSON text (RFC 8259) byte by byte: it knows strings, escapes and nesting,
 * and leaves the contents of values to `JSON.parse`.
 */
export class JsonWalker {
  /** File offset of the next byte. */
  at: number;
  readonly #window: FileWindow;
  #keepFrom = -1;

  constructor(window: FileWindow) {
    this.#window = window;
    this.at = window.base;
  }

  /** The next byte, or -1 at the end of the range. */
  peek(): number {
    const index = this.at - this.#window.base;
    if (index < this.#window.bytes.length) return this.#window.bytes[index] as number;
    return this.#refill() ? this.peek() : -1;
  }

  /** Goes past white space; returns the byte after it, or -1. */
  skipSpace(): number {
    for (;;) {
      const byte = this.peek();
      if (byte !== 32 && byte !== 10 && byte !== 13 && byte !== 9) return byte;
      this.at += 1;
    }
  }

  /** Goes past white space and commas; returns the byte after them, or -1. */
  skipSeparators(): number {
    while (this.skipSpace() === COMMA) this.at += 1;
    return this.peek();
  }

  /** Goes past a value while keeping no more than a record's worth of bytes in hand. */
  skipValue(): void {
    this.#keepFrom = this.at;
    const byte = this.peek();
    if (byte === QUOTE) this.#skipString();
    else if ((byte | CASE_BIT) === OPENING) this.#skipNested();
    else this.#skipScalar();
    this.#keepFrom = -1;
  }

  /** Reads a member's name with its quotes and goes past it; undefined if it is not a name. */
  readName(): string | undefined {
    const start = this.at;
    if (this.peek() !== QUOTE) return undefined;
    this.skipValue();
    if (this.at - start > limits.jsonNameBytesMax) return undefined;
    try {
      return String(JSON.parse(this.#window.view(start, this.at).toString("utf8")));
    } catch {
      return undefined;
    }
  }

  /** Goes past a member's name; returns whether it is the given one, quotes included. */
  passName(quoted: Uint8Array): boolean {
    const start = this.at;
    this.skipValue();
    const { bytes, base } = this.#window;
    let isSame = this.at - start === quoted.length;
    for (let offset = start; offset < this.at; offset += 1) {
      const byte = bytes[offset - base];
      if (byte === BACKSLASH) return this.#isEscapedName(start, quoted);
      if (byte !== quoted[offset - start]) isSame = false;
    }
    return isSame;
  }

  #isEscapedName(start: number, quoted: Uint8Array): boolean {
    this.at = start;
    const name = this.readName();
    return name !== undefined && name === JSON.parse(utf8Text(quoted));
  }

  #skipNested(): void {
    let depth = 0;
    for (;;) {
      const { bytes, base } = this.#window;
      let index = this.at - base;
      while (index < bytes.length) {
        const byte = bytes[index] as number;
        index += 1;
        if (byte === QUOTE) {
          this.at = base + index - 1;
          this.#skipString();
          if (this.#window.bytes !== bytes) break;
          index = this.at - base;
        } else if ((byte | CASE_BIT) === OPENING) depth += 1;
        else if ((byte | CASE_BIT) === CLOSING) {
          depth -= 1;
          this.at = base + index;
          if (depth === 0) return;
        }
      }
      if (this.#window.bytes !== bytes) continue;
      this.at = base + index;
      if (!this.#refill()) throw new JsonEndsEarly();
    }
  }

  /**
   * Goes from the opening quote to past the closing one. An escape may step over a window's end.
   */
  #skipString(): void {
    this.at += 1;
    for (;;) {
      const { bytes, base } = this.#window;
      let index = this.at - base;
      while (index < bytes.length) {
        const byte = bytes[index];
        index += 1;
        if (byte === QUOTE) {
          this.at = base + index;
          return;
        }
        if (byte === BACKSLASH) index += 1;
      }
      this.at = base + index;
      if (!this.#refill()) throw new JsonEndsEarly();
    }
  }

  #skipScalar(): void {
    for (;;) {
      const byte = this.peek();
      const isEnd = byte < 0 || byte === COMMA || (byte | CASE_BIT) === CLOSING;
      if (isEnd || byte === 32 || byte === 10 || byte === 13 || byte === 9) return;
      this.at += 1;
    }
  }

  /** Reads on, keeping the value being walked unless it is too large for a record. */
  #refill(): boolean {
    if (this.#window.reachesEnd) return false;
    const windowEnd = this.#window.base + this.#window.bytes.length;
    const isKept = this.#keepFrom >= 0 && windowEnd - this.#keepFrom <= limits.recordBytesMax;
    this.#window.slide(isKept ? this.#keepFrom : Math.min(this.at, windowEnd));
    return true;
  }
}
