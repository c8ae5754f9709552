import type { SymbolModules } from "../model/barcode.ts";
import { type AztecBits, aztecBits } from "./aztec-text.ts";
import { aztecFrame, darken } from "./aztec-frame.ts";
import { AZTEC_SIZES, type AztecSize } from "./aztec-sizes.ts";
import { byteAt, wordAt } from "./cells.ts";
import { FieldCode } from "./field-code.ts";

/** The fields of codewords and of the mode message by their bits (ISO/IEC 24778, 7.2.3, 7.2.4). */
const POLYNOMIALS: Readonly<Record<number, number>> = {
  4: 0x13,
  6: 0x43,
  8: 0x12d,
  10: 0x409,
  12: 0x1069,
};
/** Check words beyond the percentage asked for. */
const CHECKS_MORE = 3;

const codes = new Map<number, FieldCode>();

/**
 * A text as an Aztec symbol (ISO/IEC 24778) of the smallest size in which a percentage of the
 * codewords is left for error correction, or undefined if none holds it.
 */
export function encodeAztec(text: string, correction: number): SymbolModules | undefined {
  const bits = aztecBits(text);
  for (const size of AZTEC_SIZES) {
    const checks = Math.ceil((size.words * correction) / 100) + CHECKS_MORE;
    const room = Math.min(size.words - checks, size.isCompact ? 64 : 2048);
    if (room * size.wordBits < bits.length) continue;
    const words = stuffedWords(bits, size.wordBits, room);
    if (words !== undefined) return modulesOf(size, words);
  }
  return undefined;
}

function fieldCode(bits: number): FieldCode {
  let code = codes.get(bits);
  if (code === undefined) codes.set(bits, (code = new FieldCode(bits, POLYNOMIALS[bits] ?? 0)));
  return code;
}

/** Bits cut into words of which none is all 0 or all 1; undefined where they are too many. */
function stuffedWords(bits: AztecBits, wordBits: number, most: number): number[] | undefined {
  const words: number[] = [];
  const all = (1 << wordBits) - 1;
  for (let at = 0; at < bits.length;) {
    if (words.length === most) return undefined;
    const word = bitsAt(bits, at, wordBits);
    // The last bit of such a word is changed, and comes again in the next one.
    const isUniform = word >> 1 === 0 || word >> 1 === all >> 1;
    if (isUniform) words.push(word >> 1 === 0 ? 1 : all - 1);
    else words.push(word);
    at += isUniform ? wordBits - 1 : wordBits;
  }
  return words;
}

/** So many bits from a place on; behind the last there are ones. */
function bitsAt({ bytes, length }: AztecBits, from: number, count: number): number {
  let value = 0;
  for (let at = from; at < from + count; at += 1)
    value = (value << 1) | (at < length ? (byteAt(bytes, at >> 3) >> (7 - (at & 7))) & 1 : 1);
  return value;
}

function modulesOf(size: AztecSize, data: readonly number[]): SymbolModules {
  const { side, bits: frame, places, modePlaces } = aztecFrame(size);
  const bits = frame.slice();
  const words = new Int32Array(size.words);
  words.set(data);
  fieldCode(size.wordBits).writeChecks(words, data.length);
  draw(bits, words, size.wordBits, places, size.bits % size.wordBits);
  draw(bits, modeWords(size, data.length), 4, modePlaces, 0);
  return { columns: side, rows: side, bits };
}

/** The number of layers, and of data words, with checks of their own. */
function modeWords({ isCompact, layers }: AztecSize, dataWords: number): Int32Array {
  const [dataCount, count] = isCompact ? [2, 7] : [4, 10];
  const message = ((layers - 1) << (isCompact ? 6 : 11)) | (dataWords - 1);
  const words = new Int32Array(count);
  for (let at = 0; at < dataCount; at += 1)
    words[at] = (message >> (4 * (dataCount - 1 - at))) & 15;
  fieldCode(4).writeChecks(words, dataCount);
  return words;
}

/** Words at their places, after some that stay light. */
function draw(
  bits: Uint8Array,
  words: Int32Array,
  wordBits: number,
  places: Int32Array,
  skipped: number,
): void {
  let at = skipped;
  for (let index = 0; index < words.length; index += 1)
    for (let bit = wordBits - 1; bit >= 0; bit -= 1, at += 1)
      if (((wordAt(words, index) >> bit) & 1) === 1) darken(bits, wordAt(places, at));
}
