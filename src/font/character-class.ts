import type { FontFace } from "./font-face.ts";

const CONTROL = /\p{Cc}/u;
const IGNORABLE = /\p{Default_Ignorable_Code_Point}/u;

// Scripts whose characters are placed side by side, one glyph each; of Hangul only the composed
// syllables (U+AC00 to U+D7A3).
const PLAIN_SCRIPTS = "Latn Grek Cyrl Armn Geor Hani Hira Kana Bopo Zyyy Zzzz".split(" ");
const PLAIN = new RegExp(
  `[${PLAIN_SCRIPTS.map((s) => `\\p{sc=${s}}`).join("")}\uac00-\ud7a3]`,
  "u",
);
const MARK = /\p{M}/u;

/** Control characters have no place in composed text: they count as missing. */
export function isControl(codePoint: number): boolean {
  return CONTROL.test(String.fromCodePoint(codePoint));
}

/**
 * Soft hyphen, joiners, direction marks, variation selectors: shaping obeys them, nothing draws
 * them.
 */
export function isIgnorable(codePoint: number): boolean {
  return IGNORABLE.test(String.fromCodePoint(codePoint));
}

/** The part of a text that is drawn. */
export function withoutIgnorables(text: string): string {
  let drawn = "";
  for (const character of text)
    if (!isIgnorable(character.codePointAt(0) as number)) drawn += character;
  return drawn;
}

/** True if a character's look or place depends on its neighbours. */
export function isComplex(codePoint: number): boolean {
  // Punctuation of the right-to-left blocks belongs to no script, yet is shaped with them.
  if (codePoint >= 0x590 && codePoint <= 0x8ff) return true;
  const character = String.fromCodePoint(codePoint);
  return MARK.test(character) || !PLAIN.test(character);
}

const tables = new WeakMap<FontFace, Uint16Array>();

/** BMP code unit → glyph for text that needs no shaping; 0 for every other code unit. */
export function plainGlyphs(face: FontFace): Uint16Array {
  let table = tables.get(face);
  if (table === undefined) tables.set(face, (table = buildTable(face)));
  return table;
}

function buildTable(face: FontFace): Uint16Array {
  const table = new Uint16Array(0x1_0000);
  for (const codePoint of [...face.codePoints, 0xa0])
    if (codePoint < table.length && isPlain(codePoint)) table[codePoint] = face.glyphOf(codePoint);
  return table;
}

function isPlain(codePoint: number): boolean {
  return !isControl(codePoint) && !isIgnorable(codePoint) && !isComplex(codePoint);
}
