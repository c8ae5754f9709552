/** The bits of a bar that has an ascender, and of one that has a descender. */
export const BAR_UP = 1;
export const BAR_DOWN = 2;
export const IMB_BARS = 65;

/**
 * USPS-B-3200 Rev H, Table IV inverted: for each character A to J and its bits 0 to 12 the place on
 * the barcode, 1 to 65 for the lower half of a bar and 66 to 130 for an upper half.
 */
const PLACES: readonly number[] = [
  [67, 6, 78, 16, 86, 95, 34, 40, 45, 113, 117, 121, 62],
  [87, 18, 104, 41, 76, 57, 119, 115, 72, 97, 2, 127, 26],
  [105, 35, 122, 52, 114, 7, 24, 82, 68, 63, 94, 44, 77],
  [112, 70, 100, 39, 30, 107, 15, 125, 85, 10, 65, 54, 88],
  [20, 106, 46, 66, 8, 116, 29, 61, 99, 80, 90, 37, 123],
  [51, 25, 84, 129, 56, 4, 109, 96, 28, 36, 47, 11, 71],
  [33, 102, 21, 9, 17, 49, 124, 79, 64, 91, 42, 69, 53],
  [60, 14, 1, 27, 103, 126, 75, 89, 50, 120, 19, 32, 110],
  [92, 111, 130, 59, 31, 12, 81, 43, 55, 5, 74, 22, 101],
  [128, 58, 118, 48, 108, 38, 98, 93, 23, 83, 13, 73, 3],
].flat();
const CHARACTERS = 10;
const CHARACTER_BITS = 13;
const CHARACTER_MASK = 0x1fff;

const BAR_OF = Uint8Array.from(PLACES, (place) => (place - 1) % IMB_BARS);
const HALF_OF = Uint8Array.from(PLACES, (place) => (place > IMB_BARS ? BAR_UP : BAR_DOWN));

/** By character: its codeword, or -1. */
const NO_CODEWORD = -1;
const codewordOf = new Int16Array(1 << CHARACTER_BITS).fill(NO_CODEWORD);
[...charactersOf(5), ...charactersOf(2)].forEach((character, codeword) => {
  codewordOf[character] = codeword;
});

const CODEWORDS = 1365;
const LAST_CODEWORDS = 636;
/** Codeword A is this much larger if the eleventh bit of the check sequence is set. */
const CHECK_STEP = 659;
const CHECK_POLYNOMIAL = 0xf35;
const CHECK_MASK = 0x7ff;
const NUMBER_BITS = 102;

/** Routing codes by their number of digits, and the number that is added to them. */
const ROUTINGS = [
  { digits: 11, first: 1_000_100_001 },
  { digits: 9, first: 100_001 },
  { digits: 5, first: 1 },
] as const;

const TAIL_BASE = 1_000_000_000_000_000_000n;
const codewords = new Uint16Array(CHARACTERS);

/** The codeword of a character, 0 to 9 for A to J, of the barcode being read. */
function codewordAt(character: number): number {
  return codewords[character] as number;
}

function codewordFor(character: number): number {
  return codewordOf[character] as number;
}

/**
 * The 20, 25, 29 or 31 digits of an Intelligent Mail barcode (USPS-B-3200 Rev H, 2.2, backwards),
 * tracking code first, from its 65 bars from left to right: each 0, or `BAR_UP` and `BAR_DOWN`.
 * Undefined if a character does not exist or the frame check sequence is wrong.
 */
export function imbDigits(bars: Uint8Array): string | undefined {
  if (bars.length !== IMB_BARS) return undefined;
  const check = takeCodewords(bars);
  if (check < 0) return undefined;
  const number = numberOfCodewords();
  return checkOf(number) === check ? digitsOf(number) : undefined;
}

