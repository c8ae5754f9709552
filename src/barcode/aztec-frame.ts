import { wordAt } from "./cells.ts";
import { type AztecSize, aztecPlainSide, aztecSide } from "./aztec-sizes.ts";

/** What is the same in all symbols of a size. */
export interface AztecFrame {
  readonly side: number;
  /** The middle with its marks of orientation, and the reference grid: rows of whole bytes. */
  readonly bits: Uint8Array;
  /** For each bit of the layers, and of the mode message: its module, as a bit of all rows. */
  readonly places: Int32Array;
  readonly modePlaces: Int32Array;
}

const frames = new Map<AztecSize, AztecFrame>();

export function aztecFrame(size: AztecSize): AztecFrame {
  let frame = frames.get(size);
  if (frame === undefined) frames.set(size, (frame = makeFrame(size)));
  return frame;
}

/** Darkens the module at a place of the frame. */
export function darken(bits: Uint8Array, place: number): void {
  bits[place >> 3] = (bits[place >> 3] ?? 0) | (0x80 >> (place & 7));
}

function makeFrame(size: AztecSize): AztecFrame {
  const side = aztecSide(size);
  const rowBits = ((side + 7) >> 3) * 8;
  const place = (x: number, y: number): number => y * rowBits + x;
  const bits = new Uint8Array((rowBits >> 3) * side);
  const middle = side >> 1;
  const set = (dx: number, dy: number): void => darken(bits, place(middle + dx, middle + dy));
  if (!size.isCompact) drawGrid(side, set);
  drawMiddle(size.isCompact ? 5 : 7, set);
  return { side, bits, places: layerPlaces(size, place), modePlaces: modePlaces(size, place) };
}

type Set = (dx: number, dy: number) => void;

/** Lines of modules in turns through the middle, and at every 16th from it. */
function drawGrid(side: number, set: Set): void {
  const reach = side >> 1;
  for (let line = 0; line <= reach; line += 16)
    for (let at = -(reach & ~1); at <= reach; at += 2)
      for (const offset of [-line, line]) {
        set(offset, at);
        set(at, offset);
      }
}

/** Squares within each other, and in three corners the marks of orientation. */
function drawMiddle(reach: number, set: Set): void {
  for (let ring = 0; ring < reach; ring += 2)
    for (let at = -ring; at <= ring; at += 1) {
      set(at, -ring);
      set(at, ring);
      set(-ring, at);
      set(ring, at);
    }
  for (const [dx, dy] of [
    [-reach, -reach],
    [1 - reach, -reach],
    [-reach, 1 - reach],
    [reach, -reach],
    [reach, 1 - reach],
    [reach, reach - 1],
  ] as const)
    set(dx, dy);
}

/** Where the lines of the grid are not counted: their places among all modules. */
function plainPlaces(size: AztecSize): Int32Array {
  const plain = aztecPlainSide(size);
  const half = plain >> 1;
  const middle = aztecSide(size) >> 1;
  const places = new Int32Array(plain);
  for (let at = 0; at < plain; at += 1) {
    if (size.isCompact) {
      places[at] = at;
      continue;
    }
    const away = at < half ? half - 1 - at : at - half;
    const distance = away + Math.floor(away / 15) + 1;
    places[at] = at < half ? middle - distance : middle + distance;
  }
  return places;
}

/** Layers from the outermost, two modules thick, each side's from the corner before it (7.5). */
function layerPlaces(size: AztecSize, place: (x: number, y: number) => number): Int32Array {
  const { isCompact, layers, bits } = size;
  const plain = plainPlaces(size);
  const places = new Int32Array(bits);
  const last = plain.length - 1;
  let first = 0;
  for (let layer = 0; layer < layers; layer += 1) {
    const length = (layers - layer) * 4 + (isCompact ? 9 : 12);
    for (let along = 0; along < length; along += 1)
      for (let across = 0; across < 2; across += 1) {
        const [a, b] = [layer * 2 + across, layer * 2 + along];
        const [near, on] = [wordAt(plain, a), wordAt(plain, b)];
        const [far, back] = [wordAt(plain, last - a), wordAt(plain, last - b)];
        const at = first + along * 2 + across;
        places[at] = place(near, on);
        places[at + length * 2] = place(on, far);
        places[at + length * 4] = place(far, back);
        places[at + length * 6] = place(back, near);
      }
    first += length * 8;
  }
  return places;
}

/** Around the middle, clockwise from its upper left corner (7.4). */
function modePlaces(size: AztecSize, place: (x: number, y: number) => number): Int32Array {
  const middle = aztecSide(size) >> 1;
  const [reach, count] = size.isCompact ? [5, 7] : [7, 10];
  const places = new Int32Array(count * 4);
  for (let at = 0; at < count; at += 1) {
    // The line of the grid through the middle is left out.
    const offset = size.isCompact ? at - 3 : at - 5 + (at > 4 ? 1 : 0);
    places[at] = place(middle + offset, middle - reach);
    places[at + count] = place(middle + reach, middle + offset);
    places[3 * count - 1 - at] = place(middle + offset, middle + reach);
    places[4 * count - 1 - at] = place(middle - reach, middle + offset);
  }
  return places;
}
