import { byteAt } from "./cells.ts";

/** The sub-modes of text compaction: capitals, small letters, figures and signs, punctuation. */
export const SUBMODES = 4;
export const ALPHA = 0;
const LOWER = 1;
const PUNCTUATION = 3;

const NO_VALUE = 255;
/** Values below these say what follows (ISO/IEC 15438, Table 3). */
const TO_PUNCTUATION_ONCE = 29;
const TO_ALPHA_ONCE = 27;

const CHARACTERS = [
  "ABCDEFGHIJKLMNOPQRSTUVWXYZ ",
  "abcdefghijklmnopqrstuvwxyz ",
  "0123456789&\r\t,:#-.$/+%*=^\0 ",
  ";<>@[\\]_`~!\r\t,:\n-.$/\"|*()?{}'",
];
/** `LATCHES[from][to]`: the values that lead from a sub-mode to another. */
const LATCHES: readonly (readonly (readonly number[])[])[] = [
  [[], [27], [28], [28, 25]],
  [[28, 28], [], [28], [28, 25]],
  [[28], [27], [], [25]],
  [[29], [29, 27], [29, 28], []],
];

/** Values of bytes by sub-mode. */
const VALUES = new Uint8Array(SUBMODES * 256).fill(NO_VALUE);
for (const [submode, characters] of CHARACTERS.entries())
  for (const [value, character] of Array.from(characters).entries())
    if (character !== "\0") VALUES[submode * 256 + character.charCodeAt(0)] = value;

/** How many values a byte takes from one sub-mode to another; 0 where that is no way. */
let lengths: Uint8Array | undefined;

/** Worked out for the first symbol: few runs have any. */
function valueCounts(): Uint8Array {
  if (lengths !== undefined) return lengths;
  lengths = new Uint8Array(SUBMODES * SUBMODES * 256);
  for (let from = 0; from < SUBMODES; from += 1)
    for (let to = 0; to < SUBMODES; to += 1)
      for (let byte = 0; byte < 256; byte += 1)
        lengths[(from * SUBMODES + to) * 256 + byte] = textValues(from, to, byte).length;
  return lengths;
}

/** How many values `textValues` gives. */
export function textLength(from: number, to: number, byte: number): number {
  return byteAt(valueCounts(), (from * SUBMODES + to) * 256 + byte);
}

export function hasTextValue(byte: number): boolean {
  for (let submode = 0; submode < SUBMODES; submode += 1)
    if (byteAt(VALUES, submode * 256 + byte) !== NO_VALUE) return true;
  return false;
}

/** The values of a byte that lead from one sub-mode to another; none where that is no way. */
export function textValues(from: number, to: number, byte: number): readonly number[] {
  const value = byteAt(VALUES, to * 256 + byte);
  if (value !== NO_VALUE) return [...(LATCHES[from]?.[to] ?? []), value];
  if (from !== to || from === PUNCTUATION) return [];
  const once = byteAt(VALUES, PUNCTUATION * 256 + byte);
  if (once !== NO_VALUE) return [TO_PUNCTUATION_ONCE, once];
  const capital = byteAt(VALUES, ALPHA * 256 + byte);
  return from === LOWER && capital !== NO_VALUE ? [TO_ALPHA_ONCE, capital] : [];
}
