import type { FontFace } from "./font-face.ts";
import { harfbuzzOf } from "./harfbuzz-font.ts";

/** Gives the kern of two glyphs, in the font's own units. */
type PairUnits = (left: number, right: number) => number;

const kerns = new WeakMap<FontFace, PairUnits | null>();

const APPLE_VERSION = 0x0001_0000;
const PAIR_BYTES = 6;

/**
 * What the `kern` table gives for two glyphs, if it is what kerns the script: older fonts have no
 * GPOS, and our build of HarfBuzz reads no other table. Otherwise undefined.
 */
export function legacyKern(face: FontFace, script: string): PairUnits | undefined {
  let pairs = kerns.get(face);
  if (pairs === undefined) kerns.set(face, (pairs = readKern(face)));
  return pairs === null || hasKernFeature(face, script) ? undefined : pairs;
}

const SCRIPTS = ["Grek", "Cyrl", "Hebr", "Arab"].map(
  (tag) => [tag, new RegExp(`\\p{sc=${tag}}`, "u")] as const,
);

/** The script in which text is kerned; Latin if it is none of the distinguished ones. */
export function scriptOf(text: string): string {
  return SCRIPTS.find(([, pattern]) => pattern.test(text))?.[0] ?? "Latn";
}

/** Whether GPOS has kerning for a script: then HarfBuzz looks no further. */
function hasKernFeature(face: FontFace, script: string): boolean {
  const { face: source } = harfbuzzOf(face);
  const scripts = source.getTableScriptTags("GPOS");
  const index = [script.toLowerCase(), "DFLT", "dflt", "latn"]
    .map((tag) => scripts.indexOf(tag))
    .find((found) => found >= 0);
  if (index === undefined) return false;
  return source.getLanguageFeatureTags("GPOS", index, DEFAULT_LANGUAGE).includes("kern");
}

/** The index HarfBuzz has for a script's default language. */
const DEFAULT_LANGUAGE = 0xffff;

function readKern(face: FontFace): PairUnits | null {
  const bytes = harfbuzzOf(face).face.referenceTable("kern");
  if (bytes === undefined || bytes.length < 4) return null;
  const table = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    const subtables = horizontalSubtables(table);
    if (subtables.length === 0) return null;
    return (left, right) => subtables.reduce((sum, pair) => sum + pair(left, right), 0);
  } catch (error) {
    // A table that ends too early: the font is used without it, as HarfBuzz does.
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/**
 * The subtables that kern along a horizontal line, for both versions of the table (OpenType's and
 * Apple's).
 */
function horizontalSubtables(table: DataView): PairUnits[] {
  const isApple = table.getUint32(0) === APPLE_VERSION;
  const count = isApple ? table.getUint32(4) : table.getUint16(2);
  const headerBytes = isApple ? 8 : 6;
  const found: PairUnits[] = [];
  let at = isApple ? 8 : 4;
  for (let index = 0; index < count; index += 1) {
    const length = isApple ? table.getUint32(at) : table.getUint16(at + 2);
    const coverage = table.getUint16(at + 4);
    const format = isApple ? coverage & 0xff : coverage >> 8;
    const isPlain = isApple ? (coverage & 0xe000) === 0 : (coverage & 0x07) === 1;
    // The length of a last table with many pairs does not fit its field.
    const end = index === count - 1 ? table.byteLength : at + length;
    const pairs = isPlain ? readPairs(table, format, at, at + headerBytes, end) : undefined;
    if (pairs !== undefined) found.push(pairs);
    at += length;
  }
  return found;
}

function readPairs(
  table: DataView,
  format: number,
  start: number,
  data: number,
  end: number,
): PairUnits | undefined {
  if (format === 0) return sortedPairs(table, data, end);
  return format === 2 ? classPairs(table, start, data, end) : undefined;
}

/** Format 0: glyph pairs with a value each. */
function sortedPairs(table: DataView, data: number, end: number): PairUnits {
  const count = Math.min(table.getUint16(data), Math.floor((end - data - 8) / PAIR_BYTES));
  const units = new Map<number, number>();
  for (let at = data + 8; at < data + 8 + count * PAIR_BYTES; at += PAIR_BYTES)
    units.set(table.getUint32(at), table.getInt16(at + 4));
  return (left, right) => units.get(((left << 16) | right) >>> 0) ?? 0;
}

/** Format 2: values by classes of glyphs, which are offsets from the start of the subtable. */
function classPairs(table: DataView, start: number, data: number, end: number): PairUnits {
  const lefts = readClasses(table, start + table.getUint16(data + 2));
  const rights = readClasses(table, start + table.getUint16(data + 4));
  const values = table.getUint16(data + 6);
  return (left, right) => {
    const offset = lefts(left) + rights(right);
    return offset < values || start + offset + 2 > end ? 0 : table.getInt16(start + offset);
  };
}

function readClasses(table: DataView, at: number): (glyph: number) => number {
  const first = table.getUint16(at);
  const count = table.getUint16(at + 2);
  table.getUint16(at + 2 + count * 2);
  return (glyph) =>
    glyph < first || glyph >= first + count ? 0 : table.getUint16(at + 4 + (glyph - first) * 2);
}
