import { FontError } from "./font-error.ts";
import type { FontFace } from "./font-face.ts";
import { reverseMap } from "./to-unicode.ts";

/**
 * How glyphs are named in content streams. TrueType: a printable ASCII character by its own code,
 * in one byte, so that statement text takes half the bytes that glyph ids would; every other glyph
 * by two bytes, its id with the high bit set. No two codes have the same number, since readers tell
 * codes apart by their number alone. CFF: every glyph by its id, because a PDF can map other codes
 * to glyphs only for TrueType (ISO 32000-1, 9.7.4.2). It all depends on the font file alone, so
 * that composed pages fit any subset of it.
 */
export interface ShowCodes {
  /** The one-byte code of a glyph, 0 if it takes two. */
  readonly byteOf: Uint8Array;
  /** The number added to a glyph's id for its two-byte code. */
  readonly twoByteBase: number;
}

const FIRST_CODE = 0x20;
const LAST_CODE = 0x7e;
const TWO_BYTE_BASE = 0x8000;

/** Throws a `FontError` for a font with more glyphs than the codes can name. */
export function showCodes(face: FontFace): ShowCodes {
  const byteOf = new Uint8Array(face.glyphCount);
  if (face.isCff) return { byteOf, twoByteBase: 0 };
  if (face.glyphCount > TWO_BYTE_BASE) {
    const message = `The font ${face.id} has more than ${TWO_BYTE_BASE} glyphs: use a subset.`;
    throw new FontError("font.too-many-glyphs", message);
  }
  const codePoints = reverseMap(face);
  for (let code = FIRST_CODE; code <= LAST_CODE; code += 1) {
    const glyph = face.glyphOf(code);
    if (glyph !== 0 && codePoints[glyph] === code) byteOf[glyph] = code;
  }
  return { byteOf, twoByteBase: TWO_BYTE_BASE };
}
