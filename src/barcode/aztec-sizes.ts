/** A size of Aztec symbols (ISO/IEC 24778, Table 1). */
export interface AztecSize {
  readonly isCompact: boolean;
  readonly layers: number;
  /** Modules of all layers. */
  readonly bits: number;
  /** Bits of a codeword. */
  readonly wordBits: number;
  readonly words: number;
}

const COMPACT_LAYERS = 4;
const LAYERS = 32;

function sizeOf(isCompact: boolean, layers: number): AztecSize {
  const bits = ((isCompact ? 88 : 112) + 16 * layers) * layers;
  const wordBits = layers <= 2 ? 6 : layers <= 8 ? 8 : layers <= 22 ? 10 : 12;
  return { isCompact, layers, bits, wordBits, words: Math.floor(bits / wordBits) };
}

const layersTo = (last: number): number[] => Array.from({ length: last }, (_, index) => index + 1);

/** From the smallest to the largest; of equal ones the compact one is first. */
export const AZTEC_SIZES: readonly AztecSize[] = [
  ...layersTo(COMPACT_LAYERS).map((layers) => sizeOf(true, layers)),
  ...layersTo(LAYERS).map((layers) => sizeOf(false, layers)),
].toSorted((a, b) => aztecSide(a) - aztecSide(b) || Number(b.isCompact) - Number(a.isCompact));

/** Modules across without the lines of the reference grid. */
export function aztecPlainSide({ isCompact, layers }: AztecSize): number {
  return (isCompact ? 11 : 14) + 4 * layers;
}

/** Modules across. Full symbols have a line of the grid through the middle, and at every 16th. */
export function aztecSide(size: AztecSize): number {
  const plain = aztecPlainSide(size);
  return size.isCompact ? plain : plain + 1 + 2 * Math.floor((plain / 2 - 1) / 15);
}
