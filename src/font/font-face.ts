import { sha256 } from "../base/hash.ts";
import { FontError } from "./font-error.ts";
import { readFacts } from "./font-facts.ts";
import type { FontFacts } from "./font-facts.ts";
import { keepHarfbuzz, openHarfbuzz } from "./harfbuzz-font.ts";
import { readTables } from "./sfnt.ts";

/** Immutable facts of one font file, made once per worker. Lengths in 1/1000 em. */
export interface FontFace extends FontFacts {
  /** The PostScript name, such as `NotoSans-Regular`. */
  readonly id: string;
  /** SHA-256 of the file. */
  readonly hash: string;
  /** Advance per glyph id, rounded: exactly the numbers of a PDF font's `W` array. */
  readonly advances: Uint16Array;
  /** The file itself; must not be changed while the face is in use. */
  readonly bytes: Uint8Array;
  /** The code points the font has a glyph for, ascending. */
  readonly codePoints: Uint32Array;
  /** The glyph of a code point, 0 if there is none. */
  glyphOf(codePoint: number): number;
}

const NO_BREAK_SPACE = 0xa0;
const BMP_SIZE = 0x1_0000;

/**
 * Opens a TrueType or OpenType (CFF) font file. Throws a `FontError` for files that are damaged, of
 * another format, or whose licence forbids embedded subsets.
 */
export function openFontFace(bytes: Uint8Array): FontFace {
  const facts = readFacts(readTables(bytes));
  const hash = sha256(bytes);
  const font = openHarfbuzz(bytes);
  const bmp = new Uint16Array(BMP_SIZE);
  const beyond = new Map<number, number>();
  const codePoints = font.face.collectUnicodes().filter((codePoint) => {
    if (!isScalar(codePoint)) return false;
    const glyph = font.nominalGlyph(codePoint) ?? 0;
    if (glyph === 0 || glyph >= facts.glyphCount) return false;
    if (codePoint < BMP_SIZE) bmp[codePoint] = glyph;
    else beyond.set(codePoint, glyph);
    return true;
  });
  if (codePoints.length === 0)
    throw new FontError("font.no-characters", "The font maps no characters: use another font.");
  if (bmp[NO_BREAK_SPACE] === 0) bmp[NO_BREAK_SPACE] = bmp[0x20] as number;
  const face: FontFace = {
    ...facts,
    id: postScriptName(font.face.getName(6, "en"), hash),
    hash,
    bytes,
    codePoints,
    glyphOf: (codePoint) =>
      codePoint < BMP_SIZE ? (bmp[codePoint] as number) : (beyond.get(codePoint) ?? 0),
  };
  keepHarfbuzz(face, font);
  return face;
}

/** A damaged character map may hold anything; text holds Unicode scalar values. */
function isScalar(codePoint: number): boolean {
  return codePoint < 0xd800 || (codePoint > 0xdfff && codePoint <= 0x10_ffff);
}

/**
 * The name table's PostScript name, without what a PDF name cannot hold; else made from the hash.
 */
function postScriptName(name: string, hash: string): string {
  const clean = name.replaceAll(/[^\w.+-]/g, "").slice(0, 63);
  return clean === "" ? `Font-${hash.slice(0, 8)}` : clean;
}
