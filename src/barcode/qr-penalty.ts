import { wordAt } from "./cells.ts";
import type { QrWords } from "./qr-frame.ts";

/**
 * How ill a symbol can be read (ISO/IEC 18004, 7.8.3): the sum of four penalties. All modules of 32
 * columns are judged at once, downwards; `down` is the symbol with rows and columns exchanged.
 */
export function qrPenalty(across: QrWords, down: QrWords, side: number, words: number): number {
  return (
    downwards(across, side, words) +
    downwards(down, side, words) +
    squares(across, side, words) +
    balance(across, side)
  );
}

/** Columns of a word that the symbol has. */
function columnsOf(word: number, side: number): number {
  const count = side - word * 32;
  return count >= 32 ? -1 : (1 << count) - 1;
}

/** Runs of five and more of one colour (N1), and what looks like a finder pattern (N3). */
function downwards(rows: QrWords, side: number, words: number): number {
  let penalty = 0;
  for (let word = 0; word < words; word += 1) {
    const columns = columnsOf(word, side);
    // The six rows above, the nearest first; a row outside is light.
    let a = 0;
    let b = 0;
    let c = 0;
    let d = 0;
    let e = 0;
    let f = 0;
    // Where each of the last rows is like the one above it.
    let sameA = 0;
    let sameB = 0;
    let sameC = 0;
    let windowBefore = 0;
    for (let row = 0; row < side; row += 1) {
      const now = wordAt(rows, row * words + word);
      // Each run of n modules counts n - 2: one for each five of them, and two at its start.
      const same = row === 0 ? 0 : ~(now ^ a) & columns;
      const window = same & sameA & sameB & sameC;
      if (window !== 0) penalty += ones(window) + 2 * ones(window & ~windowBefore);
      windowBefore = window;
      sameC = sameB;
      sameB = sameA;
      sameA = same;
      const finder = now & ~a & b & c & d & ~e & f & columns;
      if (finder !== 0) {
        penalty += 40 * ones(finder & ~darkIn(rows, row - 10, row - 7, word, words));
        penalty += 40 * ones(finder & ~darkIn(rows, row + 1, row + 4, word, words));
      }
      f = e;
      e = d;
      d = c;
      c = b;
      b = a;
      a = now;
    }
  }
  return penalty;
}

/** Where any of some rows is dark; there are none outside the symbol. */
function darkIn(rows: QrWords, from: number, to: number, word: number, words: number): number {
  let dark = 0;
  for (let row = Math.max(0, from); row <= to; row += 1) dark |= rows[row * words + word] ?? 0;
  return dark;
}

/** Squares of two by two modules of one colour (N2). */
function squares(rows: QrWords, side: number, words: number): number {
  let found = 0;
  for (let word = 0; word < words; word += 1) {
    // The first column of all has none to its left.
    const columns = columnsOf(word, side) & (word === 0 ? -2 : -1);
    let above = 0;
    let besideAbove = 0;
    for (let row = 0; row < side; row += 1) {
      const at = row * words + word;
      const now = wordAt(rows, at);
      const carried = word === 0 ? 0 : wordAt(rows, at - 1) >>> 31;
      const beside = ~(now ^ ((now << 1) | carried)) & columns;
      if (row > 0) found += ones(beside & besideAbove & ~(now ^ above));
      above = now;
      besideAbove = beside;
    }
  }
  return 3 * found;
}

/** How far the share of dark modules is from a half, in steps of five per cent (N4). */
function balance(rows: QrWords, side: number): number {
  let dark = 0;
  for (const word of rows) dark += ones(word);
  const total = side * side;
  return Math.max(0, Math.ceil(Math.abs(dark * 20 - total * 10) / total) - 1) * 10;
}

function ones(word: number): number {
  let bits = word - ((word >>> 1) & 0x5555_5555);
  bits = (bits & 0x3333_3333) + ((bits >>> 2) & 0x3333_3333);
  bits = (bits + (bits >>> 4)) & 0x0f0f_0f0f;
  return Math.imul(bits, 0x0101_0101) >>> 24;
}
