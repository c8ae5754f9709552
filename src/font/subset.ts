import { assert } from "../base/assert.ts";
import { sha256 } from "../base/hash.ts";
import { FontError } from "./font-error.ts";
import type { FontFace } from "./font-face.ts";
import { readTables } from "./sfnt.ts";
import { remakeFont, tagNumber } from "./subset-library.ts";
import type { SubsetLibrary } from "./subset-library.ts";

// Values of hb-subset.h (HarfBuzz 15).
const FLAG_NO_HINTING = 0x01;
const FLAG_RETAIN_GIDS = 0x02;
const FLAG_NOTDEF_OUTLINE = 0x40;
const FLAG_NO_LAYOUT_CLOSURE = 0x200;
const SET_DROP_TABLE = 3;
const SET_NAME_ID = 4;
const NAME_POSTSCRIPT = 6;

/**
 * Tables that a PDF reader has a use for: text is already shaped and written by glyph id, in lines
 * from side to side.
 */
const KEPT_TABLES = new Set("CFF |OS/2|glyf|head|hhea|hmtx|loca|maxp|name|post".split("|"));

/**
 * The font file reduced to the given glyphs (and `.notdef`, and the parts of composites), each
 * under its old glyph id, without hinting and layout tables. The same input gives the same bytes,
 * whatever the order of the ids. `installSubsetter` must have been called in this thread. Throws a
 * `FontError` if the font cannot be reduced.
 */
export function subsetFont(face: FontFace, glyphIds: readonly number[]): Uint8Array {
  for (const glyph of glyphIds)
    assert(glyph >= 0 && glyph < face.glyphCount, `${face.id} has no glyph ${glyph}`);
  const made = remakeFont(face.bytes, (library, input) => describe(library, input, face, glyphIds));
  if (made === undefined)
    throw new FontError("font.subset", `The font ${face.id} cannot be subset: use another font.`);
  return made;
}

function describe(
  library: SubsetLibrary,
  input: number,
  { bytes }: FontFace,
  glyphIds: readonly number[],
): void {
  library.hb_subset_input_set_flags(
    input,
    FLAG_NO_HINTING | FLAG_RETAIN_GIDS | FLAG_NOTDEF_OUTLINE | FLAG_NO_LAYOUT_CLOSURE,
  );
  const glyphs = library.hb_subset_input_glyph_set(input);
  for (const glyph of glyphIds) library.hb_set_add(glyphs, glyph);
  const dropped = library.hb_subset_input_set(input, SET_DROP_TABLE);
  for (const tag of readTables(bytes).keys())
    if (!KEPT_TABLES.has(tag)) library.hb_set_add(dropped, tagNumber(tag));
  const names = library.hb_subset_input_set(input, SET_NAME_ID);
  library.hb_set_clear(names);
  library.hb_set_add(names, NAME_POSTSCRIPT);
}

const TAG_LETTERS = 6;

/**
 * The six capital letters before the name of a subset font (ISO 32000-2, 9.9.2), derived from the
 * hash of font and glyphs, so that different subsets of a font have different names in every run.
 */
export function subsetTag(face: FontFace, glyphIds: readonly number[]): string {
  const sorted = [...new Set(glyphIds)].sort((a, b) => a - b);
  let number = parseInt(sha256(`${face.hash} ${sorted.join(" ")}`).slice(0, 12), 16);
  let tag = "";
  for (let letter = 0; letter < TAG_LETTERS; letter += 1) {
    tag += String.fromCharCode(65 + (number % 26));
    number = Math.floor(number / 26);
  }
  return tag;
}
