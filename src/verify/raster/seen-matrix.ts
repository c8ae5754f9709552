import { byteAt } from "../marks/mark-bytes.ts";
import { readDataMatrix } from "../marks/read-data-matrix.ts";
import { GreyImage, inner, type PixelBox } from "./grey-image.ts";
import type { SymbolReader } from "./page-view.ts";

/** Halfway between ink and paper: marks are black. */
const SHADE = 128;
/** Our marks have 18 modules a side; nothing would read others. */
const MODULES = 18;
/** How much of the middle of a module may differ from the rest. */
const IMPURE = 0.1;
/** A whole symbol is square, except for edges that fall between pixels. */
const SQUARE_SLACK_PX = 2;

export interface SeenMatrix {
  readonly text: string;
  readonly box: PixelBox;
  readonly modulePx: number;
}

/**
 * Reads the Data Matrix at the start of a mark strip twice: as cameras do, with an independent
 * reader, and module by module without error correction, which is for damage on the way and not for
 * what was misprinted. Undefined if there is none, or if the two disagree.
 */
export async function seenMatrix(
  strip: GreyImage,
  read: SymbolReader,
): Promise<SeenMatrix | undefined> {
  const box = firstInk(strip);
  if (box === undefined) return undefined;
  const [width, height] = [box.right - box.left, box.bottom - box.top];
  if (width < MODULES || Math.abs(width - height) > SQUARE_SLACK_PX) return undefined;
  const bits = modulesIn(strip, box);
  const text = bits && readDataMatrix({ columns: MODULES, rows: MODULES, bits });
  if (text === undefined) return undefined;
  const modulePx = Math.min(width, height) / MODULES;
  const symbol = strip.part(inner(box, -Math.ceil(modulePx)));
  return (await read(symbol)) === text ? { text, box, modulePx } : undefined;
}

/** The ink before the first blank column: a symbol has some ink in each of its columns. */
function firstInk(strip: GreyImage): PixelBox | undefined {
  let left = -1;
  for (let x = 0; x <= strip.width; x += 1) {
    const isInk = strip.inkBox({ left: x, top: 0, right: x + 1, bottom: strip.height }, SHADE);
    if (isInk !== undefined && left < 0) left = x;
    if (isInk === undefined && left >= 0)
      return strip.inkBox({ left, top: 0, right: x, bottom: strip.height }, SHADE);
  }
  return undefined;
}

/** The symbol as a mask, one bit per module; undefined if a module is neither ink nor paper. */
function modulesIn(image: GreyImage, box: PixelBox): Uint8Array | undefined {
  const rowBytes = Math.ceil(MODULES / 8);
  const bits = new Uint8Array(MODULES * rowBytes);
  const [width, height] = [(box.right - box.left) / MODULES, (box.bottom - box.top) / MODULES];
  for (let row = 0; row < MODULES; row += 1) {
    for (let column = 0; column < MODULES; column += 1) {
      const middle = {
        left: Math.floor(box.left + (column + 0.3) * width),
        top: Math.floor(box.top + (row + 0.3) * height),
        right: Math.ceil(box.left + (column + 0.7) * width),
        bottom: Math.ceil(box.top + (row + 0.7) * height),
      };
      const share = image.inkShare(middle, SHADE);
      if (share > IMPURE && share < 1 - IMPURE) return undefined;
      if (share <= IMPURE) continue;
      const at = row * rowBytes + (column >> 3);
      bits[at] = byteAt(bits, at) | (0x80 >> (column & 7));
    }
  }
  return bits;
}
