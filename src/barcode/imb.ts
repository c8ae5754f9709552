import { assert } from "../base/assert.ts";
import { IMB_BAR_MAP } from "./imb-bar-map.ts";
import { IMB_CHARACTERS } from "./imb-characters.ts";
import { imbCheck } from "./imb-check.ts";
import { checkImb } from "./imb-fields.ts";

export { checkImb, checkMailerId, imbSerialCount, imbTracking } from "./imb-fields.ts";
export type { ImbFault, ImbTrackingFields } from "./imb-fields.ts";

export const IMB_BAR_COUNT = 65;
/** The bit of a bar that reaches up. */
export const IMB_ASCENDER = 1;
/** The bit of a bar that reaches down. */
export const IMB_DESCENDER = 2;

const CHARACTER_COUNT = 10;
const CODEWORDS_BASE = 1365;
const LAST_CODEWORD_BASE = 636;
const CHECK_BIT_OFFSET = 659;
const CHARACTER_MASK = 0x1fff;

// The 102-bit number is kept as five limbs of 22 bits, the highest first: a limb times 10^9 and a
// remainder times 2^22 are both exact in a double.
const LIMB_COUNT = 5;
const LIMB_BASE = 0x40_0000;
const BILLION = 1_000_000_000;

// A thread encodes one symbol at a time, so its working memory is kept.
const limbs = new Float64Array(LIMB_COUNT);
const characters = new Uint16Array(CHARACTER_COUNT);

/**
 * Encodes a tracking code (20 digits) and a routing code (0, 5, 9 or 11 digits) as the 65 bars of
 * an Intelligent Mail barcode, left to right: 0 tracker, 1 ascender, 2 descender, 3 full. The
 * fields must have passed `checkImb`: that is asserted. USPS-B-3200 Rev H, 2.2.
 */
export function encodeImb(tracking: string, routing: string, bars: Uint8Array): void {
  assert(bars.length === IMB_BAR_COUNT, "an Intelligent Mail barcode has 65 bars");
  assert(checkImb(tracking, routing) === undefined, "an Intelligent Mail barcode's fields hold");
  loadNumber(tracking, routing);
  const check = imbCheck(limbs);
  takeCodewords();
  insertCheck(check);
  for (let bar = 0; bar < IMB_BAR_COUNT; bar += 1) bars[bar] = barState(bar);
}

/** Bars as the letters USPS writes them with: T, A, D and F. */
export function barsToLetters(bars: Uint8Array): string {
  let letters = "";
  for (const bar of bars) letters += "TADF".charAt(bar);
  return letters;
}

/** Step 1: routing and tracking as one number, of which the second digit counts to five only. */
function loadNumber(tracking: string, routing: string): void {
  const first = tracking.charCodeAt(0) - 48;
  const second = tracking.charCodeAt(1) - 48;
  const top = (routingOrdinal(routing) * 10 + first) * 5 + second;
  limbs.fill(0);
  limbs[LIMB_COUNT - 2] = Math.floor(top / LIMB_BASE);
  limbs[LIMB_COUNT - 1] = top % LIMB_BASE;
  timesBillionPlus(Number(tracking.slice(2, 11)));
  timesBillionPlus(Number(tracking.slice(11)));
}

/** Counts through the routing codes of no digits, then of 5, of 9 and of 11. */
function routingOrdinal(routing: string): number {
  if (routing.length === 0) return 0;
  const value = Number(routing);
  if (routing.length === 5) return value + 1;
  return routing.length === 9 ? value + 100_001 : value + 1_000_100_001;
}

function timesBillionPlus(addend: number): void {
  let carry = addend;
  for (let index = LIMB_COUNT - 1; index >= 0; index -= 1) {
    const value = limbAt(index) * BILLION + carry;
    carry = Math.floor(value / LIMB_BASE);
    limbs[index] = value - carry * LIMB_BASE;
  }
}

/** A number of a table, at a place that it has. */
function numberAt(table: Uint16Array | Uint8Array, at: number): number {
  return table[at] as number;
}

function limbAt(index: number): number {
  return limbs[index] as number;
}

/** Divides the number in place and returns the remainder. */
function divideBy(divisor: number): number {
  let remainder = 0;
  for (let index = 0; index < LIMB_COUNT; index += 1) {
    const value = remainder * LIMB_BASE + limbAt(index);
    const quotient = Math.floor(value / divisor);
    limbs[index] = quotient;
    remainder = value - quotient * divisor;
  }
  return remainder;
}

/** Step 3: codewords A to J; two of B to I come out of one division. */
function takeCodewords(): void {
  characters[9] = divideBy(LAST_CODEWORD_BASE);
  for (let index = 8; index > 0; index -= 2) {
    const pair = divideBy(CODEWORDS_BASE * CODEWORDS_BASE);
    characters[index] = pair % CODEWORDS_BASE;
    characters[index - 1] = Math.floor(pair / CODEWORDS_BASE);
  }
  characters[0] = limbAt(LIMB_COUNT - 1);
}

/** Steps 4 and 5: codewords become characters, and the eleven check bits go into them. */
function insertCheck(check: number): void {
  characters[9] = numberAt(characters, 9) * 2;
  if (check >> CHARACTER_COUNT === 1) characters[0] = numberAt(characters, 0) + CHECK_BIT_OFFSET;
  for (let index = 0; index < CHARACTER_COUNT; index += 1) {
    const character = numberAt(IMB_CHARACTERS, numberAt(characters, index));
    const inverted = (check >> index) & 1;
    characters[index] = inverted === 1 ? character ^ CHARACTER_MASK : character;
  }
}

/** Step 6: the two bits that Table IV gives to a bar. */
function barState(bar: number): number {
  const { ascenderCharacter, ascenderBit, descenderCharacter, descenderBit } = IMB_BAR_MAP;
  const above = numberAt(characters, numberAt(ascenderCharacter, bar));
  const below = numberAt(characters, numberAt(descenderCharacter, bar));
  const ascends = (above >> numberAt(ascenderBit, bar)) & 1;
  const descends = (below >> numberAt(descenderBit, bar)) & 1;
  return ascends * IMB_ASCENDER + descends * IMB_DESCENDER;
}
