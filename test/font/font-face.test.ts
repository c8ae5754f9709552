import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Prng } from "../../src/base/prng.ts";
import { FontError } from "../../src/font/font-error.ts";
import { openFontFace } from "../../src/font/font-face.ts";
import { CFF_PATH, FONT_NAMES, fontBytes, hasCff, noto, oracleOf, withField } from "./faces.ts";

const regular = fontBytes("NotoSans-Regular");

function codeOf(bytes: Uint8Array): string {
  try {
    openFontFace(bytes);
    return "opened";
  } catch (error) {
    if (error instanceof FontError) return error.code;
    throw error;
  }
}

test.each(FONT_NAMES)("%s has the facts fontkit reads", (name) => {
  const face = noto(name);
  const oracle = oracleOf(fontBytes(name));
  expect(face.id).toBe(oracle.postscriptName);
  expect(face.unitsPerEm).toBe(oracle.unitsPerEm);
  expect(face.glyphCount).toBe(oracle.numGlyphs);
  expect(face.ascentUnits).toBe(oracle.ascent);
  expect(face.descentUnits).toBe(oracle.descent);
  expect(face.capHeightUnits).toBe(oracle.capHeight);
  expect(face.xHeightUnits).toBe(oracle.xHeight);
  expect(face.isCff).toBe(false);
  expect([...face.codePoints]).toEqual(oracle.characterSet.filter((c) => c !== 0xffff));
  for (const codePoint of face.codePoints)
    expect(face.glyphOf(codePoint)).toBe(oracle.glyphForCodePoint(codePoint).id);
  for (let glyph = 0; glyph < face.glyphCount; glyph += 37)
    expect(face.advances[glyph]).toBe(oracle.getGlyph(glyph).advanceWidth);
  expect(face.glyphOf(0x5d0)).toBe(0);
  expect(face.glyphOf(0x1f600)).toBe(0);
});

test("descriptor values of the shipped fonts", () => {
  const face = noto("NotoSans-Italic");
  expect(face.italicAngle).toBe(-12.02);
  expect(face.flags).toBe(4 | 64);
  expect(noto().flags).toBe(4);
  expect(noto().bbox).toEqual([-621, -508, 2800, 1067]);
  expect(noto("NotoSans-Bold").stemV).toBeGreaterThan(noto().stemV);
  expect(noto().hash).toMatch(/^[0-9a-f]{64}$/);
});

test.skipIf(!hasCff)("a CFF font opens, its advances in 1/1000 em", () => {
  const bytes = readFileSync(CFF_PATH);
  const face = openFontFace(bytes);
  const oracle = oracleOf(bytes);
  expect(face.isCff).toBe(true);
  expect(face.id).toBe(oracle.postscriptName);
  const glyph = face.glyphOf(0x41);
  expect(face.advances[glyph]).toBe(oracle.getGlyph(glyph).advanceWidth);
});

describe("fonts that must not be used", () => {
  test("licences", () => {
    expect(codeOf(withField(regular, "OS/2", 8, 0x0002))).toBe("font.licence");
    expect(codeOf(withField(regular, "OS/2", 8, 0x0100))).toBe("font.licence");
    expect(codeOf(withField(regular, "OS/2", 8, 0x0200))).toBe("font.licence");
    expect(codeOf(withField(regular, "OS/2", 8, 0x0004))).toBe("opened");
    expect(codeOf(withField(regular, "OS/2", 8, 0x0008))).toBe("opened");
  });

  test("wrong values under a right checksum", () => {
    expect(codeOf(withField(regular, "head", 18, 0))).toBe("font.invalid");
    expect(codeOf(withField(regular, "maxp", 4, 0))).toBe("font.invalid");
    expect(codeOf(withField(regular, "maxp", 4, 60_000))).toBe("font.invalid");
    expect(codeOf(withField(regular, "hhea", 34, 0))).toBe("font.invalid");
    expect(codeOf(withField(regular, "hhea", 34, 65_000))).toBe("font.invalid");
  });

  test("other formats", () => {
    expect(codeOf(new Uint8Array(0))).toBe("font.truncated");
    expect(codeOf(Buffer.from("ttcf\0\x01\0\0\0\0\0\x02"))).toBe("font.format");
    expect(codeOf(Buffer.from("wOF2\0\x01\0\0\0\0\0\x02"))).toBe("font.format");
    expect(codeOf(Buffer.from("%PDF-1.7 something"))).toBe("font.format");
  });

  test("a font cut off anywhere", () => {
    const lengths = [1, 11, 12, 13, 27, 28, 100, 283, 284, 300, 5000, regular.length - 5];
    for (let length = 10_000; length < regular.length; length += 40_009) lengths.push(length);
    for (const length of lengths)
      expect(codeOf(regular.subarray(0, length)), `${length} bytes`).toBe("font.truncated");
  });

  test("a byte changed in any table", () => {
    const directoryEnd = 12 + 16 * new DataView(regular.buffer, regular.byteOffset).getUint16(4);
    const prng = new Prng(7);
    let opened = 0;
    for (let round = 0; round < 200; round += 1) {
      const bytes = Uint8Array.from(regular);
      const at = prng.between(directoryEnd, bytes.length - 1);
      bytes[at] = (bytes[at] as number) ^ prng.between(1, 255);
      const code = codeOf(bytes);
      if (code === "opened") opened += 1;
      else expect(code).toBe("font.damaged");
    }
    // Only padding between tables and the file-wide adjustment lie outside the checksums.
    expect(opened).toBeLessThan(5);
  });

  test("random bytes in the table directory", () => {
    fc.assert(
      fc.property(fc.nat(283), fc.integer({ min: 0, max: 255 }), (at, value) => {
        const bytes = Uint8Array.from(regular);
        bytes[at] = value;
        expect(codeOf(bytes)).toMatch(/^(opened|font\.[a-z-]+)$/);
      }),
      { numRuns: 200 },
    );
  });

  test("tables of random bytes under right checksums never crash", () => {
    fc.assert(
      fc.property(
        fc.constantFrom("cmap", "name", "hhea", "maxp", "head", "post", "OS/2"),
        fc.nat(40),
        fc.nat(0xffff),
        (tag, at, value) => {
          const bytes = withField(regular, tag, Math.min(at & ~1, tag === "maxp" ? 4 : 30), value);
          expect(codeOf(bytes)).toMatch(/^(opened|font\.[a-z-]+)$/);
        },
      ),
      { numRuns: 200 },
    );
  });
});
