import { shape } from "harfbuzzjs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { plainGlyphs } from "../../src/font/character-class.ts";
import { shapeComplex } from "../../src/font/complex-shaping.ts";
import { asKerns } from "../../src/font/glyph-parts.ts";
import { emptyBuffer, harfbuzzOf } from "../../src/font/harfbuzz-font.ts";
import { Shaper } from "../../src/font/shaper.ts";
import { reverseMap } from "../../src/font/to-unicode.ts";
import { FONT_NAMES, fontBytes, NO_LIGATURES, noto, oracleOf } from "./faces.ts";

const WORDS = [
  ..."Your statement AVAILABLE Tomorrow's W.A.T.E.R. LTD. fiduciary office ffi Te Yo".split(" "),
  ..."$1,234.56 −12.00 31/12/2026 café Ångström Großmann naïve Łódź Tēlō".split(" "),
  ..."Αθήνα ΤΑΥΤΟΤΗΤΑ λογαριασμός Αύριο ΓΑΛΑ. Ύψος".split(" "),
  ..."Москва ТАРАС Грузия РУКА. Україна їжак Ђорђе".split(" "),
  "A V To Yo, “Te”",
];

const face = noto();
const shaper = new Shaper(face, { cacheWordsMax: 1000 });

test.each(FONT_NAMES)("%s: sample words are as fontkit lays them out", (name) => {
  const here = new Shaper(noto(name), { cacheWordsMax: 1000 });
  const oracle = oracleOf(fontBytes(name));
  let kerned = 0;
  for (const word of WORDS) {
    const shaped = here.word(word);
    const expected = oracle.layout(word, NO_LIGATURES);
    expect([...shaped.glyphs], word).toEqual(expected.glyphs.map((glyph) => glyph.id));
    const advances = Array.from(
      shaped.glyphs,
      (glyph, index) => (noto(name).advances[glyph] as number) + (shaped.kerns[index] as number),
    );
    expect(advances, word).toEqual(expected.positions.map((position) => position.xAdvance));
    expect(shaped.widthUnits).toBe(expected.advanceWidth);
    expect(here.widthUnits(word)).toBe(shaped.widthUnits);
    expect(shaped).toMatchObject({ actualText: false, missing: -1, rightToLeft: false });
    expect(shaped.hasKerns).toBe(shaped.kerns.some((kern) => kern !== 0));
    if (shaped.hasKerns) kerned += 1;
  }
  expect(kerned).toBeGreaterThan(10);
});

const plain = plainGlyphs(face);
const oracle = oracleOf(face.bytes);

/** The font itself splits some letters (ṣ, ụ, ǹ) into base and mark when it shapes; we do not. */
const covered = [...face.codePoints].filter((codePoint) => {
  const { glyphs } = oracle.layout(String.fromCodePoint(codePoint), NO_LIGATURES);
  return plain[codePoint] === glyphs[0]?.id && glyphs.length === 1;
});
const lettersOf = (script: RegExp): string[] =>
  covered.map((c) => String.fromCodePoint(c)).filter((character) => script.test(character));
