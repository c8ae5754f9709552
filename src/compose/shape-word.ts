import { diagnostic } from "../base/diagnostic.ts";
import type { ShapedText } from "../font/shaper.ts";
import type { SetContext } from "./set-context.ts";
import type { OpenFont, TypeStyle } from "./type-style.ts";

export interface SetWord {
  readonly shaped: ShapedText;
  readonly font: OpenFont;
}

/**
 * A word in its style's font, or in the first fallback that has all its characters. Where none
 * has, the job's policy decides: a fault of the record, or a substitute for the character.
 */
export function shapeWord(context: SetContext, style: TypeStyle, text: string): SetWord {
  const shaped = style.font.shaper.word(text);
  if (shaped.missing < 0) return { shaped, font: style.font };
  for (const font of style.fallbacks) {
    const other = font.shaper.word(text);
    if (other.missing < 0) return { shaped: other, font };
  }
  return { shaped: substituted(context, style, text), font: style.font };
}

function substituted(context: SetContext, style: TypeStyle, text: string): ShapedText {
  const { missingGlyph } = context;
  if (missingGlyph.action === "reject") {
    const missing = style.font.shaper.word(text).missing;
    const name = `U+${missing.toString(16).toUpperCase().padStart(4, "0")}`;
    context.faults.push(
      diagnostic("compose.missing-glyph", `No font of the layout has the character ${name}.`, {
        hint: "Add a fallback font to the layout, or let the job's `missing-glyph` substitute it.",
      }),
    );
    return style.font.shaper.word("");
  }
  let safe = "";
  for (const character of text) {
    if (style.font.shaper.word(character).missing < 0) {
      safe += character;
    } else {
      safe += missingGlyph.text;
      context.substitutions += 1;
    }
  }
  return style.font.shaper.word(safe);
}