/** Fills `codewords` and returns the frame check sequence; -1 if the bars are not a barcode. */
function takeCodewords(bars: Uint8Array): number {
  let check = 0;
  for (let index = 0; index < CHARACTERS; index += 1) {
    const character = characterOf(bars, index * CHARACTER_BITS);
    const upright = codewordFor(character);
    if (upright === NO_CODEWORD) check |= 1 << index;
    const codeword = upright === NO_CODEWORD ? codewordFor(character ^ CHARACTER_MASK) : upright;
    if (codeword === NO_CODEWORD) return -1;
    codewords[index] = codeword;
  }
  const first = codewordAt(0);
  if (first >= CHECK_STEP) {
    codewords[0] = first - CHECK_STEP;
    check |= 1 << CHARACTERS;
  }
  const last = codewordAt(9);
  const isInRange = codewordAt(0) < CHECK_STEP && last % 2 === 0 && last < 2 * LAST_CODEWORDS;
  return isInRange ? check : -1;
}

function characterOf(bars: Uint8Array, from: number): number {
  let character = 0;
  for (let bit = CHARACTER_BITS - 1; bit >= 0; bit -= 1) {
    const bar = bars[BAR_OF[from + bit] as number] as number;
    character = (character << 1) | ((bar & (HALF_OF[from + bit] as number)) === 0 ? 0 : 1);
  }
  return character;
}

/**
 * All characters with a given number of ones, in the order of their codewords (Tables I and II):
 * pairs of mirror images, the lower of the two first, then those that are their own mirror image,
 * in descending order.
 */
function charactersOf(ones: number): number[] {
  const all = Array.from({ length: 1 << CHARACTER_BITS }, (_, value) => value);
  const chosen = all.filter((value) => value.toString(2).replaceAll("0", "").length === ones);
  const pairs = chosen.filter((value) => value < mirrored(value));
  const symmetric = chosen.filter((value) => value === mirrored(value));
  return [...pairs.flatMap((value) => [value, mirrored(value)]), ...symmetric.reverse()];
}

function mirrored(value: number): number {
  const bits = value.toString(2).padStart(CHARACTER_BITS, "0");
  return Number.parseInt(bits.split("").reverse().join(""), 2);
}

function numberOfCodewords(): bigint {
  let number = 0n;
  // Three codewords at a time are exact in a double: 1365^3 is below 2^32.
  for (let at = 0; at < 9; at += 3) {
    const pair = codewordAt(at) * CODEWORDS + codewordAt(at + 1);
    number = number * BigInt(CODEWORDS ** 3) + BigInt(pair * CODEWORDS + codewordAt(at + 2));
  }
  return number * BigInt(LAST_CODEWORDS) + BigInt(codewordAt(9) / 2);
}

/** The remainder of a division of the 102 bits, bit by bit (2.2.2). */
function checkOf(number: bigint): number {
  let register = CHECK_MASK;
  for (let high = NUMBER_BITS; high > 0; high -= 34) {
    const part = Number(BigInt.asUintN(34, number >> BigInt(high - 34)));
    const [upper, lower] = [Math.floor(part / 0x2_0000), part % 0x2_0000];
    register = divided(divided(register, upper), lower);
  }
  return register;
}

/** Shifts 17 bits into the register. */
function divided(register: number, bits: number): number {
  let rest = register;
  for (let bit = 16; bit >= 0; bit -= 1) {
    const feedback = ((rest >> 10) ^ (bits >> bit)) & 1;
    rest = ((rest << 1) ^ (feedback * CHECK_POLYNOMIAL)) & CHECK_MASK;
  }
  return rest;
}

function digitsOf(number: bigint): string | undefined {
  const tail = (number % TAIL_BASE).toString().padStart(18, "0");
  const head = Number(number / TAIL_BASE);
  const routing = routingOf(Math.floor(head / 50));
  if (routing === undefined) return undefined;
  return `${Math.floor(head / 5) % 10}${head % 5}${tail}${routing}`;
}

function routingOf(ordinal: number): string | undefined {
  if (ordinal === 0) return "";
  for (const { digits, first } of ROUTINGS) {
    if (ordinal < first) continue;
    const routing = String(ordinal - first).padStart(digits, "0");
    return routing.length === digits ? routing : undefined;
  }
  return undefined;
}
