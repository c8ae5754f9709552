import { assert, defined } from "../base/assert.ts";
import { byteAt, setBit } from "./cells.ts";
import { placeDataMatrix } from "./data-matrix-placement.ts";
import type { DataMatrixPlacement } from "./data-matrix-placement.ts";
import { DATA_MATRIX_SIZES } from "./data-matrix-sizes.ts";
import type { DataMatrixSize } from "./data-matrix-sizes.ts";
import { encodeDataMatrixText, padDataMatrix } from "./data-matrix-text.ts";
import { ReedSolomon } from "./reed-solomon.ts";

/** A Data Matrix symbol, without its quiet zone of one module. */
export interface DataMatrix {
  /** Modules along a side. */
  readonly size: number;
  /** `size * size` modules row by row from the top, 1 is dark. */
  readonly modules: Uint8Array;
}

/** The sides of the symbols there are, in modules. */
export const DATA_MATRIX_SIDES: readonly number[] = DATA_MATRIX_SIZES.map(({ size }) => size);

/** What a symbol must have blank on each side, in modules (ISO/IEC 16022, 5.3.1). */
export const DATA_MATRIX_QUIET_MODULES = 1;

interface SizeTools {
  readonly layout: DataMatrixSize;
  readonly placement: DataMatrixPlacement;
  readonly reedSolomon: ReedSolomon;
}

const MOST_DATA_CODEWORDS = 204;
const MOST_CODEWORDS = 288;

// A thread encodes one symbol at a time, so its working memory is kept; so are the constants of
// each size, once it has been used.
const codewords = new Uint8Array(MOST_CODEWORDS);
const toolsBySize = new Map<number, SizeTools>();

/**
 * Encodes a text as a square ECC 200 symbol (ISO/IEC 16022), in the smallest size that holds it or
 * the one given. That it fits is asserted: ask `dataMatrixSizeFor` first where it might not.
 */
export function encodeDataMatrix(text: string, options: { size?: number } = {}): DataMatrix {
  const count = encodeDataMatrixText(text, codewords);
  assert(count >= 0, "a Data Matrix text has no characters above U+00FF");
  const size = defined(options.size ?? smallestFor(count)?.size, "a size that holds the text");
  const { layout, placement, reedSolomon } = toolsFor(size);
  const { dataCodewords, blocks } = layout;
  assert(count <= dataCodewords, `a Data Matrix of ${size} modules holds the text`);
  padDataMatrix(codewords, count, dataCodewords);
  for (let block = 0; block < blocks; block += 1)
    reedSolomon.writeChecks(codewords, block, dataCodewords, blocks);
  return { size, modules: placed(placement) };
}

/** The codewords of data that a symbol of a side holds: as many characters, or digit pairs. */
export function dataMatrixCapacity(size: number): number {
  return layoutOf(size).dataCodewords;
}

/** The side of the smallest symbol that holds a text, or undefined if there is none. */
export function dataMatrixSizeFor(text: string): number | undefined {
  if (text.length > 2 * MOST_DATA_CODEWORDS) return undefined;
  const count = encodeDataMatrixText(text, codewords);
  return count < 0 ? undefined : smallestFor(count)?.size;
}

/**
 * Paints a symbol as a 1-bit image mask into `out`: 1 is ink, the high bit of a byte is its
 * leftmost module, rows start at a byte, the top row first. Returns the bytes it took, `size`
 * times `ceil(size / 8)`.
 */
export function paintDataMatrixMask(matrix: DataMatrix, out: Uint8Array): number {
  const { size, modules } = matrix;
  const bytesPerRow = Math.ceil(size / 8);
  assert(out.length >= size * bytesPerRow, "the mask has room for the symbol");
  out.fill(0, 0, size * bytesPerRow);
  for (let row = 0; row < size; row += 1)
    for (let column = 0; column < size; column += 1)
      if (modules[row * size + column] === 1) setBit(out, bytesPerRow, column, row);
  return size * bytesPerRow;
}

function smallestFor(codewordCount: number): DataMatrixSize | undefined {
  return DATA_MATRIX_SIZES.find(({ dataCodewords }) => codewordCount <= dataCodewords);
}

function layoutOf(size: number): DataMatrixSize {
  const layout = DATA_MATRIX_SIZES.find((candidate) => candidate.size === size);
  return defined(layout, `a square Data Matrix of ${size} modules`);
}

function toolsFor(size: number): SizeTools {
  const known = toolsBySize.get(size);
  if (known !== undefined) return known;
  const layout = layoutOf(size);
  const placement = placeDataMatrix(layout);
  const tools = { layout, placement, reedSolomon: new ReedSolomon(layout.checkCodewords) };
  toolsBySize.set(size, tools);
  return tools;
}

function placed({ blank, modules: places }: DataMatrixPlacement): Uint8Array {
  const modules = blank.slice();
  for (let bit = 0; bit < places.length; bit += 1) {
    const codeword = byteAt(codewords, bit >> 3);
    modules[places[bit] as number] = (codeword >> (7 - (bit & 7))) & 1;
  }
  return modules;
}
