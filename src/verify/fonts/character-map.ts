import { BrokenFont } from "./broken-font.ts";

/**
 * Character maps by platform and encoding, the best first: those of all Unicode, those of the basic
 * plane, and those of symbol fonts (OpenType 1.9, "cmap").
 */
const PREFERRED = ["3/10", "0/6", "0/4", "3/1", "0/3", "0/2", "0/1", "0/0", "3/0"];
const LAST_CODE_POINT = 0x10_ffff;

/** The glyphs of a font by code point, from the map in its own file. */
export function readCharacterMap(cmap: DataView): ReadonlyMap<number, number> {
  const offsets = new Map<string, number>();
  const count = cmap.getUint16(2);
  for (let index = 0; index < count; index += 1) {
    const at = 4 + index * 8;
    offsets.set(`${cmap.getUint16(at)}/${cmap.getUint16(at + 2)}`, cmap.getUint32(at + 4));
  }
  const known = PREFERRED.map((name) => offsets.get(name));
  const best = known.find((offset) => offset !== undefined);
  if (best === undefined) throw new BrokenFont("it maps no Unicode characters");
  return readSubtable(cmap, best);
}

function readSubtable(cmap: DataView, at: number): ReadonlyMap<number, number> {
  const glyphs = new Map<number, number>();
  const format = cmap.getUint16(at);
  if (format === 0) {
    for (let code = 0; code < 256; code += 1) put(glyphs, code, cmap.getUint8(at + 6 + code));
  } else if (format === 4) readSegments(cmap, at, glyphs);
  else if (format === 6) {
    const [first, count] = [cmap.getUint16(at + 6), cmap.getUint16(at + 8)];
    for (let index = 0; index < count; index += 1)
      put(glyphs, first + index, cmap.getUint16(at + 10 + index * 2));
  } else if (format === 12 || format === 13) readGroups(cmap, at, format === 12, glyphs);
  else throw new BrokenFont(`its character map has the format ${format}`);
  return glyphs;
}

/** Format 4: segments of the basic plane, by a difference or through an array of glyph ids. */
function readSegments(cmap: DataView, at: number, glyphs: Map<number, number>): void {
  const size = cmap.getUint16(at + 6);
  const [ends, starts] = [at + 14, at + 16 + size];
  const [deltas, offsets] = [starts + size, starts + 2 * size];
  for (let segment = 0; segment < size; segment += 2) {
    const [start, end] = [cmap.getUint16(starts + segment), cmap.getUint16(ends + segment)];
    const delta = cmap.getUint16(deltas + segment);
    const offset = cmap.getUint16(offsets + segment);
    for (let code = start; code <= end && code < 0xffff; code += 1) {
      const place = offsets + segment + offset + (code - start) * 2;
      const listed = offset === 0 ? code : place < cmap.byteLength - 1 ? cmap.getUint16(place) : 0;
      put(glyphs, code, offset !== 0 && listed === 0 ? 0 : (listed + delta) & 0xffff);
    }
  }
}

/** Formats 12 and 13: groups with consecutive glyphs, or with one glyph for all. */
function readGroups(
  cmap: DataView,
  at: number,
  countsUp: boolean,
  glyphs: Map<number, number>,
): void {
  const count = cmap.getUint32(at + 12);
  for (let index = 0; index < count; index += 1) {
    const group = at + 16 + index * 12;
    const [start, end] = [cmap.getUint32(group), cmap.getUint32(group + 4)];
    if (end > LAST_CODE_POINT) throw new BrokenFont("its character map is broken");
    const first = cmap.getUint32(group + 8);
    for (let code = start; code <= end; code += 1)
      put(glyphs, code, first + (countsUp ? code - start : 0));
  }
}

function put(glyphs: Map<number, number>, codePoint: number, glyph: number): void {
  const isCharacter = codePoint < 0xd800 || codePoint > 0xdfff;
  if (glyph > 0 && isCharacter) glyphs.set(codePoint, glyph);
}
