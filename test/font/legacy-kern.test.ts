import { describe, expect, test } from "vitest";
import { shapeComplex } from "../../src/font/complex-shaping.ts";
import { type FontFace, openFontFace } from "../../src/font/font-face.ts";
import { asKerns } from "../../src/font/glyph-parts.ts";
import { Shaper } from "../../src/font/shaper.ts";
import { classKern, fontBytes, noto, pairKern, withTables } from "./faces.ts";

const glyph = (character: string): number => noto().glyphOf(character.codePointAt(0) as number);
const [A, V, T, O] = ["A", "V", "T", "O"].map(glyph) as [number, number, number, number];
const KERN = {
  kern: pairKern([
    [A, V, -300],
    [V, A, -300],
    [T, O, 40],
  ]),
};

/** Noto Sans with another table of kerns, with or without its GPOS. */
function faceWith(added: Record<string, Uint8Array>, dropped: string[] = ["GPOS"]): FontFace {
  return openFontFace(withTables(fontBytes("NotoSans-Regular"), [...dropped, "kern"], added));
}

const kernsOf = (face: FontFace, text: string): number[] => [
  ...new Shaper(face, { cacheWordsMax: 10 }).word(text).kerns,
];

describe("a font whose kerning is in its kern table alone", () => {
  const face = faceWith(KERN);

  test("is kerned by its pairs, as HarfBuzz has it", () => {
    // 4 of A or V, 2 of T and R: AVATAR, of which AV and VA are pairs.
    expect(kernsOf(face, "AVATAR")).toEqual([-300, -300, 0, 0, 0, 0]);
    expect(kernsOf(face, "TO OT")).toEqual([40, 0, 0, 0, 0]);
    const shaper = new Shaper(face, { cacheWordsMax: 10 });
    expect(shaper.widthUnits("AVATAR")).toBe(shaper.word("AVATAR").widthUnits);
    expect(shaper.word("AV").widthUnits).toBe(
      (face.advances[A] as number) + (face.advances[V] as number) - 300,
    );
  });

  test("has the same places where HarfBuzz shapes it", () => {
    for (const text of ["AVATAR", "TOAVO", "A V"]) {
      const run = shapeComplex(face, text, false);
      expect([...asKerns(face, run.placed, run.widthUnits)], text).toEqual(kernsOf(face, text));
    }
  });

  test("kerns letters over the marks between them", () => {
    const run = shapeComplex(face, "A\u0329V", false);
    const bare = shapeComplex(face, "AV", false);
    expect(run.widthUnits).toBe(bare.widthUnits);
    expect(run.placed.at(-1)?.x).toBe(bare.placed.at(-1)?.x);
  });

  test("is kerned by classes where the table has them", () => {
    const byClass = faceWith({ kern: classKern(A, V, -120) });
    expect(kernsOf(byClass, "AVBV")).toEqual([-120, 0, A + 1 === glyph("B") ? -120 : 0, 0]);
    expect(kernsOf(byClass, "VA")).toEqual([0, 0]);
  });
});

test("the kern table is not asked where GPOS kerns the script", () => {
  const both = faceWith(KERN, []);
  expect(kernsOf(both, "AVATAR")).toEqual(kernsOf(noto(), "AVATAR"));
});

test("a table that lies about its size is no kerning, never a fault", () => {
  const whole = KERN.kern;
  for (let length = 0; length < whole.length; length += 1) {
    const face = faceWith({ kern: whole.subarray(0, length) });
    expect(kernsOf(face, "AV").every((kern) => kern === 0 || kern === -300)).toBe(true);
  }
  const classes = classKern(A, V, -120);
  for (let length = 0; length < classes.length; length += 2)
    expect(() => kernsOf(faceWith({ kern: classes.subarray(0, length) }), "AV")).not.toThrow();
});
