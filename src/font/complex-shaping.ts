import { BufferFlag, Direction, Feature, shape } from "harfbuzzjs";
import { isControl } from "./character-class.ts";
import { directionPieces } from "./direction-pieces.ts";
import type { DirectionPiece } from "./direction-pieces.ts";
import type { FontFace } from "./font-face.ts";
import { emptyBuffer, harfbuzzOf } from "./harfbuzz-font.ts";

/** A glyph and where it stands: 1/1000 em from the start of the run. */
interface PlacedGlyph {
  readonly glyph: number;
  readonly x: number;
}

export interface ComplexRun {
  readonly glyphs: Uint16Array;
  readonly kerns: Int16Array;
  readonly widthUnits: number;
  /** UTF-16 offset of the first character without a glyph, or -1. */
  readonly missingOffset: number;
  readonly rightToLeft: boolean;
}

const LIGATURES_OFF = ["liga", "clig"].map((tag) => new Feature(tag, 0));
const LIGATURES_OPTIONAL = /^[\p{sc=Latn}\p{sc=Grek}\p{sc=Cyrl}\p{sc=Zyyy}\p{sc=Zinh}]*$/u;

/** A code point no font maps, put where a control character stood. */
const NO_CHARACTER = "\uffff";

/**
 * Shapes text whose characters depend on each other by HarfBuzz. Glyphs come in visual order.
 * Horizontal offsets of marks become kerns; vertical ones are not kept.
 */
export function shapeComplex(face: FontFace, text: string): ComplexRun {
  const { pieces, rightToLeft } = directionPieces(withoutControls(text));
  const placed: PlacedGlyph[] = [];
  let penUnits = 0;
  let missingOffset = -1;
  for (const piece of pieces) {
    const shaped = shapePiece(face, piece);
    const startUnits = penUnits;
    for (const item of shaped.placed) placed.push({ ...item, x: startUnits + item.x });
    penUnits += shaped.widthUnits;
    if (shaped.missing >= 0 && (missingOffset < 0 || shaped.missing < missingOffset))
      missingOffset = shaped.missing;
  }
  startAtOrigin(placed);
  return { ...asKerns(face, placed, penUnits), widthUnits: penUnits, missingOffset, rightToLeft };
}

function withoutControls(text: string): string {
  let clean = "";
  for (const character of text)
    clean += isControl(character.codePointAt(0) as number) ? NO_CHARACTER : character;
  return clean;
}

function shapePiece(
  face: FontFace,
  piece: DirectionPiece,
): { placed: PlacedGlyph[]; widthUnits: number; missing: number } {
  const buffer = emptyBuffer();
  buffer.addText(piece.text);
  buffer.setDirection(piece.rightToLeft ? Direction.RTL : Direction.LTR);
  buffer.setLanguage("und");
  buffer.setFlags(BufferFlag.REMOVE_DEFAULT_IGNORABLES);
  buffer.guessSegmentProperties();
  shape(harfbuzzOf(face), buffer, LIGATURES_OPTIONAL.test(piece.text) ? LIGATURES_OFF : []);
  const perMille = (units: number): number => Math.round((units * 1000) / face.unitsPerEm);
  const placed: PlacedGlyph[] = [];
  let pen = 0;
  let missing = -1;
  for (const info of buffer.getGlyphInfosAndPositions()) {
    // The substitutions of a damaged font may name glyphs that it does not have.
    const glyph = info.codepoint < face.glyphCount ? info.codepoint : 0;
    placed.push({ glyph, x: perMille(pen + (info.xOffset ?? 0)) });
    pen += info.xAdvance ?? 0;
    const offset = piece.offset + info.cluster;
    if (glyph === 0 && (missing < 0 || offset < missing)) missing = offset;
  }
  return { placed, widthUnits: perMille(pen), missing };
}

/**
 * A run starts with the glyph at its origin, since a kern stands after a glyph only: in text from
 * the right a mark comes before its base, so the base is drawn first.
 */
function startAtOrigin(placed: PlacedGlyph[]): void {
  const first = placed.findIndex((item) => item.x === 0);
  if (first > 0) placed.unshift(...placed.splice(first, 1));
}

function asKerns(
  face: FontFace,
  placed: readonly PlacedGlyph[],
  widthUnits: number,
): { glyphs: Uint16Array; kerns: Int16Array } {
  const glyphs = Uint16Array.from(placed, (item) => item.glyph);
  const kerns = Int16Array.from(placed, (item, index) => {
    const next = placed[index + 1]?.x ?? widthUnits;
    return next - item.x - (face.advances[item.glyph] ?? 0);
  });
  return { glyphs, kerns };
}
