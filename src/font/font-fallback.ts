import { graphemesOf } from "./graphemes.ts";
import type { ShapedText, Shaper } from "./shaper.ts";

/** A stretch of text in the first font that has it. */
export interface FallbackPiece {
  /** Index of the font in the given list. */
  readonly font: number;
  readonly shaped: ShapedText;
}

/** A character that none of the fonts has. */
export interface MissingCharacter {
  readonly codePoint: number;
  /** UTF-16 offset in the text. */
  readonly offset: number;
}

/**
 * Text of one direction in the first of some fonts; if that lacks a character, each grapheme
 * cluster in the first font that has all of it, so that marks stay with their base. Pieces come in
 * text order. Undefined if no font has a cluster.
 */
export function shapeInFonts(
  shapers: readonly Shaper[],
  text: string,
  rightToLeft: boolean,
): readonly FallbackPiece[] | undefined {
  const whole = shapedBy(shapers[0] as Shaper, text, rightToLeft);
  if (whole.missing < 0) return [{ font: 0, shaped: whole }];
  const fonts: number[] = [];
  const texts: string[] = [];
  for (const { segment } of graphemesOf(text)) {
    const font = fontOf(shapers, segment);
    if (font < 0) return undefined;
    if (fonts.at(-1) === font) texts[texts.length - 1] += segment;
    else {
      fonts.push(font);
      texts.push(segment);
    }
  }
  return fonts.map((font, index) => {
    const shaped = shapedBy(shapers[font] as Shaper, texts[index] as string, rightToLeft);
    return { font, shaped };
  });
}

/** The first font that has all of a cluster, or -1. */
function fontOf(shapers: readonly Shaper[], cluster: string): number {
  return shapers.findIndex((shaper) => shaper.word(cluster).missing < 0);
}

export function shapedBy(shaper: Shaper, text: string, rightToLeft: boolean): ShapedText {
  return rightToLeft ? shaper.turnedWord(text) : shaper.word(text);
}

/** The first character of a text that no font has, or none that has the rest of its cluster. */
export function missingIn(shapers: readonly Shaper[], text: string): MissingCharacter | undefined {
  for (const { segment, index } of graphemesOf(text)) {
    if (fontOf(shapers, segment) >= 0) continue;
    const found = { codePoint: (shapers[0] as Shaper).word(segment).missing, offset: index };
    let offset = index;
    for (const character of segment) {
      if (fontOf(shapers, character) < 0)
        return { codePoint: character.codePointAt(0) as number, offset };
      offset += character.length;
    }
    return found;
  }
  return undefined;
}

/** A text with `substitute` for each character that no font has, and the number of them. */
export function withSubstitutes(
  shapers: readonly Shaper[],
  text: string,
  substitute: string,
): { readonly text: string; readonly count: number } {
  let safe = "";
  let count = 0;
  for (const { segment } of graphemesOf(text)) {
    if (fontOf(shapers, segment) >= 0) safe += segment;
    else
      for (const character of ownFont(shapers, segment)) {
        safe += character ?? substitute;
        if (character === undefined) count += 1;
      }
  }
  return { text: safe, count };
}

/** A cluster that no font has, as characters; undefined for those that cannot be drawn. */
function ownFont(shapers: readonly Shaper[], cluster: string): (string | undefined)[] {
  const best = Math.max(0, fontOf(shapers, Array.from(cluster)[0] as string));
  const shaper = shapers[best] as Shaper;
  return Array.from(cluster, (character) =>
    shaper.word(character).missing < 0 ? character : undefined,
  );
}
