import { byteAt } from "./cells.ts";

/**
 * The modes of characters: capitals, small letters, control characters and signs, punctuation,
 * digits. Bytes are a shift from one of the first three.
 */
export const UPPER = 0;
const LOWER = 1;
const MIXED = 2;
const PUNCTUATION = 3;
const DIGIT = 4;
export const MODES = 5;
export const BYTE_MODES = 3;

/** The code that shifts to bytes, in modes that have it. */
export const BYTE_SHIFT = 31;
const PUNCTUATION_SHIFT = 0;
/** The codes that shift to a capital. */
const CAPITAL_SHIFTS: readonly (number | undefined)[] = [undefined, 28, undefined, undefined, 15];

/** Characters by their codes from the one given (ISO/IEC 24778, Table 2). */
const CHARACTERS: readonly (readonly [first: number, characters: string])[] = [
  [1, " ABCDEFGHIJKLMNOPQRSTUVWXYZ"],
  [1, " abcdefghijklmnopqrstuvwxyz"],
  [1, " \x01\x02\x03\x04\x05\x06\x07\b\t\n\v\f\r\x1b\x1c\x1d\x1e\x1f@\\^_`|~\x7f"],
  [6, "!\"#$%&'()*+,-./:;<=>?[]{}"],
  [1, " 0123456789,."],
];
const LONE_RETURN = 1;
/** Two characters in one code of punctuation. */
const PAIRS = ["\r\n", ". ", ", ", ": "];
const FIRST_PAIR = 2;

/** `LATCHES[from][to]`: the codes that lead from a mode to another. */
const LATCHES: readonly (readonly (readonly number[])[])[] = [
  [[], [28], [29], [29, 30], [30]],
  [[30, 14], [], [29], [29, 30], [30]],
  [[29], [28], [], [30], [29, 30]],
  [[31], [31, 28], [31, 29], [], [31, 30]],
  [[14], [14, 28], [14, 29], [14, 29, 30], []],
];

export interface AztecCode {
  readonly value: number;
  readonly bits: number;
}

function codeIn(mode: number, value: number): AztecCode {
  return { value, bits: mode === DIGIT ? 4 : 5 };
}

/** Where a code of a latch leads. */
function latchedMode(mode: number, code: number): number {
  if (mode === DIGIT || mode === PUNCTUATION) return UPPER;
  if (code === 28) return LOWER;
  if (code === 29) return mode === MIXED ? UPPER : MIXED;
  return mode === MIXED ? PUNCTUATION : DIGIT;
}

/** The codes that lead from a mode to another. */
export function latchCodes(from: number, to: number): readonly AztecCode[] {
  let mode = from;
  return (LATCHES[from]?.[to] ?? []).map((value) => {
    const code = codeIn(mode, value);
    mode = latchedMode(mode, value);
    return code;
  });
}

/** Codes of bytes by mode; 0 is no character's. */
const CODES = new Uint8Array(MODES * 256);
for (const [mode, [first, characters]] of CHARACTERS.entries())
  for (const [index, character] of Array.from(characters).entries())
    CODES[mode * 256 + character.charCodeAt(0)] = first + index;
CODES[PUNCTUATION * 256 + 0x0d] = LONE_RETURN;

/** The code of two bytes that are one in punctuation; 0 if they are not. */
export function pairCode(first: number, second: number): number {
  if (second !== 0x20 && second !== 0x0a) return 0;
  const index = PAIRS.indexOf(String.fromCharCode(first, second));
  return index < 0 ? 0 : index + FIRST_PAIR;
}

/** The codes of a byte, or of a pair, that lead from a mode to another; none if there is no way. */
export function characterCodes(
  from: number,
  to: number,
  byte: number,
  pair: number,
): readonly AztecCode[] {
  const value = pair > 0 ? (to === PUNCTUATION ? pair : 0) : byteAt(CODES, to * 256 + byte);
  if (value > 0) return [...latchCodes(from, to), codeIn(to, value)];
  if (from !== to || from === PUNCTUATION) return [];
  const once = pair > 0 ? pair : byteAt(CODES, PUNCTUATION * 256 + byte);
  if (once > 0) return [codeIn(from, PUNCTUATION_SHIFT), codeIn(PUNCTUATION, once)];
  const shift = CAPITAL_SHIFTS[from];
  const capital = byteAt(CODES, UPPER * 256 + byte);
  return shift === undefined || capital === 0 ? [] : [codeIn(from, shift), codeIn(UPPER, capital)];
}

const bitsOf = (codes: readonly AztecCode[]): number =>
  codes.reduce((sum, { bits }) => sum + bits, 0);

/** Bits of `characterCodes` of single bytes, and of pairs; 0 is no way. */
interface WayBits {
  readonly ofCharacters: Uint8Array;
  readonly ofPairs: Uint8Array;
  readonly ofLatches: Uint8Array;
}

let wayBits: WayBits | undefined;

/** Worked out for the first symbol: few runs have any. */
function bitsOfWays(): WayBits {
  if (wayBits !== undefined) return wayBits;
  const ofCharacters = new Uint8Array(MODES * MODES * 256);
  const ofPairs = new Uint8Array(MODES * MODES);
  const ofLatches = new Uint8Array(MODES * MODES);
  for (let from = 0; from < MODES; from += 1)
    for (let to = 0; to < MODES; to += 1) {
      const way = from * MODES + to;
      for (let byte = 0; byte < 256; byte += 1)
        ofCharacters[way * 256 + byte] = bitsOf(characterCodes(from, to, byte, 0));
      ofPairs[way] = bitsOf(characterCodes(from, to, 0, FIRST_PAIR));
      ofLatches[way] = bitsOf(latchCodes(from, to));
    }
  wayBits = { ofCharacters, ofPairs, ofLatches };
  return wayBits;
}

/** How many bits `characterCodes` takes. */
export function characterBits(from: number, to: number, byte: number): number {
  return byteAt(bitsOfWays().ofCharacters, (from * MODES + to) * 256 + byte);
}

export function pairBits(from: number, to: number): number {
  return byteAt(bitsOfWays().ofPairs, from * MODES + to);
}

export function latchBits(from: number, to: number): number {
  return byteAt(bitsOfWays().ofLatches, from * MODES + to);
}
