/** One square symbol of ECC 200. */
export interface DataMatrixSize {
  /** Modules along a side, finder pattern included, quiet zone not. */
  readonly size: number;
  /** Data regions along a side, each with a finder pattern of its own. */
  readonly regions: number;
  /** Codewords of data in the symbol. */
  readonly dataCodewords: number;
  /** Codewords of error correction in each block. */
  readonly checkCodewords: number;
  /** Blocks that data is dealt out to, codeword by codeword. */
  readonly blocks: number;
}

/** The square symbols from 10 to 52 modules, smallest first (ISO/IEC 16022, Table 7). */
export const DATA_MATRIX_SIZES: readonly DataMatrixSize[] = [
  { size: 10, regions: 1, dataCodewords: 3, checkCodewords: 5, blocks: 1 },
  { size: 12, regions: 1, dataCodewords: 5, checkCodewords: 7, blocks: 1 },
  { size: 14, regions: 1, dataCodewords: 8, checkCodewords: 10, blocks: 1 },
  { size: 16, regions: 1, dataCodewords: 12, checkCodewords: 12, blocks: 1 },
  { size: 18, regions: 1, dataCodewords: 18, checkCodewords: 14, blocks: 1 },
  { size: 20, regions: 1, dataCodewords: 22, checkCodewords: 18, blocks: 1 },
  { size: 22, regions: 1, dataCodewords: 30, checkCodewords: 20, blocks: 1 },
  { size: 24, regions: 1, dataCodewords: 36, checkCodewords: 24, blocks: 1 },
  { size: 26, regions: 1, dataCodewords: 44, checkCodewords: 28, blocks: 1 },
  { size: 32, regions: 2, dataCodewords: 62, checkCodewords: 36, blocks: 1 },
  { size: 36, regions: 2, dataCodewords: 86, checkCodewords: 42, blocks: 1 },
  { size: 40, regions: 2, dataCodewords: 114, checkCodewords: 48, blocks: 1 },
  { size: 44, regions: 2, dataCodewords: 144, checkCodewords: 56, blocks: 1 },
  { size: 48, regions: 2, dataCodewords: 174, checkCodewords: 68, blocks: 1 },
  { size: 52, regions: 2, dataCodewords: 204, checkCodewords: 42, blocks: 2 },
];
