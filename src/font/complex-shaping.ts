import { BufferFlag, Direction, Feature, shape } from "harfbuzzjs";
import { isControl } from "./character-class.ts";
import type { FontFace } from "./font-face.ts";
import { emptyBuffer, harfbuzzOf } from "./harfbuzz-font.ts";
import { legacyKern, scriptOf } from "./legacy-kern.ts";
import { reverseMap } from "./to-unicode.ts";

/** A glyph, its position (1/1000 em from the start of the run), and the text it is drawn for. */
export interface PlacedGlyph {
  readonly glyph: number;
  readonly x: number;
  /** UTF-16 offset of the first character of its cluster. */
  readonly cluster: number;
}

export interface ComplexRun {
  /** From the left. */
  readonly placed: readonly PlacedGlyph[];
  readonly widthUnits: number;
  /** UTF-16 offset of the first character without a glyph, or -1. */
  readonly missingOffset: number;
}

const LIGATURES_OFF = ["liga", "clig"].map((tag) => new Feature(tag, 0));
const LIGATURES_OPTIONAL = /^[\p{sc=Latn}\p{sc=Grek}\p{sc=Cyrl}\p{sc=Zyyy}\p{sc=Zinh}]*$/u;

/** A code point that no font maps, put in place of a control character. */
const NO_CHARACTER = "\uffff";

/**
 * Shapes text of one direction, whose characters depend on each other or whose style asks for
 * features, with HarfBuzz. Keeps horizontal offsets of marks, not vertical ones.
 */
export function shapeComplex(
  face: FontFace,
  text: string,
  rightToLeft: boolean,
  features: readonly string[] = [],
): ComplexRun {
  const buffer = emptyBuffer();
  buffer.addText(withoutControls(text));
  buffer.setDirection(rightToLeft ? Direction.RTL : Direction.LTR);
  buffer.setLanguage("und");
  buffer.setFlags(BufferFlag.REMOVE_DEFAULT_IGNORABLES);
  buffer.guessSegmentProperties();
  shape(harfbuzzOf(face), buffer, shapingFeatures(text, features));
  const perMille = (units: number): number => Math.round((units * 1000) / face.unitsPerEm);
  const kern = legacyPairs(face, text);
  const placed: PlacedGlyph[] = [];
  let pen = 0;
  let missingOffset = -1;
  for (const info of buffer.getGlyphInfosAndPositions()) {
    const { cluster } = info;
    // The substitutions of a damaged font may name glyphs that it does not have.
    const glyph = info.codepoint < face.glyphCount ? info.codepoint : 0;
    pen += kern(glyph);
    placed.push({ glyph, x: perMille(pen + (info.xOffset ?? 0)), cluster });
    pen += info.xAdvance ?? 0;
    if (glyph === 0 && (missingOffset < 0 || cluster < missingOffset)) missingOffset = cluster;
  }
  return { placed, widthUnits: perMille(pen), missingOffset };
}

function shapingFeatures(text: string, wanted: readonly string[]): Feature[] {
  const on = wanted.map((tag) => new Feature(tag, 1));
  const off = LIGATURES_OPTIONAL.test(text) && !wanted.includes("liga") ? LIGATURES_OFF : [];
  return [...off, ...on];
}

function withoutControls(text: string): string {
  let clean = "";
  for (const character of text)
    clean += isControl(character.codePointAt(0) as number) ? NO_CHARACTER : character;
  return clean;
}

const MARK = /\p{M}/u;

/** Gives the kern before each glyph of a run in turn, from the `kern` table; marks do not count. */
function legacyPairs(face: FontFace, text: string): (glyph: number) => number {
  const pairs = legacyKern(face, scriptOf(text));
  if (pairs === undefined) return () => 0;
  const codePoints = reverseMap(face);
  let previous = 0;
  return (glyph) => {
    if (MARK.test(String.fromCodePoint(codePoints[glyph] as number))) return 0;
    const units = previous === 0 ? 0 : pairs(previous, glyph);
    previous = glyph;
    return units;
  };
}
