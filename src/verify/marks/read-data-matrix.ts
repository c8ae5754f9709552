import type { MarkMask } from "./mark-mask.ts";
import { byteAt } from "./mark-bytes.ts";
import { type MatrixLayout, matrixLayout } from "./matrix-layout.ts";

const FIELD_POLYNOMIAL = 0x12d;
const CODEWORDS_MAX = 288;

/** Codewords of ASCII encodation (ISO/IEC 16022, Table 2). */
const PAD = 129;
const FIRST_PAIR = 130;
const LAST_PAIR = 229;
const UPPER_SHIFT = 235;

// A thread reads one symbol at a time, so its working memory is kept.
const codewords = new Uint8Array(CODEWORDS_MAX);

/**
 * The text of a square Data Matrix symbol, ECC 200, of 10 to 52 modules and in ASCII encodation
 * (ISO/IEC 16022). The mask shows it without a quiet zone, one column per module. Undefined if it
 * is not perfect: error correction is for damage after printing, so none is done here, and each
 * module must be as the text demands.
 */
export function readDataMatrix(mask: MarkMask): string | undefined {
  const layout = mask.columns === mask.rows ? matrixLayout(mask.columns) : undefined;
  if (layout === undefined || mask.bits.length !== layout.bytes) return undefined;
  if (!hasFinder(mask.bits, layout)) return undefined;
  takeCodewords(mask.bits, layout.places);
  return isSound(layout) ? textOf(layout.dataCodewords) : undefined;
}

function hasFinder(bits: Uint8Array, { bytes, fixedBits, fixedInk }: MatrixLayout): boolean {
  for (let at = 0; at < bytes; at += 1)
    if ((byteAt(bits, at) & byteAt(fixedBits, at)) !== fixedInk[at]) return false;
  return true;
}

function takeCodewords(bits: Uint8Array, places: Uint16Array): void {
  let codeword = 0;
  let at = 0;
  for (const place of places) {
    codeword = (codeword << 1) | ((byteAt(bits, place >> 3) >> (place & 7)) & 1);
    if ((at & 7) === 7) {
      codewords[at >> 3] = codeword;
      codeword = 0;
    }
    at += 1;
  }
}

/** Whether all syndromes are zero: the polynomial of each block has the roots 2, 4, 8 ... */
function isSound({ dataCodewords, checkCodewords, blocks }: MatrixLayout): boolean {
  const count = dataCodewords + checkCodewords;
  for (let power = 1; power <= checkCodewords / blocks; power += 1) {
    const times = timesPowerOfTwo(power);
    for (let block = 0; block < blocks; block += 1) {
      let value = 0;
      for (let at = block; at < count; at += blocks)
        value = byteAt(times, value) ^ byteAt(codewords, at);
      if (value !== 0) return false;
    }
  }
  return true;
}

const powers: Uint8Array[] = [Uint8Array.from({ length: 256 }, (_, value) => value)];

/** Every element of the field GF(256) with the polynomial 0x12D, times a power of two. */
function timesPowerOfTwo(power: number): Uint8Array {
  const known = powers[power];
  if (known !== undefined) return known;
  const times = timesPowerOfTwo(power - 1).map((value) =>
    value < 0x80 ? value << 1 : (value << 1) ^ FIELD_POLYNOMIAL,
  );
  powers[power] = times;
  return times;
}

/** Data codewords as text, or undefined if they are not ASCII encodation with correct padding. */
function textOf(count: number): string | undefined {
  let text = "";
  for (let at = 0; at < count; at += 1) {
    const codeword = byteAt(codewords, at);
    if (codeword === PAD) return isPadding(at + 1, count) ? text : undefined;
    if (codeword >= 1 && codeword <= 128) text += String.fromCharCode(codeword - 1);
    else if (codeword >= FIRST_PAIR && codeword <= LAST_PAIR) text += pair(codeword - FIRST_PAIR);
    else if (codeword === UPPER_SHIFT) {
      at += 1;
      const shifted = at < count ? byteAt(codewords, at) : 0;
      if (shifted < 1 || shifted > 128) return undefined;
      text += String.fromCharCode(shifted + 127);
    } else return undefined;
  }
  return text;
}

function pair(value: number): string {
  return value < 10 ? `0${value}` : String(value);
}

/** The pads after the first are scrambled by their places (the 253-state algorithm, B.1). */
function isPadding(from: number, count: number): boolean {
  for (let at = from; at < count; at += 1) {
    const scrambled = PAD + ((149 * (at + 1)) % 253) + 1;
    if (codewords[at] !== (scrambled > 254 ? scrambled - 254 : scrambled)) return false;
  }
  return true;
}
