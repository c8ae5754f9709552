import { BrokenFont } from "./broken-font.ts";
import { type CffDict, readDict, readIndex } from "./cff-dict.ts";
import { Charstring, type CharstringSetup } from "./charstring.ts";
import type { GlyphOutlines } from "./font-file.ts";

// Operators of DICTs (Adobe Technical Note 5176, tables 9, 10 and 23).
const [CHARSET, CHARSTRINGS, PRIVATE, SUBRS] = [15, 17, 18, 19];
const [DEFAULT_WIDTH, NOMINAL_WIDTH] = [20, 21];
const FONT_MATRIX = 1207;
const [ROS, FD_ARRAY, FD_SELECT] = [1230, 1236, 1237];
/** Offsets below this mean the predefined charsets. */
const OWN_CHARSET = 3;

/** Reads the outlines of a font's CFF table (Adobe Technical Note 5176). */
export class CffGlyphs implements GlyphOutlines {
  /** The factor from its units to ems; the same for all but unusual fonts. */
  readonly matrix: string;
  readonly #charstrings: readonly Uint8Array[];
  readonly #setups: readonly CharstringSetup[];
  /** By glyph: an index into the setups. */
  readonly #selected: Uint8Array;
  /** By CID, if the table has CIDs. */
  readonly #glyphs: ReadonlyMap<number, number> | undefined;

  constructor(cff: DataView, glyphCount: number) {
    const names = readIndex(cff, cff.getUint8(2));
    const tops = readIndex(cff, names.end);
    const strings = readIndex(cff, tops.end);
    const globals = readIndex(cff, strings.end).items;
    const top = readDict(tops.items[0] ?? new Uint8Array(0));
    this.#charstrings = readIndex(cff, numberOf(top, CHARSTRINGS)).items;
    if (this.#charstrings.length !== glyphCount)
      throw new BrokenFont("its CFF table and its other tables have different glyphs");
    const isKeyed = top.has(ROS);
    const inner = isKeyed ? readIndex(cff, numberOf(top, FD_ARRAY)).items.map(readDict) : [top];
    this.#setups = inner.map((dict) => setupOf(cff, dict, globals));
    this.#selected = isKeyed
      ? readSelect(cff, numberOf(top, FD_SELECT), glyphCount)
      : new Uint8Array(glyphCount);
    this.#glyphs = isKeyed ? glyphsByCid(cff, numberOf(top, CHARSET), glyphCount) : undefined;
    this.matrix = [top, ...inner].map((dict) => dict.get(FONT_MATRIX)?.join(" ") ?? "").join("/");
  }

  outline(glyph: number): readonly number[] {
    const setup = this.#setups[this.#selected[glyph] ?? 0];
    const code = this.#charstrings[glyph];
    if (setup === undefined || code === undefined) throw new BrokenFont(`it has no glyph ${glyph}`);
    return new Charstring(setup).outline(code);
  }

  /** A CID names a glyph through the charset, or by number if there are no CIDs. */
  glyphOfCid(cid: number): number {
    return this.#glyphs === undefined ? cid : (this.#glyphs.get(cid) ?? 0);
  }
}

function numberOf(dict: CffDict, operator: number): number {
  return dict.get(operator)?.[0] ?? 0;
}

function setupOf(cff: DataView, dict: CffDict, globals: readonly Uint8Array[]): CharstringSetup {
  const [size = 0, at = 0] = dict.get(PRIVATE) ?? [];
  if (at + size > cff.byteLength) throw new BrokenFont("its CFF table is cut");
  const own = readDict(new Uint8Array(cff.buffer, cff.byteOffset + at, size));
  const subrsAt = numberOf(own, SUBRS);
  return {
    globals,
    locals: subrsAt === 0 ? [] : readIndex(cff, at + subrsAt).items,
    defaultWidth: numberOf(own, DEFAULT_WIDTH),
    nominalWidth: numberOf(own, NOMINAL_WIDTH),
  };
}

function readSelect(cff: DataView, at: number, glyphCount: number): Uint8Array {
  const selected = new Uint8Array(glyphCount);
  if (cff.getUint8(at) === 0) {
    for (let glyph = 0; glyph < glyphCount; glyph += 1)
      selected[glyph] = cff.getUint8(at + 1 + glyph);
    return selected;
  }
  if (cff.getUint8(at) !== 3) throw new BrokenFont("its CFF table is broken");
  const ranges = cff.getUint16(at + 1);
  for (let index = 0; index < ranges; index += 1) {
    const range = at + 3 + index * 3;
    selected.fill(cff.getUint8(range + 2), cff.getUint16(range), cff.getUint16(range + 3));
  }
  return selected;
}

/** The charset of a font with CIDs (Adobe Technical Note 5176, 13), inverted. */
function glyphsByCid(cff: DataView, at: number, glyphCount: number): Map<number, number> {
  const glyphs = new Map<number, number>([[0, 0]]);
  if (at < OWN_CHARSET) throw new BrokenFont("it has no list of its CIDs");
  const format = cff.getUint8(at);
  let next = at + 1;
  for (let glyph = 1; glyph < glyphCount;) {
    const first = cff.getUint16(next);
    const more = format === 0 ? 0 : format === 1 ? cff.getUint8(next + 2) : cff.getUint16(next + 2);
    for (let index = 0; index <= more && glyph < glyphCount; index += 1, glyph += 1)
      glyphs.set(first + index, glyph);
    next += format === 0 ? 2 : format === 1 ? 3 : 4;
  }
  return glyphs;
}
