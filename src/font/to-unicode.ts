import type { FontFace } from "./font-face.ts";

const maps = new WeakMap<FontFace, Uint32Array>();

const COMPATIBILITY_RANK = 1;
const FORMAT_RANK = 2;

/**
 * Glyph id → the code point that a reader gets for it, 0 for none; from the font file alone, so
 * that all spools of a font share one ToUnicode. Of several code points the plain one wins (space,
 * not no-break space; hyphen-minus, not soft hyphen), then the lowest.
 */
export function reverseMap(face: FontFace): Uint32Array {
  let map = maps.get(face);
  if (map === undefined) maps.set(face, (map = buildMap(face)));
  return map;
}

function buildMap(face: FontFace): Uint32Array {
  const map = new Uint32Array(face.glyphCount);
  const ranks = new Uint8Array(face.glyphCount).fill(FORMAT_RANK + 1);
  for (const codePoint of face.codePoints) {
    const glyph = face.glyphOf(codePoint);
    const rank = rankOf(codePoint);
    if (rank >= (ranks[glyph] as number)) continue;
    ranks[glyph] = rank;
    map[glyph] = codePoint;
  }
  return map;
}

function rankOf(codePoint: number): number {
  const character = String.fromCodePoint(codePoint);
  if (/\p{C}/u.test(character)) return FORMAT_RANK;
  return character.normalize("NFKC") === character ? 0 : COMPATIBILITY_RANK;
}

/**
 * Looks up the text of glyphs for a ToUnicode CMap (ISO 32000-2, 9.10.3). Glyphs that no code point
 * maps to are left out: the painter writes ActualText for them.
 */
export function toUnicodeOf(face: FontFace): (glyphs: readonly number[]) => Map<number, string> {
  const map = reverseMap(face);
  return (glyphs) => {
    const texts = new Map<number, string>();
    for (const glyph of glyphs) {
      const codePoint = map[glyph] ?? 0;
      if (codePoint !== 0) texts.set(glyph, String.fromCodePoint(codePoint));
    }
    return texts;
  };
}