const latin = fc.constantFrom(...lettersOf(/[\p{sc=Latn}\d .,'"-]/u));
const greek = fc.constantFrom(...lettersOf(/[\p{sc=Grek}\d .,'"-]/u));
const cyrillic = fc.constantFrom(...lettersOf(/[\p{sc=Cyrl}\d .,'"-]/u));

describe("random text of covered letters", () => {
  const texts = fc.oneof(
    fc.string({ unit: latin, maxLength: 12 }),
    fc.string({ unit: greek, maxLength: 12 }),
    fc.string({ unit: cyrillic, maxLength: 12 }),
  );

  test("is as wide as fontkit says", () => {
    fc.assert(
      fc.property(texts, (text) => {
        const expected = oracle.layout(text, NO_LIGATURES);
        expect([...shaper.word(text).glyphs]).toEqual(expected.glyphs.map((glyph) => glyph.id));
        expect(shaper.word(text).widthUnits).toBe(expected.advanceWidth);
        expect(shaper.widthUnits(text)).toBe(expected.advanceWidth);
      }),
      { numRuns: 300 },
    );
  });

  test("gives the same glyphs and widths through HarfBuzz", () => {
    fc.assert(
      fc.property(texts, (text) => {
        const run = shapeComplex(face, text, false);
        const word = shaper.word(text);
        expect(run.placed.map(({ glyph }) => glyph)).toEqual([...word.glyphs]);
        expect([...asKerns(face, run.placed, run.widthUnits)]).toEqual([...word.kerns]);
        expect(run.widthUnits).toBe(word.widthUnits);
      }),
      { numRuns: 300 },
    );
  });

  test("reads back by the reverse map wherever actualText is false", () => {
    const map = reverseMap(face);
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 10 }), (text) => {
        const shaped = shaper.word(text);
        const read = String.fromCodePoint(...Array.from(shaped.glyphs, (g) => map[g] as number));
        const drawn = text.replaceAll(/\p{Default_Ignorable_Code_Point}/gu, "");
        expect(shaped.actualText).toBe(read !== drawn);
        expect(shaped.text).toBe(text);
        expect(shaped.kerns.length).toBe(shaped.glyphs.length);
        let width = 0;
        for (const [index, glyph] of shaped.glyphs.entries())
          width += (face.advances[glyph] as number) + (shaped.kerns[index] as number);
        expect(shaped.widthUnits).toBe(width);
        expect(shaper.widthUnits(text)).toBe(width);
      }),
      { numRuns: 300 },
    );
  });
});

describe("text that is not plain", () => {
  test("a composable mark is composed; its text needs saying", () => {
    const composed = shaper.word("caf\u00e9");
    const decomposed = shaper.word("cafe\u0301");
    expect([...decomposed.glyphs]).toEqual([...composed.glyphs]);
    expect(composed.actualText).toBe(false);
    expect(decomposed.actualText).toBe(true);
  });

  test("a mark that composes with nothing is placed over its base", () => {
    const shaped = shaper.word("T\u0301a");
    const bare = shaper.word("Ta");
    expect(shaped.glyphs.length).toBe(3);
    expect(shaped.widthUnits).toBe(bare.widthUnits);
    // Back from the end of T to the mark's place, then forward again by as much.
    const [toMark, onward] = shaped.kerns;
    expect(toMark).not.toBe(0);
    expect((toMark as number) + (onward as number)).toBe(bare.kerns[0]);
  });

  test("Devanagari is shaped: conjuncts, reordered vowels", () => {
    const buffer = emptyBuffer();
    buffer.addText("हिन्दी");
    buffer.guessSegmentProperties();
    shape(harfbuzzOf(face), buffer);
    const expected = buffer.getGlyphInfos().map((info) => info.codepoint);
    const shaped = shaper.word("हिन्दी");
    expect([...shaped.glyphs]).toEqual(expected);
    expect(shaped.glyphs[0]).not.toBe(face.glyphOf(0x939));
    expect(shaped).toMatchObject({ actualText: true, missing: -1, rightToLeft: false });
  });

  test("Hebrew runs from the right; the font's lack of it is reported", () => {
    const shaped = shaper.turnedWord("\u05e9\u05dc\u05d5\u05dd");
    expect(shaped).toMatchObject({ rightToLeft: true, missing: 0x5e9, actualText: false });
    expect([...shaped.glyphs]).toEqual([0, 0, 0, 0]);
  });

  test("a soft hyphen is not drawn and needs no ActualText", () => {
    const shaped = shaper.word("co\u00adop");
    expect([...shaped.glyphs]).toEqual([...shaper.word("coop").glyphs]);
    expect(shaped).toMatchObject({ actualText: false, missing: -1 });
    expect(shaper.plainInto("co\u00adop", new Uint16Array(9), 0)).toBe(-1);
  });

  test("control characters and characters without a glyph are missing, the first is named", () => {
    expect(shaper.word("a\tb\u{1f600}")).toMatchObject({ missing: 9, actualText: true });
    expect(shaper.word("ab\u{1f600}\n").missing).toBe(0x1f600);
    expect(shaper.word("\u0000").missing).toBe(0);
    expect(shaper.word("\r").missing).toBe(13);
    expect(shaper.word("नी\u0007").missing).toBe(7);
    expect(shaper.word("a\ud800").missing).toBe(0xd800);
    expect([...shaper.word("\t").glyphs]).toEqual([0]);
  });
});

describe("plain tables", () => {
  test("glyphs are written in place, without kerning", () => {
    const out = new Uint16Array(20).fill(9999);
    expect(shaper.plainInto("AV €1.50é", out, 3)).toBe(9);
    const expected = Array.from("AV €1.50é", (c) => face.glyphOf(c.codePointAt(0) as number));
    expect([...out.subarray(3, 12)]).toEqual(expected);
    expect(out[2]).toBe(9999);
    expect(out[12]).toBe(9999);
    const width = expected.reduce((sum, glyph) => sum + (face.advances[glyph] as number), 0);
    expect(shaper.plainWidthUnits("AV €1.50é")).toBe(width);
    expect(shaper.plainWidthUnits("AV")).toBeGreaterThan(shaper.widthUnits("AV"));
  });

  test("what needs more is refused", () => {
    const out = new Uint16Array(20);
    for (const text of ["a\n", "e\u0301", "\u{1f600}", "א", "\ud800"]) {
      expect(shaper.plainInto(text, out, 0)).toBe(-1);
      expect(shaper.plainWidthUnits(text)).toBe(-1);
    }
    expect(shaper.plainInto("", out, 20)).toBe(0);
    expect(() => shaper.plainInto("abc", out, 18)).toThrow("no room");
  });
});

describe("a font without its own no-break space", () => {
  const space = face.glyphOf(0x20);
  const codePoints = face.codePoints.filter((codePoint) => codePoint !== 0xa0);
  const poor = {
    ...face,
    codePoints,
    glyphOf: (c: number): number => (c === 0xa0 ? space : face.glyphOf(c)),
  };

  test("draws the space and says the text", () => {
    const here = new Shaper(poor, { cacheWordsMax: 10 });
    const shaped = here.word("1\u00a0000");
    expect(shaped.glyphs[1]).toBe(space);
    expect(shaped).toMatchObject({ actualText: true, missing: -1 });
    expect(here.plainInto("1\u00a0000", new Uint16Array(9), 0)).toBe(-1);
  });
});

describe("the cache", () => {
  test("stays bounded, and a word in use stays in it", () => {
    const here = new Shaper(face, { cacheWordsMax: 100 });
    const kept = here.word("keep");
    for (let index = 0; index < 300; index += 1) {
      here.word(`word${index}`);
      if (index % 20 === 0) expect(here.word("keep")).toBe(kept);
      expect(here.cachedWords).toBeLessThanOrEqual(100);
    }
    expect(here.cachedWords).toBeGreaterThanOrEqual(50);
    expect(here.word("word0")).toEqual(new Shaper(face, { cacheWordsMax: 2 }).word("word0"));
  });

  test("does not mix up texts that differ in lone surrogates", () => {
    const here = new Shaper(face, { cacheWordsMax: 100 });
    expect(here.word("a\ud800").missing).toBe(0xd800);
    expect(here.word("a\ufffd").text).toBe("a\ufffd");
    expect(here.word("a\ufffd").missing).toBe(-1);
    expect(here.word("a\ud800").missing).toBe(0xd800);
  });

  test("does not keep long texts", () => {
    const here = new Shaper(face, { cacheWordsMax: 100 });
    here.word("x".repeat(257));
    expect(here.cachedWords).toBe(0);
  });
});
