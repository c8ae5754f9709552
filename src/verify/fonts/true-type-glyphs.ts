import { BrokenFont } from "./broken-font.ts";
import type { GlyphOutlines } from "./font-file.ts";
import type { SfntTables } from "./sfnt-tables.ts";

const DEPTH_MAX = 8;

// Bits of a point (OpenType 1.9, "glyf").
const ON_CURVE = 0x01;
const [X_SHORT, Y_SHORT] = [0x02, 0x04];
const REPEATS = 0x08;
const [X_SAME, Y_SAME] = [0x10, 0x20];

// Bits of a component.
const ARGS_ARE_WORDS = 0x0001;
const ARGS_ARE_XY = 0x0002;
const MORE_COMPONENTS = 0x0020;
/** How many scale values follow, by the bit that says so. */
const SCALES = [
  [0x0008, 1],
  [0x0040, 2],
  [0x0080, 4],
] as const;
/**
 * The bits that change what is drawn: kind of arguments, rounding, whose metrics, scaled offset.
 */
const DRAWING_BITS = 0x0002 | 0x0004 | 0x0200 | 0x0800;

/** Reads the outlines of a TrueType font's `glyf` table. */
export class TrueTypeGlyphs implements GlyphOutlines {
  readonly #glyf: DataView;
  readonly #offsets: Float64Array;

  constructor(tables: SfntTables, glyphCount: number) {
    this.#glyf = tables.get("glyf");
    this.#offsets = readLoca(tables, glyphCount, this.#glyf.byteLength);
  }

  /**
   * Bounds, contours, points and components; bounds are included, as readers place glyphs by them.
   */
  outline(glyph: number): readonly number[] {
    const drawn: number[] = [];
    this.#outline(glyph, 0, drawn);
    return drawn;
  }

  #outline(glyph: number, depth: number, drawn: number[]): void {
    if (glyph >= this.#offsets.length - 1) throw new BrokenFont(`it has no glyph ${glyph}`);
    if (depth > DEPTH_MAX) throw new BrokenFont("the parts of a glyph are nested too deep");
    const [start = 0, end = 0] = this.#offsets.subarray(glyph, glyph + 2);
    if (start === end) return;
    const { buffer, byteOffset } = this.#glyf;
    const data = new DataView(buffer, byteOffset + start, end - start);
    const contours = data.getInt16(0);
    if (contours === 0) return;
    for (let at = 2; at < 10; at += 2) drawn.push(data.getInt16(at));
    drawn.push(contours);
    if (contours > 0) addPoints(data, contours, drawn);
    else this.#composite(data, depth, drawn);
  }

  #composite(data: DataView, depth: number, drawn: number[]): void {
    let at = 10;
    for (let flags = MORE_COMPONENTS; (flags & MORE_COMPONENTS) !== 0;) {
      flags = data.getUint16(at);
      const part = data.getUint16(at + 2);
      const before = drawn.push(part, flags & DRAWING_BITS, 0);
      at = addValues(data, at + 4, flags, drawn);
      drawn[before - 1] = drawn.length - before;
      this.#outline(part, depth + 1, drawn);
    }
  }
}

/** Where a component is placed and how it is scaled, and where that ends. */
function addValues(data: DataView, start: number, flags: number, list: number[]): number {
  let at = start;
  for (let index = 0; index < 2; index += 1) {
    const isSigned = (flags & ARGS_ARE_XY) !== 0;
    if ((flags & ARGS_ARE_WORDS) === 0) {
      list.push(isSigned ? data.getInt8(at) : data.getUint8(at));
      at += 1;
    } else {
      list.push(isSigned ? data.getInt16(at) : data.getUint16(at));
      at += 2;
    }
  }
  const count = SCALES.find(([bit]) => (flags & bit) !== 0)?.[1] ?? 0;
  for (let index = 0; index < count; index += 1) list.push(data.getInt16(at + index * 2));
  return at + count * 2;
}

/** A simple glyph: the end of each contour, and each point with whether it is on the curve. */
function addPoints(data: DataView, contours: number, drawn: number[]): void {
  let last = -1;
  for (let index = 0; index < contours; index += 1) {
    last = data.getUint16(10 + index * 2);
    drawn.push(last);
  }
  const count = last + 1;
  let at = 10 + contours * 2;
  at += 2 + data.getUint16(at);
  const flags = new Uint8Array(count);
  for (let point = 0; point < count; point += 1) {
    const flag = data.getUint8(at++);
    flags[point] = flag;
    if ((flag & REPEATS) === 0) continue;
    const more = data.getUint8(at++);
    if (point + more >= count) throw new BrokenFont("the points of a glyph are broken");
    flags.fill(flag, point + 1, point + 1 + more);
    point += more;
  }
  for (const flag of flags) drawn.push(flag & ON_CURVE);
  at = addCoordinates(data, at, flags, X_SHORT, X_SAME, drawn);
  addCoordinates(data, at, flags, Y_SHORT, Y_SAME, drawn);
}

function addCoordinates(
  data: DataView,
  start: number,
  flags: Uint8Array,
  shortBit: number,
  sameBit: number,
  drawn: number[],
): number {
  let [at, value] = [start, 0];
  for (const flag of flags) {
    const isSame = (flag & sameBit) !== 0;
    if ((flag & shortBit) !== 0) {
      value += isSame ? data.getUint8(at) : -data.getUint8(at);
      at += 1;
    } else if (!isSame) {
      value += data.getInt16(at);
      at += 2;
    }
    drawn.push(value);
  }
  return at;
}

function readLoca(tables: SfntTables, glyphCount: number, glyfBytes: number): Float64Array {
  const loca = tables.get("loca");
  const isLong = tables.get("head").getInt16(50) !== 0;
  const offsets = new Float64Array(glyphCount + 1);
  for (let index = 0; index <= glyphCount; index += 1) {
    const offset = isLong ? loca.getUint32(index * 4) : loca.getUint16(index * 2) * 2;
    if (offset > glyfBytes || offset < (offsets[index - 1] ?? 0))
      throw new BrokenFont("its list of glyphs is broken");
    offsets[index] = offset;
  }
  return offsets;
}
