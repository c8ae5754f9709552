import { FontError } from "./font-error.ts";
import type { FontFace } from "./font-face.ts";
import { reverseMap } from "./to-unicode.ts";

/**
 * How glyphs are named in content streams: a printable ASCII character by its own code, in one
 * byte; every other glyph by its id in two bytes, the first of which has its high bit set. It
 * depends on the font file alone, so composed pages fit any subset of it, and statement text takes
 * half the bytes that two-byte glyph ids would.
 */
export interface ShowCodes {
  /** The one-byte code of a glyph, 0 where it takes two. */
  readonly byteOf: Uint8Array;
  /** The glyph of each one-byte code, 0 where there is none. */
  readonly glyphOf: Uint16Array;
}

const FIRST_CODE = 0x20;
const LAST_CODE = 0x7e;
/** Two-byte codes have fifteen bits for a glyph id. */
const TWO_BYTE_GLYPHS_MAX = 0x8000;

/** Throws a `FontError` for a font with more glyphs than the codes can name. */
export function showCodes(face: FontFace): ShowCodes {
  if (face.glyphCount > TWO_BYTE_GLYPHS_MAX) {
    const message = `The font ${face.id} has more than ${TWO_BYTE_GLYPHS_MAX} glyphs: use a subset.`;
    throw new FontError("font.too-many-glyphs", message);
  }
  const byteOf = new Uint8Array(face.glyphCount);
  const glyphOf = new Uint16Array(0x80);
  const codePoints = reverseMap(face);
  for (let code = FIRST_CODE; code <= LAST_CODE; code += 1) {
    const glyph = face.glyphOf(code);
    if (glyph === 0 || codePoints[glyph] !== code) continue;
    byteOf[glyph] = code;
    glyphOf[code] = glyph;
  }
  return { byteOf, glyphOf };
}
