import { assert } from "../base/assert.ts";

const CHARACTER_BITS = 13;
const FIVE_OF_THIRTEEN_COUNT = 1287;
const TWO_OF_THIRTEEN_COUNT = 78;

/**
 * The 13-bit character of each codeword from 0 to 1364: all with five bits set, then all with two
 * (USPS-B-3200 Rev H, 2.2.5 and Tables I and II).
 */
export const IMB_CHARACTERS: Uint16Array = Uint16Array.from([
  ...charactersWithBits(5, FIVE_OF_THIRTEEN_COUNT),
  ...charactersWithBits(2, TWO_OF_THIRTEEN_COUNT),
]);

/**
 * A table fills from both ends: a character and its mirror image take two places at the front,
 * one that is its own mirror image takes a place at the back.
 */
function charactersWithBits(bits: number, count: number): Uint16Array {
  const table = new Uint16Array(count);
  let front = 0;
  let back = count - 1;
  for (let character = 0; character < 1 << CHARACTER_BITS; character += 1) {
    if (bitCount(character) !== bits) continue;
    const mirrored = mirrorOf(character);
    if (mirrored < character) continue;
    if (mirrored === character) table[back--] = character;
    else {
      table[front++] = character;
      table[front++] = mirrored;
    }
  }
  assert(front === back + 1, "the two ends of a character table meet");
  return table;
}

function bitCount(character: number): number {
  let count = 0;
  for (let rest = character; rest > 0; rest >>= 1) count += rest & 1;
  return count;
}

function mirrorOf(character: number): number {
  let mirrored = 0;
  for (let bit = 0; bit < CHARACTER_BITS; bit += 1)
    mirrored |= ((character >> bit) & 1) << (CHARACTER_BITS - 1 - bit);
  return mirrored;
}
