import { wordAt } from "./cells.ts";

/**
 * Modules in strips of 32 columns: bit `x & 31` of the word at `stripWord(side, x, y)` is the
 * module of column x in row y. Each strip has light rows above and below it, so that a window over
 * its rows may reach past its ends.
 */
export type QrWords = Int32Array;

export const STRIP_MARGIN = 10;

/** How many strips a symbol has. */
export function stripCount(side: number): number {
  return (side + 31) >> 5;
}

/** From the first row of a strip to that of the next. */
export function stripLength(side: number): number {
  return side + 2 * STRIP_MARGIN;
}

export function stripWord(side: number, x: number, y: number): number {
  return (x >> 5) * stripLength(side) + STRIP_MARGIN + y;
}

/** Word and bit of a module in one number. */
export function modulePlace(side: number, x: number, y: number): number {
  return (stripWord(side, x, y) << 5) | (x & 31);
}

export function setModule(words: QrWords, place: number): void {
  const at = place >> 5;
  words[at] = wordAt(words, at) | (1 << (place & 31));
}

export function noModules(side: number): QrWords {
  return new Int32Array(stripCount(side) * stripLength(side));
}

const BLOCK = 32;
const block = new Int32Array(BLOCK);

/** The modules with rows and columns exchanged, by blocks of 32 rows of a strip. */
export function exchanged(words: QrWords, side: number): QrWords {
  const out = noModules(side);
  for (let x = 0; x < side; x += BLOCK)
    for (let y = 0; y < side; y += BLOCK) {
      const from = stripWord(side, x, y);
      const rows = Math.min(BLOCK, side - y);
      for (let row = 0; row < BLOCK; row += 1)
        block[row] = row < rows ? wordAt(words, from + row) : 0;
      exchangeBlock();
      const to = stripWord(side, y, x);
      const columns = Math.min(BLOCK, side - x);
      for (let column = 0; column < columns; column += 1) out[to + column] = wordAt(block, column);
    }
  return out;
}

/** Exchanges halves of the block, then halves of its quarters, down to single modules. */
function exchangeBlock(): void {
  for (let half = BLOCK >> 1, mask = 0xffff; half > 0; half >>= 1, mask ^= mask << half)
    for (let row = 0; row < BLOCK; row = ((row | half) + 1) & ~half) {
      const upper = wordAt(block, row);
      const lower = wordAt(block, row | half);
      const changed = ((upper >>> half) ^ lower) & mask;
      block[row] = upper ^ (changed << half);
      block[row | half] = lower ^ changed;
    }
}
