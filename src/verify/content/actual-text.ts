import { NO_TEXT } from "../fonts/to-unicode.ts";

/** Letters that look alike in every font, so that some fonts draw them with one glyph. */
const ALIKE: Readonly<Record<string, string>> = {
  ...pairs("АВЕКМНОРСТУХІЈЅ", "ABEKMHOPCTYXIJS"),
  ...pairs("аеорсухіјѕ", "aeopcyxijs"),
  ...pairs("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧο", "ABEZHIKMNOPTYXo"),
  ...pairs("∆Ωµ·∙ıȷ", "ΔΩμ••ij"),
  ...pairs("‐‑‒–—−­", "-------"),
  ...pairs("’ʼ′‘ʻ", "'''''"),
  ...pairs("یک", "ىك"),
  ...pairs(")]}>»›", "([{<«‹"),
};
/**
 * Letters that fonts put together from one of a plainer form, by this form: Arabic ones of dotless
 * letters and dots, Devanagari vowels of others and a sign (The Unicode Standard, 9.2 and 12.1).
 */
const WHOLES: Readonly<Record<string, string>> = {
  ...wholes("ەهھہ", "ةه"),
  ...wholes("ٮ", "بپتٹث"),
  ...wholes("حر", "جچخزژ"),
  ...wholes("دسصطع", "ذشضظغڈ"),
  ...wholes("ڡٯ", "فقڤ"),
  ...wholes("ںىك", "نيئگ"),
  ...wholes("اوۀ", "أإآٱؤة"),
  ...wholes("अआ", "आओऔऑऒ"),
  ...wholes("इ", "ई"),
  ...wholes("उ", "ऊ"),
  ...wholes("एऎ", "ऐऍऎ"),
  ...wholes("ा", "ोौॉॊ"),
};
const SOFT_HYPHEN = "\u00ad";
const HYPHENS = new Set(["-", "\u2010"]);
const UNSEEN = /[\s\p{Default_Ignorable_Code_Point}]/gu;

/** Scripts whose glyphs are in the order of their characters. */
const ORDERED = "Latin Greek Cyrillic Armenian Georgian Han Hiragana Katakana Hangul".split(" ");
const IN_ORDER = new RegExp(
  `^[${ORDERED.map((script) => `\\p{scx=${script}}`).join("")}\\p{sc=Common}\\p{sc=Inherited}]*$`,
  "u",
);

/**
 * Whether glyphs can show the text that stands for them. Each character that a glyph shows must be
 * in the text, in order unless the script reorders glyphs; and each character of the text must be
 * shown by a glyph, unless there are glyphs without a text of their own, such as ligatures, that
 * may show it. In other scripts glyphs run from the right, or are moved and mirrored: there the
 * characters are only counted.
 */
export function agrees(actual: string, glyphs: string): boolean {
  if (actual === glyphs) return true;
  // A hyphen that divides a word at a line's end is not of the word.
  if (actual === SOFT_HYPHEN) return HYPHENS.has(glyphs);
  return IN_ORDER.test(actual) ? isInOrder(actual, glyphs) : isAmong(actual, glyphs);
}

function isInOrder(actual: string, glyphs: string): boolean {
  const [said, shown] = [characters(actual), characters(glyphs)];
  const speaking = shown.filter((character) => character !== NO_TEXT);
  if (speaking.length === shown.length && shown.length !== said.length) return false;
  let at = 0;
  for (const character of speaking) {
    at = said.indexOf(character, at) + 1;
    if (at === 0) return false;
  }
  return true;
}

function isAmong(actual: string, glyphs: string): boolean {
  const said = counted(actual);
  let mute = 0;
  let parted = 0;
  for (const character of characters(glyphs)) {
    if (character === NO_TEXT) mute += 1;
    else if (take(said, character)) continue;
    else if (Array.from(WHOLES[character] ?? "").some((whole) => take(said, whole))) parted += 1;
    else return false;
  }
  // What a letter has more than its plainer form is drawn by a glyph without a text.
  return mute >= parted && (mute > 0 || said.size === 0);
}

function counted(text: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const character of characters(text)) counts.set(character, (counts.get(character) ?? 0) + 1);
  return counts;
}

function take(counts: Map<string, number>, character: string): boolean {
  const count = counts.get(character);
  if (count === undefined) return false;
  if (count === 1) counts.delete(character);
  else counts.set(character, count - 1);
  return true;
}

/** Base letters and marks separately, without what is not drawn. */
function characters(text: string): string[] {
  const parted = text.normalize("NFKD").replaceAll(UNSEEN, "");
  return Array.from(parted, (character) => ALIKE[character] ?? character);
}

function wholes(plain: string, letters: string): Record<string, string> {
  return Object.fromEntries(Array.from(plain, (one) => [one, letters]));
}

function pairs(from: string, to: string): Record<string, string> {
  const targets = Array.from(to);
  return Object.fromEntries(Array.from(from, (one, index) => [one, targets[index] ?? one]));
}
