import { Blob, Buffer as GlyphBuffer, Direction, Face, Feature, Font, shape } from "harfbuzzjs";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { type FontFace, openFontFace } from "../../src/font/font-face.ts";
import { type ShapedText, Shaper } from "../../src/font/shaper.ts";
import { DEJAVU_PATH, fontBytes, hasDejavu } from "./faces.ts";

const WORDS = 5000;

interface ScriptCase {
  readonly script: string;
  readonly font: "noto" | "dejavu";
  readonly rightToLeft?: boolean;
}

/** Scripts that the fonts at hand have: Noto Sans comes along, DejaVu Sans is Debian's. */
const CASES: readonly ScriptCase[] = [
  { script: "Latin", font: "noto" },
  { script: "Greek", font: "noto" },
  { script: "Cyrillic", font: "noto" },
  { script: "Devanagari", font: "noto" },
  { script: "Armenian", font: "dejavu" },
  { script: "Georgian", font: "dejavu" },
  { script: "Lao", font: "dejavu" },
  { script: "Hebrew", font: "dejavu", rightToLeft: true },
  { script: "Arabic", font: "dejavu", rightToLeft: true },
];

/** xorshift, so that a failure comes back. */
function chance(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

/**
 * Words of letters and marks of a script that a font has, marks after letters. Letters that a font
 * splits in base and mark when it shapes (ẹ) are left out: we draw them whole, as it has them; and
 * signs that are letters by another name (the Kelvin sign).
 */
function randomWords(face: FontFace, font: Font, script: string): string[] {
  const own = new RegExp(`\\p{sc=${script}}`, "u");
  const all = [...face.codePoints].map((each) => String.fromCodePoint(each));
  const isWhole = (letter: string): boolean =>
    script !== "Latin" ||
    (harfbuzzRun(font, letter, false).length === 1 && letter.normalize("NFC") === letter);
  const letters = all.filter((each) => own.test(each) && /\p{L}/u.test(each) && isWhole(each));
  const marks = all.filter((each) => own.test(each) && /\p{M}/u.test(each));
  const pick = chance(20_261_129);
  return Array.from({ length: WORDS }, () => {
    let word = "";
    for (let left = 1 + pick(9); left > 0; left -= 1) {
      word += letters[pick(letters.length)] as string;
      if (marks.length > 0 && pick(4) === 0) word += marks[pick(marks.length)] as string;
    }
    return word;
  });
}

const OPTIONAL_OFF = ["liga", "clig"].map((tag) => new Feature(tag, 0));
const LATIN_LIKE = /^[\p{sc=Latin}\p{sc=Greek}\p{sc=Cyrillic}\p{sc=Common}\p{sc=Inherited}]*$/u;

/** Glyphs and where each stands, in the font's own units, straight from HarfBuzz. */
function harfbuzzRun(font: Font, word: string, rightToLeft: boolean): [number, number][] {
  const buffer = new GlyphBuffer();
  buffer.addText(word);
  buffer.setDirection(rightToLeft ? Direction.RTL : Direction.LTR);
  buffer.guessSegmentProperties();
  shape(font, buffer, LATIN_LIKE.test(word) ? OPTIONAL_OFF : []);
  let pen = 0;
  return buffer.getGlyphInfosAndPositions().map((info) => {
    const place: [number, number] = [info.codepoint, pen + (info.xOffset ?? 0)];
    pen += info.xAdvance ?? 0;
    return place;
  });
}

/** The same of ours, in 1/1000 em. */
function ownRun(face: FontFace, shaped: ShapedText): [number, number][] {
  // A mark that ends right-to-left text may stand left of its base.
  let pen = shaped.parts?.[0]?.xUnits ?? 0;
  return Array.from(shaped.glyphs, (glyph, index) => {
    const place: [number, number] = [glyph, pen];
    pen += (face.advances[glyph] as number) + (shaped.kerns[index] as number);
    return place;
  });
}

/** Glyphs from the left; those at one place, such as a base and its mark, in the order of ids. */
function sorted(run: [number, number][]): [number, number][] {
  return run.toSorted(([a, x], [b, y]) => x - y || a - b);
}

function isEqual(face: FontFace, ours: [number, number][], theirs: [number, number][]): boolean {
  if (ours.length !== theirs.length) return false;
  const scaled = theirs.map(([glyph, x]): [number, number] => [
    glyph,
    (x * 1000) / face.unitsPerEm,
  ]);
  const wanted = sorted(scaled);
  return sorted(ours).every(([glyph, x], index) => {
    const [theirGlyph, theirX] = wanted[index] as [number, number];
    // Advances are rounded as a PDF has them, each by half a thousandth of an em at most.
    return glyph === theirGlyph && Math.abs(x - theirX) <= 0.5 * (index + 2);
  });
}

const present = CASES.filter(({ font }) => font === "noto" || hasDejavu);

test.each(present)("$script is shaped as by HarfBuzz", ({ script, font, rightToLeft }) => {
  const bytes = font === "noto" ? fontBytes("NotoSans-Regular") : readFileSync(DEJAVU_PATH);
  const face = openFontFace(bytes);
  const shaper = new Shaper(face, { cacheWordsMax: 10_000 });
  const harfbuzz = new Font(new Face(new Blob(bytes)));
  const words = randomWords(face, harfbuzz, script);
  const faults = words.filter((word) => {
    const turned = rightToLeft === true;
    const ours = ownRun(face, turned ? shaper.turnedWord(word) : shaper.word(word));
    return !isEqual(face, ours, harfbuzzRun(harfbuzz, word, turned));
  });
  expect({ passed: words.length - faults.length, faults: faults.slice(0, 5) }).toEqual({
    passed: WORDS,
    faults: [],
  });
});
