import { wordAt } from "./cells.ts";
import { type QrWords, STRIP_MARGIN, stripCount, stripLength } from "./qr-strips.ts";

/**
 * How ill a symbol can be read (ISO/IEC 18004, 7.8.3): the sum of four penalties. All modules of 32
 * columns are judged at once, downwards; `down` is the symbol with rows and columns exchanged.
 */
export function qrPenalty(across: QrWords, down: QrWords, side: number): number {
  let penalty = balance(across, side);
  for (let strip = 0; strip < stripCount(side); strip += 1) {
    const first = strip * stripLength(side) + STRIP_MARGIN;
    const columns = columnsOf(strip, side);
    penalty += downwards(across, first, side, columns) + downwards(down, first, side, columns);
    penalty += 3 * squares(across, first, side, columns);
  }
  return penalty;
}

/** The bits of those columns of a strip that the symbol has. */
function columnsOf(strip: number, side: number): number {
  const count = side - strip * 32;
  return count >= 32 ? -1 : (1 << count) - 1;
}

/** Runs of five and more of one colour (N1), and what looks like a finder pattern (N3). */
function downwards(rows: QrWords, first: number, side: number, columns: number): number {
  let penalty = 0;
  // Where the last rows are the beginning of a finder pattern: one module of it, two, and so on.
  let f1 = 0;
  let f2 = 0;
  let f3 = 0;
  let f4 = 0;
  let f5 = 0;
  let f6 = 0;
  // Where the last row is like the one above it, and where two rows in turn are, and did before.
  let same1 = 0;
  let same2 = 0;
  let same2Before = 0;
  let windowBefore = 0;
  // The first row is like none above it.
  let above = ~wordAt(rows, first);
  for (let at = first; at < first + side; at += 1) {
    const now = wordAt(rows, at);
    // Each run of n modules counts n - 2: one for each five of them, and two at its start.
    const same = ~(now ^ above) & columns;
    const both = same & same1;
    const window = both & same2Before;
    penalty += runPenalty(window, window & ~windowBefore);
    windowBefore = window;
    same2Before = same2;
    same2 = both;
    same1 = same;
    above = now;
    const finder = f6 & now;
    if (finder !== 0) penalty += finderPenalty(rows, at, finder);
    f6 = f5 & ~now;
    f5 = f4 & now;
    f4 = f3 & now;
    f3 = f2 & now;
    f2 = f1 & ~now;
    f1 = now;
  }
  return penalty;
}

/** One for each window, two more for each that starts a run: both are counted by one addition. */
function runPenalty(windows: number, starts: number): number {
  const nibbles = (inNibbles(windows) + (inNibbles(starts) << 1)) | 0;
  const bytes = (nibbles & 0x0f0f_0f0f) + ((nibbles >>> 4) & 0x0f0f_0f0f);
  return Math.imul(bytes, 0x0101_0101) >>> 24;
}

/** Forty for each pattern that ends in this row with four light rows above it, or below. */
function finderPenalty(rows: QrWords, at: number, finder: number): number {
  const above = fourRows(rows, at - 10);
  const below = fourRows(rows, at + 1);
  return 40 * (ones(finder & ~above) + ones(finder & ~below));
}

function fourRows(rows: QrWords, at: number): number {
  return wordAt(rows, at) | wordAt(rows, at + 1) | wordAt(rows, at + 2) | wordAt(rows, at + 3);
}

/** Squares of two by two modules of one colour (N2). */
function squares(rows: QrWords, first: number, side: number, columns: number): number {
  // The first column of all has none to its left.
  const before = first - stripLength(side);
  const judged = before < 0 ? columns & -2 : columns;
  let found = 0;
  let above = 0;
  let besideAbove = 0;
  for (let row = 0; row < side; row += 1) {
    const now = wordAt(rows, first + row);
    const carried = before < 0 ? 0 : wordAt(rows, before + row) >>> 31;
    const beside = ~(now ^ ((now << 1) | carried)) & judged;
    found += ones(beside & besideAbove & ~(now ^ above));
    above = now;
    besideAbove = beside;
  }
  return found;
}

/** How far the share of dark modules is from a half, in steps of five per cent (N4). */
function balance(rows: QrWords, side: number): number {
  let dark = 0;
  for (const word of rows) dark += ones(word);
  const total = side * side;
  return Math.max(0, Math.ceil(Math.abs(dark * 20 - total * 10) / total) - 1) * 10;
}

/** How many bits of each four are set. */
function inNibbles(word: number): number {
  const pairs = word - ((word >>> 1) & 0x5555_5555);
  return (pairs & 0x3333_3333) + ((pairs >>> 2) & 0x3333_3333);
}

function ones(word: number): number {
  const nibbles = inNibbles(word);
  return Math.imul((nibbles + (nibbles >>> 4)) & 0x0f0f_0f0f, 0x0101_0101) >>> 24;
}
