import { ContentScanner } from "./content-scanner.ts";
import type { FontDecoders } from "./shown-text.ts";
import type { CodeDecoder } from "./to-unicode.ts";

/** What bytes are to a content stream (ISO 32000-1, 7.2.2): 1 ends a word. */
const ENDS_WORD = new Uint8Array(256);
for (const byte of Buffer.from("\0\t\n\f\r ()<>[]{}/%", "latin1")) ENDS_WORD[byte] = 1;

const [OPENS, CLOSES, ESCAPES, RETURN] = [0x28, 0x29, 0x5c, 0x0d];
const [LESS, GREATER, SLASH] = [0x3c, 0x3e, 0x2f];
const [CAPITAL_B, CAPITAL_I, CAPITAL_T, SMALL_F] = [0x42, 0x49, 0x54, 0x66];

const HIGH_BITS = 0x80808080 | 0;
const SETS_FONT = Buffer.from(" Tf", "latin1");

/** The widths of the glyphs that each font has, by code. */
export type FontWidths = ReadonlyMap<string, ReadonlyMap<number, number>>;

/**
 * Notes for every font which of its codes content shows, whatever text stands for them. A scanner
 * of its own, as one runs over every page: it looks for strings, for `Tf` and for inline images,
 * and passes over all else byte by byte. Strings of property lists are not shown. Most pages are
 * passed over by four bytes at once: where all fonts have all of printable ASCII under its own
 * codes, only bytes beyond ASCII can name a glyph that is not there.
 */
export class ShownCodes {
  readonly #decoders: FontDecoders;
  readonly #widths: FontWidths;
  readonly #hasAscii: boolean;
  #content: Buffer = Buffer.alloc(0);
  #at = 0;
  #decoder: CodeDecoder | undefined;

  constructor(decoders: FontDecoders, widths: FontWidths, hasAscii: boolean) {
    this.#decoders = decoders;
    this.#widths = widths;
    this.#hasAscii = hasAscii;
  }

  note(content: Buffer): void {
    if (this.#hasAscii && this.#hasAllWide(content)) return;
    this.#content = content;
    this.#decoder = undefined;
    const { length } = content;
    for (let at = 0; at < length; at += 1) {
      const byte = content[at] as number;
      if (byte > CAPITAL_T) continue;
      if (byte !== OPENS && byte !== LESS && byte !== CAPITAL_T && byte !== CAPITAL_B) continue;
      this.#at = at;
      if (byte === OPENS) this.#string();
      else if (byte === LESS) this.#angle();
      else this.#operator(byte);
      at = this.#at - 1;
    }
  }

  /**
   * Whether all that can be a code of two bytes is in the font that was set before it. Where that
   * is not sure, for it might be other bytes than codes, the page is to be read in full.
   */
  #hasAllWide(content: Buffer): boolean {
    const words = wordsOf(content);
    if (words === undefined) return false;
    let [done, fontAt] = [0, content.indexOf(SETS_FONT)];
    let widths: ReadonlyMap<number, number> | undefined;
    for (let word = 0; word * 4 < content.length; word += 1) {
      if (word < words.length && ((words[word] as number) & HIGH_BITS) === 0) continue;
      for (let at = Math.max(done, word * 4); at < Math.min(word * 4 + 4, content.length);) {
        const first = content[at] as number;
        if (first < 0x80) {
          at += 1;
          continue;
        }
        for (; fontAt >= 0 && fontAt < at; fontAt = content.indexOf(SETS_FONT, fontAt + 1))
          widths = this.#widths.get(nameBefore(content, fontAt));
        const second = content[at + 1] as number;
        if (second === ESCAPES || widths?.has((first << 8) | second) !== true) return false;
        at += 2;
        done = at;
      }
    }
    return true;
  }

  #operator(first: number): void {
    const content = this.#content;
    const start = this.#at;
    this.#at += 1;
    const second = content[start + 1];
    const isAlone =
      ENDS_WORD[content[start - 1] ?? 0] === 1 && ENDS_WORD[content[start + 2] ?? 0] === 1;
    if (!isAlone) return;
    if (first === CAPITAL_T && second === SMALL_F) this.#setFont(start);
    else if (first === CAPITAL_B && second === CAPITAL_I) this.#passImage(start);
  }

  /** By the name before the size before the operator. */
  #setFont(start: number): void {
    this.#decoder = this.#decoders.get(nameBefore(this.#content, start));
  }

  #passImage(start: number): void {
    const scanner = new ContentScanner(this.#content, start);
    scanner.next();
    this.#at = Math.max(this.#at, scanner.at);
  }

  /** A string in parentheses; one that has escapes is left to the full scanner. */
  #string(): void {
    const content = this.#content;
    const start = this.#at + 1;
    for (let at = start; at < content.length; at += 1) {
      const byte = content[at] as number;
      if (byte === CLOSES) {
        this.#decoder?.use(content, start, at);
        this.#at = at + 1;
        return;
      }
      if (byte === ESCAPES || byte === OPENS || byte === RETURN) break;
    }
    this.#escaped(start);
  }

  #escaped(start: number): void {
    const end = endOfLiteral(this.#content, start);
    const [operand] = operandsOf(this.#content.subarray(start - 1, end));
    if (operand instanceof Uint8Array) this.#decoder?.use(operand, 0, operand.length);
    this.#at = end;
  }

  /** A string in hex, or a dictionary, none of whose strings is shown. */
  #angle(): void {
    const content = this.#content;
    if (content[this.#at + 1] !== LESS) {
      const end = content.indexOf(GREATER, this.#at);
      const [operand] = operandsOf(content.subarray(this.#at, end + 1));
      if (operand instanceof Uint8Array) this.#decoder?.use(operand, 0, operand.length);
      this.#at = end < 0 ? content.length : end + 1;
      return;
    }
    let at = this.#at + 2;
    while (at < content.length && !(content[at] === GREATER && content[at + 1] === GREATER))
      at = content[at] === OPENS ? endOfLiteral(content, at + 1) : at + 1;
    this.#at = at + 2;
  }
}

/** The font's name, which stands before its size before an operator. */
function nameBefore(content: Buffer, at: number): string {
  const slash = content.lastIndexOf(SLASH, at);
  let end = slash + 1;
  while (ENDS_WORD[content[end] ?? 0] === 0) end += 1;
  return content.toString("latin1", slash + 1, end);
}

/** Four bytes each; undefined where the content does not begin on a border of four. */
function wordsOf({ buffer, byteOffset, length }: Buffer): Uint32Array | undefined {
  return byteOffset % 4 === 0 ? new Uint32Array(buffer, byteOffset, length >> 2) : undefined;
}

/** What stands in these bytes before an operator. */
function operandsOf(bytes: Buffer): ContentScanner["operands"] {
  const scanner = new ContentScanner(Buffer.concat([bytes, Buffer.from(" Tj")]));
  scanner.next();
  return scanner.operands;
}

/** Behind the parenthesis that closes the one before `start`. */
function endOfLiteral(content: Buffer, start: number): number {
  let depth = 1;
  for (let at = start; at < content.length; at += 1) {
    const byte = content[at];
    if (byte === ESCAPES) at += 1;
    else if (byte === OPENS) depth += 1;
    else if (byte === CLOSES) depth -= 1;
    if (depth === 0) return at + 1;
  }
  return content.length;
}
