import { ContentScanner } from "./content-scanner.ts";
import type { FontDecoders } from "./shown-text.ts";
import type { CodeDecoder } from "../fonts/to-unicode.ts";

/** What bytes are to a content stream (ISO 32000-1, 7.2.2): 1 ends a word. */
const ENDS_WORD = new Uint8Array(256);
for (const byte of Buffer.from("\0\t\n\f\r ()<>[]{}/%", "latin1")) ENDS_WORD[byte] = 1;

const [OPENS, CLOSES, ESCAPES, RETURN] = [0x28, 0x29, 0x5c, 0x0d];
const [LESS, GREATER, SLASH] = [0x3c, 0x3e, 0x2f];
const [CAPITAL_B, CAPITAL_I, CAPITAL_T, SMALL_F, SMALL_R] = [0x42, 0x49, 0x54, 0x66, 0x72];

const SET_FONT = Buffer.from(" Tf\n", "latin1");
const NO_ASCII = 0x80_80_80_80;
const WORD_BYTES = 4;
const BLOCK_WORDS = 4;
const BLOCK_BYTES = BLOCK_WORDS * WORD_BYTES;

/**
 * Records for every font which of its codes the content shows, whatever text they stand for. A
 * scanner of its own, because one runs over every page: it looks for strings, for `Tf` and for
 * inline images, and skips everything else byte by byte. Strings of property lists are not shown.
 * Most pages are not even read like that: if all fonts have printable ASCII under its own codes,
 * and the grammar found only pairs of bytes beside ASCII in strings, only these pairs are looked
 * for.
 */
export class ShownCodes {
  readonly #decoders: FontDecoders;
  /** Whether ASCII has one-byte codes in all fonts, and everything else two-byte codes. */
  readonly #arePaired: boolean;
  #content: Buffer = Buffer.alloc(0);
  #at = 0;
  #decoder: CodeDecoder | undefined;
  /** Where the next font is set: `#decoder` is in force for pairs up to there. */
  #fontEnd = 0;

  /**
   * `hasAscii` is whether every font has all of printable ASCII, each character under its own code.
   */
  constructor(decoders: FontDecoders, hasAscii: boolean) {
    this.#decoders = decoders;
    this.#arePaired = hasAscii && [...decoders.values()].every((decoder) => decoder.arePaired());
  }

  /** `isPaired` is whether the page has only strings of `PAIRED_LITERAL`. */
  note(content: Buffer, isPaired: boolean): void {
    this.#content = content;
    if (isPaired && this.#arePaired) this.#pairs(content);
    else this.#strings(content);
  }

  /** Looks at sixteen bytes at once, as few pages have many of these pairs. */
  #pairs(content: Buffer): void {
    const { byteOffset, length } = content;
    const isAligned = byteOffset % WORD_BYTES === 0;
    const { buffer, byteOffset: start } = isAligned ? content : new Uint8Array(content);
    const words = new Uint32Array(buffer, start, (length >> 4) * BLOCK_WORDS);
    let at = 0;
    this.#fontEnd = 0;
    for (let index = 0; index < words.length; index += BLOCK_WORDS) {
      if (isAsciiBlock(words, index)) continue;
      const blockAt = index * WORD_BYTES;
      at = this.#pairsIn(content, Math.max(at, blockAt), blockAt + BLOCK_BYTES);
    }
    this.#pairsIn(content, Math.max(at, words.length * WORD_BYTES), length);
  }

  /**
   * Records the pairs that begin from `start` to before `end`. Returns where the last one ends, 0
   * if there is none.
   */
  #pairsIn(content: Buffer, start: number, end: number): number {
    let last = 0;
    for (let at = start; at < end; at += 1) {
      const lead = content[at] ?? 0;
      if (lead < 0x80) continue;
      if (at >= this.#fontEnd) this.#setFontAt(at);
      at += 1;
      if (content[at] === ESCAPES) at += 1;
      const byte = content[at] ?? 0;
      const isReturn = byte === SMALL_R && content[at - 1] === ESCAPES;
      this.#decoder?.useCode((lead << 8) | (isReturn ? RETURN : byte));
      last = at + 1;
    }
    return last;
  }

  /**
   * Set by the last operator before a place. No string of pairs contains one: an end of line can
   * only be the second byte of a pair there, and the end of an operator follows a letter.
   */
  #setFontAt(at: number): void {
    const content = this.#content;
    this.#setFont(content.lastIndexOf(SET_FONT, at) + 1);
    const next = content.indexOf(SET_FONT, at);
    this.#fontEnd = next < 0 ? content.length : next;
  }

  #strings(content: Buffer): void {
    this.#decoder = undefined;
    const { length } = content;
    for (let at = 0; at < length; at += 1) {
      const byte = content[at] ?? 0;
      if (byte > CAPITAL_T) continue;
      if (byte !== OPENS && byte !== LESS && byte !== CAPITAL_T && byte !== CAPITAL_B) continue;
      this.#at = at;
      if (byte === OPENS) this.#string();
      else if (byte === LESS) this.#angle();
      else this.#operator(byte);
      at = this.#at - 1;
    }
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

  /** Named before the size, before the operator. */
  #setFont(start: number): void {
    this.#decoder = this.#decoders.get(nameBefore(this.#content, start));
  }

  #passImage(start: number): void {
    const scanner = new ContentScanner(this.#content, start);
    scanner.next();
    this.#at = Math.max(this.#at, scanner.at);
  }

  /** A string in parentheses; one with escapes is left to the full scanner. */
  #string(): void {
    const content = this.#content;
    const start = this.#at + 1;
    for (let at = start; at < content.length; at += 1) {
      const byte = content[at] ?? 0;
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

  /** A string in hex, or a dictionary, whose strings are not shown. */
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

/** Without lists of the words: before it is compiled, those cost more than all else here. */
function isAsciiBlock(words: Uint32Array, index: number): boolean {
  const first = (words[index] ?? 0) | (words[index + 1] ?? 0);
  const second = (words[index + 2] ?? 0) | (words[index + 3] ?? 0);
  return ((first | second) & NO_ASCII) === 0;
}

/** The name of the font, which precedes its size before an operator. */
function nameBefore(content: Buffer, at: number): string {
  const slash = content.lastIndexOf(SLASH, at);
  let end = slash + 1;
  while (ENDS_WORD[content[end] ?? 0] === 0) end += 1;
  return content.toString("latin1", slash + 1, end);
}

/** The operands in these bytes. */
function operandsOf(bytes: Buffer): ContentScanner["operands"] {
  const scanner = new ContentScanner(Buffer.concat([bytes, Buffer.from(" Tj")]));
  scanner.next();
  return scanner.operands;
}

/** The place after the parenthesis that closes the one before `start`. */
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
