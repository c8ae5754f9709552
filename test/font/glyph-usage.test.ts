import fc from "fast-check";
import { expect, test } from "vitest";
import { GlyphUsage } from "../../src/font/glyph-usage.ts";

const ids = fc.array(fc.nat(0xffff), { maxLength: 50 });
const sorted = (glyphs: number[]): number[] => [...new Set(glyphs)].sort((a, b) => a - b);

function usageOf(glyphs: number[]): GlyphUsage {
  const usage = new GlyphUsage();
  usage.addAll(Uint16Array.from(glyphs), 0, glyphs.length);
  return usage;
}

test("the glyphs are a sorted set, and survive writing and merging", () => {
  fc.assert(
    fc.property(ids, ids, (first, second) => {
      const usage = usageOf(first);
      expect(usage.glyphs()).toEqual(sorted(first));
      usage.merge(usageOf(second).toBytes());
      expect(usage.glyphs()).toEqual(sorted([...first, ...second]));
      expect(usage.toBytes()).toEqual(usageOf([...second, ...first]).toBytes());
    }),
  );
});

test("bytes are compact; ranges and single glyphs are heeded", () => {
  const usage = new GlyphUsage();
  expect(usage.toBytes().length).toBe(0);
  usage.add(9);
  expect([...usage.toBytes()]).toEqual([0, 2]);
  usage.addAll(Uint16Array.of(1, 2, 3, 4), 1, 3);
  expect(usage.glyphs()).toEqual([2, 3, 9]);
  usage.clear();
  expect(usage.glyphs()).toEqual([]);
  expect(() => usage.add(0x1_0000)).toThrow("out of range");
  expect(() => usage.addAll(Uint16Array.of(1), 0, 2)).toThrow("out of bounds");
});
