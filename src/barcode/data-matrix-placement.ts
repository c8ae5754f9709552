import { assert } from "../base/assert.ts";
import type { DataMatrixSize } from "./data-matrix-sizes.ts";

/** Where everything goes in symbols of one size. */
export interface DataMatrixPlacement {
  /** All that is the same in every symbol: finder patterns and filler, row by row, 1 is dark. */
  readonly blank: Uint8Array;
  /** Per codeword eight modules, its highest bit first, as indexes into the symbol. */
  readonly modules: Uint16Array;
}

type Step = readonly [row: number, column: number];

// Eight modules of a codeword relative to its last one, highest bit first.
const NOOK: readonly Step[] = [
  [-2, -2],
  [-2, -1],
  [-1, -2],
  [-1, -1],
  [-1, 0],
  [0, -2],
  [0, -1],
  [0, 0],
];

// Codewords that are split between corners; a negative row or column counts from the far edge.
// The standard's other two splits only come up in rectangles.
const CORNER_1: readonly Step[] = [
  [-1, 0],
  [-1, 1],
  [-1, 2],
  [0, -2],
  [0, -1],
  [1, -1],
  [2, -1],
  [3, -1],
];
const CORNER_2: readonly Step[] = [
  [-3, 0],
  [-2, 0],
  [-1, 0],
  [0, -4],
  [0, -3],
  [0, -2],
  [0, -1],
  [1, -1],
];

const UNPLACED = -1;

/** Lays the codewords of a size out (ISO/IEC 16022, 5.8 and Annex F). */
export function placeDataMatrix(layout: DataMatrixSize): DataMatrixPlacement {
  const mapping = new Mapping(layout.size - 2 * layout.regions);
  mapping.walk();
  const blank = finderPatterns(layout);
  const codewordCount = layout.dataCodewords + layout.checkCodewords * layout.blocks;
  assert(mapping.codewordCount === codewordCount, "every codeword has its place");
  const modules = new Uint16Array(codewordCount * 8);
  mapping.bits.forEach((bit, index) => {
    const row = Math.floor(index / mapping.side);
    const column = index % mapping.side;
    const module = moduleIndex(layout, row, column);
    if (bit !== UNPLACED) modules[bit] = module;
    // The lower right corner that is left over in some sizes is a small chequerboard.
    else blank[module] = Number((row + column) % 2 === 0);
  });
  return { blank, modules };
}

/** The module of a data row and column, between which the regions' finder patterns come. */
function moduleIndex(layout: DataMatrixSize, row: number, column: number): number {
  const regionSide = layout.size / layout.regions - 2;
  const moduleRow = row + 1 + 2 * Math.floor(row / regionSide);
  const moduleColumn = column + 1 + 2 * Math.floor(column / regionSide);
  return moduleRow * layout.size + moduleColumn;
}

/** Per region a solid left and bottom edge, and a dotted top and right edge. */
function finderPatterns(layout: DataMatrixSize): Uint8Array {
  const { size } = layout;
  const side = size / layout.regions;
  const blank = new Uint8Array(size * size);
  for (let row = 0; row < size; row += 1)
    for (let column = 0; column < size; column += 1) {
      const solid = column % side === 0 || row % side === side - 1;
      const topDot = row % side === 0 && column % 2 === 0;
      const rightDot = column % side === side - 1 && row % 2 === 1;
      blank[row * size + column] = Number(solid || topDot || rightDot);
    }
  return blank;
}

/** The square that the data regions make when put together, as the standard walks it. */
class Mapping {
  readonly side: number;
  /** Per module, eight times its codeword and its bit, 0 the highest. */
  readonly bits: Int16Array;
  codewordCount = 0;

  constructor(side: number) {
    this.side = side;
    this.bits = new Int16Array(side * side).fill(UNPLACED);
  }

  /** Diagonals, up to the right and down to the left in turn. */
  walk(): void {
    const { side } = this;
    let row = 4;
    let column = 0;
    while (row < side || column < side) {
      this.#placeCorner(row, column);
      for (; row >= 0 && column < side; row -= 2, column += 2) this.#placeNook(row, column);
      row += 1;
      column += 3;
      for (; row < side && column >= 0; row += 2, column -= 2) this.#placeNook(row, column);
      row += 3;
      column += 1;
    }
  }

  #placeCorner(row: number, column: number): void {
    const { side } = this;
    if (row === side && column === 0) this.#placeFromEdges(CORNER_1);
    if (row === side - 2 && column === 0) this.#placeFromEdges(CORNER_2);
  }

  #placeFromEdges(steps: readonly Step[]): void {
    steps.forEach(([row, column], bit) => {
      this.#put((row + this.side) % this.side, (column + this.side) % this.side, bit);
    });
    this.codewordCount += 1;
  }

  #placeNook(row: number, column: number): void {
    const { side } = this;
    if (row < 0 || row >= side || column < 0 || column >= side) return;
    if (this.bits[row * side + column] !== UNPLACED) return;
    NOOK.forEach(([rowStep, columnStep], bit) => {
      this.#putWrapped(row + rowStep, column + columnStep, bit);
    });
    this.codewordCount += 1;
  }

  /** What leaves the square above or on the left comes back on the other side, shifted. */
  #putWrapped(row: number, column: number, bit: number): void {
    const { side } = this;
    const shift = 4 - ((side + 4) % 8);
    let wrappedRow = row;
    let wrappedColumn = column;
    if (wrappedRow < 0) {
      wrappedRow += side;
      wrappedColumn += shift;
    }
    if (wrappedColumn < 0) {
      wrappedColumn += side;
      wrappedRow += shift;
    }
    this.#put(wrappedRow, wrappedColumn, bit);
  }

  #put(row: number, column: number, bit: number): void {
    const index = row * this.side + column;
    assert(this.bits[index] === UNPLACED, "a module holds one bit");
    this.bits[index] = this.codewordCount * 8 + bit;
  }
}
