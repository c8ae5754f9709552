import { diagnostic } from "../base/diagnostic.ts";
import { missingIn, shapedBy, shapeInFonts, withSubstitutes } from "../font/font-fallback.ts";
import type { ShapedText } from "../font/shaper.ts";
import type { SetContext } from "./set-context.ts";
import type { OpenFont, TypeStyle } from "./type-style.ts";

/** Text in one style and one font. */
export interface SetWord {
  readonly style: TypeStyle;
  readonly font: OpenFont;
  readonly shaped: ShapedText;
  /** How many characters of it were replaced under the job's policy. */
  readonly substitutes: number;
}

/**
 * A word of one direction, in its style's font and the fallbacks for what that lacks. If no font
 * has a character, the job's policy decides between a fault of the record and a substitute.
 */
export function shapeWord(
  context: SetContext,
  style: TypeStyle,
  text: string,
  rightToLeft: boolean,
): readonly SetWord[] {
  const shaped = shapedBy(style.font.shaper, text, rightToLeft);
  if (shaped.missing < 0) return [{ style, font: style.font, shaped, substitutes: 0 }];
  return inFonts(style, text, rightToLeft, 0) ?? replaced(context, style, text, rightToLeft);
}

function inFonts(
  style: TypeStyle,
  text: string,
  rightToLeft: boolean,
  substitutes: number,
): SetWord[] | undefined {
  return shapeInFonts(style.shapers, text, rightToLeft)?.map(({ font, shaped }, index) => ({
    style,
    font: style.fonts[font] as OpenFont,
    shaped,
    substitutes: index === 0 ? substitutes : 0,
  }));
}

function replaced(
  context: SetContext,
  style: TypeStyle,
  text: string,
  rightToLeft: boolean,
): readonly SetWord[] {
  const { missingGlyph } = context;
  if (missingGlyph.action === "substitute") {
    const safe = withSubstitutes(style.shapers, text, missingGlyph.text);
    const words = inFonts(style, safe.text, rightToLeft, safe.count);
    if (words !== undefined) return words;
  }
  addFault(context, style, text);
  return [{ style, font: style.font, shaped: style.font.shaper.word(""), substitutes: 0 }];
}

/** Names the character and its place, never the text around it, which may be a field's value. */
function addFault(
  { faults, blockId, textOffset }: SetContext,
  style: TypeStyle,
  text: string,
): void {
  const missing = missingIn(style.shapers, text);
  const codePoint = missing?.codePoint ?? 0;
  const name = `U+${codePoint.toString(16).toUpperCase().padStart(4, "0")}`;
  const place = `character ${textOffset + (missing?.offset ?? 0) + 1} of the text of ${blockId}`;
  const message = `No font of the layout has ${name}, ${place}.`;
  if (faults.some((fault) => fault.message === message)) return;
  const tried = style.fonts.map(({ face }) => face.id).join(", ");
  const hint = "Add a fallback font that has it, or let the job's `missing-glyph` substitute it";
  const detail = { block: blockId.split(",")[0], hint: `${hint} (tried: ${tried}).` };
  faults.push(diagnostic("compose.missing-glyph", message, detail));
}
