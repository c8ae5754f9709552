import type { QrLevel } from "../model/barcode.ts";
import { exchanged, modulePlace, noModules, type QrWords, setModule } from "./qr-strips.ts";
import { qrCodewords, qrSide } from "./qr-sizes.ts";

/** What is the same in all symbols of a version. */
export interface QrFrame {
  readonly side: number;
  /** The function patterns. */
  readonly modules: QrWords;
  /** For each bit of the codewords in order: where its module is, see `modulePlace`. */
  readonly places: Uint16Array;
  readonly isFunction: Uint8Array;
}

const frames = new Map<number, QrFrame>();

export function qrFrame(version: number): QrFrame {
  let frame = frames.get(version);
  if (frame === undefined) frames.set(version, (frame = makeFrame(version)));
  return frame;
}

/** Draws function patterns on a canvas of bytes (ISO/IEC 18004, 6.3). */
class FrameCanvas {
  readonly side: number;
  readonly dark: Uint8Array;
  readonly isFunction: Uint8Array;

  constructor(side: number) {
    this.side = side;
    this.dark = new Uint8Array(side * side);
    this.isFunction = new Uint8Array(side * side);
  }

  set(x: number, y: number, dark: boolean): void {
    if (x < 0 || y < 0 || x >= this.side || y >= this.side) return;
    this.dark[y * this.side + x] = dark ? 1 : 0;
    this.isFunction[y * this.side + x] = 1;
  }

  /** Squares within each other around a middle: dark where the distance to it is not in `light`. */
  target(x: number, y: number, reach: number, light: readonly number[]): void {
    for (let dy = -reach; dy <= reach; dy += 1)
      for (let dx = -reach; dx <= reach; dx += 1)
        this.set(x + dx, y + dy, !light.includes(Math.max(Math.abs(dx), Math.abs(dy))));
  }
}

function makeFrame(version: number): QrFrame {
  const side = qrSide(version);
  const canvas = new FrameCanvas(side);
  for (let at = 0; at < side; at += 1) {
    canvas.set(at, 6, at % 2 === 0);
    canvas.set(6, at, at % 2 === 0);
  }
  const [near, far] = [3, side - 4];
  for (const [x, y] of [
    [near, near],
    [far, near],
    [near, far],
  ] as const)
    canvas.target(x, y, 4, [2, 4]);
  drawAlignment(canvas, version);
  reserveFormat(canvas);
  if (version >= 7) drawVersion(canvas, version);
  return frameOf(canvas, version);
}

/** The coordinates of alignment patterns (Annex E). */
function alignmentPlaces(version: number): number[] {
  if (version === 1) return [];
  const count = Math.floor(version / 7) + 2;
  const step = version === 32 ? 26 : Math.ceil((4 * version + 4) / (2 * count - 2)) * 2;
  const last = qrSide(version) - 7;
  return [6, ...Array.from({ length: count - 1 }, (_, index) => last - (count - 2 - index) * step)];
}

function drawAlignment(canvas: FrameCanvas, version: number): void {
  const places = alignmentPlaces(version);
  const last = places.length - 1;
  for (const [row, y] of places.entries())
    for (const [column, x] of places.entries()) {
      const isFinder =
        (row === 0 && (column === 0 || column === last)) || (row === last && !column);
      if (!isFinder) canvas.target(x, y, 2, [1]);
    }
}

function reserveFormat(canvas: FrameCanvas): void {
  for (const [x, y] of formatPlaces(canvas.side).flat()) canvas.set(x, y, false);
  canvas.set(8, canvas.side - 8, true);
}

/** For each bit of the format from the lowest: its two modules (7.9.1). */
function formatPlaces(side: number): (readonly [number, number])[][] {
  return Array.from({ length: 15 }, (_, bit) => {
    const skip = bit > 5 ? 1 : 0;
    const first: readonly [number, number] =
      bit < 8 ? [8, bit + skip] : [bit === 8 ? 7 : 14 - bit, 8];
    const second: readonly [number, number] = bit < 8 ? [side - 1 - bit, 8] : [8, side - 15 + bit];
    return [first, second];
  });
}

