import bidiModule, { type Bidi } from "bidi-js";

// Its types describe the build for bundlers; Node gets the factory itself.
const bidi = (bidiModule as unknown as () => Bidi)();

const FROM_RIGHT = /[\u0590-\u08ff\u200f\u202b\u202e\u2067\ufb1d-\ufdff\ufe70-\ufefc]/;
const UNSEEN = /\p{Default_Ignorable_Code_Point}/gu;

/**
 * The characters of a whole line in the order they appear on paper (UAX #9), without those that are
 * not drawn. Brackets keep their own code.
 */
export function seenOrder(line: string): string {
  if (!FROM_RIGHT.test(line)) return line;
  const order = bidi.getReorderedIndices(line, bidi.getEmbeddingLevels(line, "auto"));
  return order
    .map((index) => line[index])
    .join("")
    .replaceAll(UNSEEN, "");
}

/** Whether a text has right-to-left parts. */
export function isTurned(text: string): boolean {
  return FROM_RIGHT.test(text);
}

/** An ActualText in the order of its glyphs: it states right-to-left text in reading order. */
export function seenText(said: string): string {
  return FROM_RIGHT.test(said) ? Array.from(said).reverse().join("") : said;
}
