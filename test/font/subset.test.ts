import { readFileSync } from "node:fs";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { Prng } from "../../src/base/prng.ts";
import { openFontFace } from "../../src/font/font-face.ts";
import type { FontFace } from "../../src/font/font-face.ts";
import { readTables } from "../../src/font/sfnt.ts";
import { subsetFont, subsetTag } from "../../src/font/subset.ts";
import { FontError } from "../../src/font/font-error.ts";
import { Shaper } from "../../src/font/shaper.ts";
import { CFF_PATH, hasCff, noto, oracleOf, readySubsetter, withField } from "./faces.ts";

beforeAll(readySubsetter);

function glyphsOf(face: FontFace, text: string): number[] {
  return Array.from(text, (character) => face.glyphOf(character.codePointAt(0) as number));
}

function expectSameGlyphs(face: FontFace, subset: Uint8Array, glyphs: readonly number[]): void {
  const before = oracleOf(face.bytes);
  const after = oracleOf(subset);
  for (const glyph of glyphs) {
    expect(after.getGlyph(glyph).advanceWidth).toBe(before.getGlyph(glyph).advanceWidth);
    expect(after.getGlyph(glyph).path.toSVG()).toBe(before.getGlyph(glyph).path.toSVG());
  }
}

const SAMPLE = "Ångström é ü ñ Ŵ ½ AVA $1,234.56 Ελλάδα Жук ﬁ";

describe("a TrueType subset", () => {
  const face = noto();

  test("keeps ids, advances and outlines, also of composites", () => {
    const glyphs = [0, ...glyphsOf(face, SAMPLE)];
    const subset = subsetFont(face, glyphs);
    expectSameGlyphs(face, subset, glyphs);
    const dropped = face.glyphOf(0x51);
    expect(oracleOf(face.bytes).getGlyph(dropped).path.toSVG()).not.toBe("");
    expect(oracleOf(subset).getGlyph(dropped).path.toSVG()).toBe("");
    expect(oracleOf(subset).postscriptName).toBe("NotoSans-Regular");
  });

  test("of 100 random glyphs is under 15 % of the file, and its tables are whole", () => {
    const prng = new Prng(3);
    const glyphs = Array.from({ length: 100 }, () => prng.below(face.glyphCount));
    const subset = subsetFont(face, glyphs);
    expect(subset.length).toBeLessThan(face.bytes.length * 0.15);
    expectSameGlyphs(face, subset, glyphs);
    const tables = [...readTables(subset).keys()];
    for (const tag of ["GSUB", "GPOS", "GDEF", "cmap", "prep", "STAT"])
      expect(tables).not.toContain(tag);
    for (const tag of ["glyf", "loca", "head", "hhea", "hmtx", "maxp"])
      expect(tables).toContain(tag);
  });

  test("has the same bytes for the same set of glyphs", () => {
    const glyphs = glyphsOf(face, SAMPLE);
    const first = subsetFont(face, glyphs);
    subsetFont(face, [5, 6, 7]);
    expect(Buffer.compare(first, subsetFont(face, glyphs.toReversed()))).toBe(0);
    expect(Buffer.compare(first, subsetFont(noto(), [...glyphs, ...glyphs]))).toBe(0);
    expect(Buffer.compare(first, subsetFont(face, glyphs.slice(1)))).not.toBe(0);
  });

  test("can be empty, or the whole font; a glyph the font has not is a fault", () => {
    expect(subsetFont(face, []).length).toBeLessThan(3000);
    const all = Array.from({ length: face.glyphCount }, (_, glyph) => glyph);
    expectSameGlyphs(face, subsetFont(face, all), [1, 500, face.glyphCount - 1]);
    expect(() => subsetFont(face, [face.glyphCount])).toThrow("has no glyph");
  });
});

test.skipIf(!hasCff)("a CFF subset keeps ids, advances and outlines", () => {
  const face = openFontFace(readFileSync(CFF_PATH));
  const glyphs = glyphsOf(face, "Ångström 0123 AVA");
  const subset = subsetFont(face, glyphs);
  expect([...readTables(subset).keys()]).toContain("CFF ");
  expect(subset.length).toBeLessThan(face.bytes.length * 0.5);
  expectSameGlyphs(face, subset, glyphs);
  expect(Buffer.compare(subset, subsetFont(face, glyphs))).toBe(0);
});

test("damage that checksums hide ends in a FontError, or in a font; never in a crash", () => {
  const tags = ["glyf", "loca", "hmtx", "GPOS", "GSUB", "GDEF", "cmap"];
  const whole = noto().bytes;
  const glyphs = glyphsOf(noto(), SAMPLE);
  fc.assert(
    fc.property(fc.constantFrom(...tags), fc.nat(900), fc.nat(0xffff), (tag, at, value) => {
      const damaged = withField(whole, tag, at * 2, value);
      try {
        const face = openFontFace(damaged);
        const shaper = new Shaper(face, { cacheWordsMax: 10 });
        for (const text of ["Tomorrow", "T\u0301a", "हिन्दी"])
          expect(shaper.word(text).kerns.length).toBe(shaper.word(text).glyphs.length);
        const held = glyphs.filter((glyph) => glyph < face.glyphCount);
        expect(subsetFont(face, held).length).toBeGreaterThan(500);
      } catch (error) {
        expect(error).toBeInstanceOf(FontError);
      }
    }),
    { numRuns: 100 },
  );
});

test("a tag is six capitals, the same for the same set, another for another", () => {
  const face = noto();
  const tag = subsetTag(face, [3, 1, 2]);
  expect(tag).toMatch(/^[A-Z]{6}$/);
  expect(subsetTag(face, [1, 2, 3, 3])).toBe(tag);
  expect(subsetTag(face, [1, 2, 4])).not.toBe(tag);
  expect(subsetTag(noto("NotoSans-Bold"), [1, 2, 3])).not.toBe(tag);
});
