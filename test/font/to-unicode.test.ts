import { expect, test } from "vitest";
import { reverseMap, toUnicodeOf } from "../../src/font/to-unicode.ts";
import type { FontFace } from "../../src/font/font-face.ts";
import { FONT_NAMES, noto } from "./faces.ts";

test.each(FONT_NAMES)("%s: every mapped glyph maps back to itself", (name) => {
  const face = noto(name);
  const map = reverseMap(face);
  expect(map.length).toBe(face.glyphCount);
  let mapped = 0;
  for (const [glyph, codePoint] of map.entries()) {
    if (codePoint === 0) continue;
    mapped += 1;
    expect(face.glyphOf(codePoint)).toBe(glyph);
  }
  expect(mapped).toBeGreaterThan(2900);
  for (const character of "Az09 -,.€ßéΩЖ")
    expect(map[face.glyphOf(character.codePointAt(0) as number)]).toBe(character.codePointAt(0));
});

test("of several code points the plain one stands, then the lowest", () => {
  const glyphs = new Map([
    [0x20, 1],
    [0xa0, 1],
    [0xad, 2],
    [0x2d, 2],
    [0xb5, 3],
    [0x3bc, 3],
    [0x41, 4],
    [0x391, 4],
    [0xe000, 5],
    [0x1d400, 5],
  ]);
  const codePoints = Uint32Array.from(glyphs.keys()).sort();
  const glyphOf = (codePoint: number): number => glyphs.get(codePoint) ?? 0;
  const face: FontFace = { ...noto(), glyphCount: 7, codePoints, glyphOf };
  expect([...reverseMap(face)]).toEqual([0, 0x20, 0x2d, 0x3bc, 0x41, 0x1d400, 0]);
  expect(toUnicodeOf(face)([1, 5, 6])).toEqual(
    new Map([
      [1, " "],
      [5, "\u{1d400}"],
    ]),
  );
});
