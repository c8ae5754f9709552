import type { SetWord } from "./shape-word.ts";
import type { TypeStyle } from "./type-style.ts";

const SOFT_HYPHEN = "\u00ad";

/** What divides a word at a line's end, in millipoints times 1000. */
export function hyphenWidth(style: TypeStyle): number {
  return style.font.shaper.widthUnits("-") * style.sizeMpt;
}

/**
 * A hyphen that is not of the text: it reads as a soft hyphen, so that who copies the text gets
 * the word whole (ISO 32000-2, 14.8.2.3).
 */
export function hyphenWord(style: TypeStyle, rightToLeft: boolean): SetWord {
  const { font } = style;
  const drawn = rightToLeft ? font.shaper.turnedWord("-") : font.shaper.word("-");
  const parts = drawn.parts?.map((part) => ({ ...part, actualText: SOFT_HYPHEN }));
  const shaped = { ...drawn, text: SOFT_HYPHEN, actualText: true, ...(parts && { parts }) };
  return { style, font, shaped, substitutes: 0 };
}