/** The version in 18 bits, twice (7.10). */
function drawVersion(canvas: FrameCanvas, version: number): void {
  const bits = (version << 12) | remainder(version, 12, 0x1f25);
  for (let bit = 0; bit < 18; bit += 1) {
    const isDark = ((bits >> bit) & 1) === 1;
    const [long, short] = [canvas.side - 11 + (bit % 3), Math.floor(bit / 3)];
    canvas.set(long, short, isDark);
    canvas.set(short, long, isDark);
  }
}

/** The remainder of `value` times x to the power of `bits` by a generator (Annexes C and D). */
function remainder(value: number, bits: number, generator: number): number {
  let rest = value;
  for (let step = 0; step < bits; step += 1)
    rest = (rest << 1) ^ ((rest >> (bits - 1)) * generator);
  return rest;
}

function frameOf(canvas: FrameCanvas, version: number): QrFrame {
  const { side, dark, isFunction } = canvas;
  const modules = noModules(side);
  for (let y = 0; y < side; y += 1)
    for (let x = 0; x < side; x += 1)
      if (dark[y * side + x] === 1) setModule(modules, modulePlace(side, x, y));
  const places = codewordPlaces(canvas, qrCodewords(version) * 8);
  return { side, modules, places, isFunction };
}

/** Two columns at a time from the right, up and down in turns (7.7.3). */
function codewordPlaces({ side, isFunction }: FrameCanvas, bits: number): Uint16Array {
  const places = new Uint16Array(bits);
  let count = 0;
  for (let right = side - 1; right >= 1; right -= 2) {
    if (right === 6) right = 5;
    const isUpwards = ((right + 1) & 2) === 0;
    for (let step = 0; step < side * 2; step += 1) {
      const x = right - (step & 1);
      const y = isUpwards ? side - 1 - (step >> 1) : step >> 1;
      if (isFunction[y * side + x] === 0 && count < bits) places[count++] = modulePlace(side, x, y);
    }
  }
  return places;
}

/**
 * What a mask turns over in a symbol of a level, with the format that names both; and the same with
 * rows and columns exchanged.
 */
export interface QrMask {
  readonly across: QrWords;
  readonly down: QrWords;
}

/** In the order of their references (ISO/IEC 18004, Table 10); true turns a module over. */
const CONDITIONS: readonly ((x: number, y: number) => boolean)[] = [
  (x, y) => (x + y) % 2 === 0,
  (_x, y) => y % 2 === 0,
  (x) => x % 3 === 0,
  (x, y) => (x + y) % 3 === 0,
  (x, y) => (Math.floor(x / 3) + (y >> 1)) % 2 === 0,
  (x, y) => ((x * y) % 2) + ((x * y) % 3) === 0,
  (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2 === 0,
  (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2 === 0,
];
const LEVEL_BITS: Readonly<Record<QrLevel, number>> = { L: 1, M: 0, Q: 3, H: 2 };

const masks = new Map<string, readonly QrMask[]>();

/** All eight masks of a version and level. */
export function qrMasks(version: number, level: QrLevel): readonly QrMask[] {
  const key = `${version}${level}`;
  let made = masks.get(key);
  if (made === undefined)
    masks.set(key, (made = CONDITIONS.map((_, mask) => makeMask(version, level, mask))));
  return made;
}

function makeMask(version: number, level: QrLevel, mask: number): QrMask {
  const { side, isFunction } = qrFrame(version);
  const across = noModules(side);
  const put = (x: number, y: number): void => setModule(across, modulePlace(side, x, y));
  const condition = CONDITIONS[mask];
  for (let y = 0; y < side; y += 1)
    for (let x = 0; x < side; x += 1)
      if (isFunction[y * side + x] === 0 && condition?.(x, y) === true) put(x, y);
  const data = (LEVEL_BITS[level] << 3) | mask;
  const format = ((data << 10) | remainder(data, 10, 0x537)) ^ 0x5412;
  for (const [bit, places] of formatPlaces(side).entries())
    if (((format >> bit) & 1) === 1) for (const [x, y] of places) put(x, y);
  return { across, down: exchanged(across, side) };
}
