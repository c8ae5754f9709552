import { deflateSync, inflateSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Prng } from "../../src/base/prng.ts";
import { Deflater } from "../../src/pdf/deflater.ts";

const PARAMETERS = { memLevel: 8, windowBits: 15 };

function randomBytes(count: number, alphabet: number, seed = 1): Uint8Array {
  const prng = new Prng(seed);
  return Uint8Array.from({ length: count }, () => prng.below(alphabet));
}

describe("compressing with one stream, reset in between", () => {
  test("gives the bytes of a fresh stream for any inputs one after the other", () => {
    const input = fc.record({
      count: fc.integer({ min: 0, max: 5000 }),
      alphabet: fc.integer({ min: 1, max: 256 }),
      seed: fc.integer(),
    });
    const inputs = fc.array(input, { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(inputs, fc.integer({ min: 1, max: 9 }), (all, level) => {
        const deflater = new Deflater(level);
        for (const { count, alphabet, seed } of all) {
          const bytes = randomBytes(count, alphabet, seed);
          const expected = deflateSync(bytes, { level, ...PARAMETERS });
          expect(Buffer.compare(deflater.deflate(bytes), expected)).toBe(0);
        }
      }),
      { numRuns: 60 },
    );
  });

  test.each([0, 1, 64, 65_535, 65_536, 65_537, 200_000, 2 * 1024 * 1024])(
    "%d bytes that do not compress",
    (count) => {
      const deflater = new Deflater(6);
      const bytes = randomBytes(count, 256);
      const first = Buffer.from(deflater.deflate(bytes));
      expect(first.equals(deflateSync(bytes, { level: 6, ...PARAMETERS }))).toBe(true);
      expect(inflateSync(first).equals(bytes)).toBe(true);
      // A small input after a large one has nothing of it.
      expect(inflateSync(deflater.deflate(new Uint8Array([7])))).toEqual(Buffer.from([7]));
    },
  );

  test("two megabytes of one byte", () => {
    const bytes = new Uint8Array(2 * 1024 * 1024).fill(0x20);
    const made = Buffer.from(new Deflater(9).deflate(bytes));
    expect(made.length).toBeLessThan(4096);
    expect(inflateSync(made).equals(bytes)).toBe(true);
  });
});
