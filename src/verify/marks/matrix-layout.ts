import { byteAt } from "./mark-bytes.ts";

/** A square symbol of ECC 200 (ISO/IEC 16022, Table 7). */
interface MatrixSize {
  /** Modules along a side, finder pattern included. */
  readonly side: number;
  /** Data regions along a side. */
  readonly regions: number;
  readonly dataCodewords: number;
  readonly checkCodewords: number;
  /** The blocks to which all codewords are dealt in turn. */
  readonly blocks: number;
}

/** How masks of one size are read. */
export interface MatrixLayout extends MatrixSize {
  readonly bytes: number;
  /** By byte of a mask: the bits that are the same in every symbol, and their values. */
  readonly fixedBits: Uint8Array;
  readonly fixedInk: Uint8Array;
  /**
   * Eight places for each codeword, the highest bit first: the byte of the mask times eight, plus
   * the bit.
   */
  readonly places: Uint16Array;
}

/** Side, regions along it, codewords of data and of error correction, and blocks. */
const SIZES: readonly (readonly [number, number, number, number, number])[] = [
  [10, 1, 3, 5, 1],
  [12, 1, 5, 7, 1],
  [14, 1, 8, 10, 1],
  [16, 1, 12, 12, 1],
  [18, 1, 18, 14, 1],
  [20, 1, 22, 18, 1],
  [22, 1, 30, 20, 1],
  [24, 1, 36, 24, 1],
  [26, 1, 44, 28, 1],
  [32, 2, 62, 36, 1],
  [36, 2, 86, 42, 1],
  [40, 2, 114, 48, 1],
  [44, 2, 144, 56, 1],
  [48, 2, 174, 68, 1],
  [52, 2, 204, 84, 2],
];

/**
 * The modules of a codeword above and left of its last one, as annex F numbers them from 1 to 8.
 */
const NEAR: readonly (readonly [number, number])[] = [
  [2, 2],
  [2, 1],
  [1, 2],
  [1, 1],
  [1, 0],
  [0, 2],
  [0, 1],
  [0, 0],
];

const layouts = new Map<number, MatrixLayout>();

/** The layout of symbols with a number of modules along a side; undefined if there are none. */
export function matrixLayout(side: number): MatrixLayout | undefined {
  const known = layouts.get(side);
  if (known !== undefined) return known;
  const size = SIZES.find(([candidate]) => candidate === side);
  if (size === undefined) return undefined;
  const [, regions, dataCodewords, checkCodewords, blocks] = size;
  const layout = laidOut({ side, regions, dataCodewords, checkCodewords, blocks });
  layouts.set(side, layout);
  return layout;
}

function laidOut(size: MatrixSize): MatrixLayout {
  const { side, regions } = size;
  const rowBytes = Math.ceil(side / 8);
  const bytes = side * rowBytes;
  const fixedBits = new Uint8Array(bytes).fill(0xff);
  const fixedInk = new Uint8Array(bytes);
  for (let row = 0; row < side; row += 1)
    for (let column = 0; column < side; column += 1)
      if (isFinderInk(row, column, side / regions))
        addBit(fixedInk, 8 * (row * rowBytes + (column >> 3)) + 7 - (column & 7));
  const inner = side - 2 * regions;
  const walk = codewordWalk(inner);
  const placeOf = (module: number): number => {
    const row = outward(Math.floor(module / inner), side / regions);
    const column = outward(module % inner, side / regions);
    return 8 * (row * rowBytes + (column >> 3)) + 7 - (column & 7);
  };
  const places = Uint16Array.from(walk, placeOf);
  for (const place of places) fixedBits[place >> 3] = withoutBit(fixedBits, place);
  // If codewords leave a square of four modules over, two of them are dark (annex F).
  const taken = new Set(walk);
  for (const module of [inner * inner - 1, inner * inner - inner - 2])
    if (!taken.has(module)) addBit(fixedInk, placeOf(module));
  return { ...size, bytes, fixedBits, fixedInk, places };
}

/** The solid edges on the left and below, and the clock track of alternate modules opposite. */
function isFinderInk(row: number, column: number, regionSide: number): boolean {
  const [y, x] = [row % regionSide, column % regionSide];
  if (x === 0 || y === regionSide - 1) return true;
  return (y === 0 && x % 2 === 0) || (x === regionSide - 1 && y % 2 === 1);
}

/** The row or column in the symbol of one of the joined data regions. */
function outward(inner: number, regionSide: number): number {
  const region = Math.floor(inner / (regionSide - 2));
  return inner + 2 * region + 1;
}

function addBit(bytes: Uint8Array, place: number): void {
  bytes[place >> 3] = byteAt(bytes, place >> 3) | (1 << (place & 7));
}

function withoutBit(bytes: Uint8Array, place: number): number {
  return byteAt(bytes, place >> 3) & ~(1 << (place & 7));
}

/**
 * The modules of all codewords, eight each, in the order of annex F: along diagonals, alternately
 * up to the right and down to the left. A module is its row times `inner` plus its column.
 */
function codewordWalk(inner: number): number[] {
  const modules: number[] = [];
  const taken = new Set<number>();
  const take = (cells: readonly (readonly [number, number])[]): void => {
    for (const [row, column] of cells) {
      const module = wrapped(row, column, inner);
      taken.add(module);
      modules.push(module);
    }
  };
  let [row, column, up] = [4, 0, true];
  while (row < inner || column < inner) {
    if (up && column === 0) {
      if (row === inner) take(cornerAtFoot(inner));
      if (row === inner - 2 && inner % 4 !== 0) take(cornerAbove(inner));
    }
    while (up ? row >= 0 && column < inner : row < inner && column >= 0) {
      const isInside = row >= 0 && column >= 0 && row < inner && column < inner;
      if (isInside && !taken.has(row * inner + column)) {
        const [atRow, atColumn] = [row, column];
        take(NEAR.map(([above, left]) => [atRow - above, atColumn - left]));
      }
      row += up ? -2 : 2;
      column += up ? 2 : -2;
    }
    row += up ? 1 : 3;
    column += up ? 3 : 1;
    up = !up;
  }
  return modules;
}

/** What would be above or left of the square is on the opposite side, shifted. */
function wrapped(row: number, column: number, inner: number): number {
  const shift = 4 - ((inner + 4) % 8);
  let [y, x] = [row, column];
  if (y < 0) [y, x] = [y + inner, x + shift];
  if (x < 0) [y, x] = [y + shift, x + inner];
  return y * inner + x;
}

/** The first special codeword of annex F, which begins below the left edge. */
function cornerAtFoot(inner: number): (readonly [number, number])[] {
  const last = inner - 1;
  return [
    [last, 0],
    [last, 1],
    [last, 2],
    [0, last - 1],
    [0, last],
    [1, last],
    [2, last],
    [3, last],
  ];
}

/** The second special codeword of annex F. */
function cornerAbove(inner: number): (readonly [number, number])[] {
  const last = inner - 1;
  return [
    [last - 2, 0],
    [last - 1, 0],
    [last, 0],
    [0, last - 3],
    [0, last - 2],
    [0, last - 1],
    [0, last],
    [1, last],
  ];
}
