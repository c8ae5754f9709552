import { idOf } from "./file/cross-references.ts";
import type { PdfObjects } from "./file/pdf-objects.ts";
import type { PdfDictionary, PdfValue } from "./file/pdf-syntax.ts";
import { isArray, isDictionary, itemsOf } from "./file/pdf-values.ts";

/** The measures of a spool's font, in 1/1000 em. */
export interface FontMetrics {
  readonly ascentUnits: number;
  readonly descentUnits: number;
  readonly capHeightUnits: number;
  /** By code, as every code is its own CID; 0 if the font does not have it. */
  readonly widths: Uint16Array;
  /** Whether a code with this first byte has one byte. */
  readonly isShort: (first: number) => boolean;
}

export type FontMeasures = ReadonlyMap<string, FontMetrics>;

/** The resources of all pages list the same fonts; these resources come first in a spool. */
const RESOURCES_ID = 1;
const CODES = 65_536;
/** Printable ASCII has one-byte codes in TrueType fonts; otherwise all codes have two bytes. */
const [FIRST_SHORT, LAST_SHORT] = [0x20, 0x7e];

/** The measures of the fonts that pages may name (ISO 32000-1, 9.7.4.3 and 9.8.1). */
export function fontMeasures(objects: PdfObjects): FontMeasures {
  const measures = new Map<string, FontMetrics>();
  const resources = objects.count > RESOURCES_ID ? objects.dictionary(RESOURCES_ID) : undefined;
  for (const [name, font] of dictionaryIn(objects, resources?.get("Font")) ?? []) {
    const metrics = metricsOf(objects, dictionaryIn(objects, font));
    if (metrics !== undefined) measures.set(name, metrics);
  }
  return measures;
}

function metricsOf(objects: PdfObjects, font: PdfDictionary | undefined): FontMetrics | undefined {
  const descendants = font?.get("DescendantFonts");
  const [first] = itemsOf(descendants);
  const descendant = dictionaryIn(objects, first);
  const descriptor = dictionaryIn(objects, descendant?.get("FontDescriptor"));
  const [ascent, descent, capHeight] = ["Ascent", "Descent", "CapHeight"].map((key) =>
    descriptor?.get(key),
  );
  if (typeof ascent !== "number" || typeof descent !== "number" || typeof capHeight !== "number")
    return undefined;
  const isTrueType = idOf(font?.get("Encoding")) > 0;
  return {
    ascentUnits: ascent,
    descentUnits: descent,
    capHeightUnits: capHeight,
    widths: widthsOf(descendant?.get("W")),
    isShort: (byte) => isTrueType && byte >= FIRST_SHORT && byte <= LAST_SHORT,
  };
}

/** `first [w w w]` for consecutive codes. */
function widthsOf(list: PdfValue | undefined): Uint16Array {
  const widths = new Uint16Array(CODES);
  const values = itemsOf(list);
  for (let at = 0; at + 1 < values.length; at += 2) {
    const [first, run] = [values[at], values[at + 1]];
    if (typeof first !== "number" || !isArray(run)) continue;
    for (const [index, width] of run.entries())
      if (typeof width === "number") widths[first + index] = width;
  }
  return widths;
}

function dictionaryIn(objects: PdfObjects, value: PdfValue | undefined): PdfDictionary | undefined {
  if (isDictionary(value)) return value;
  const id = idOf(value);
  return id > 0 ? objects.dictionary(id) : undefined;
}

/** The sum of the widths of all glyphs of a string, and the number of glyphs. */
export function measured(
  { widths, isShort }: FontMetrics,
  strings: readonly Uint8Array[],
): { readonly units: number; readonly glyphs: number } {
  let [units, glyphs] = [0, 0];
  for (const bytes of strings)
    for (let at = 0; at < bytes.length; glyphs += 1) {
      const first = bytes[at] ?? 0;
      const isOne = isShort(first);
      units += widths[isOne ? first : (first << 8) | (bytes[at + 1] ?? 0)] ?? 0;
      at += isOne ? 1 : 2;
    }
  return { units, glyphs };
}
