import fc from "fast-check";
import { expect, test } from "vitest";
import { foldedKey, keyHash } from "../../src/run/pieces/key-hash.ts";

test.each([
  ["ab-1", "AB-1"],
  ["Müller", "mu\u0308LLER"],
  ["K1", "\u212A1"],
  ["123", "\uFF11\uFF12\uFF13"],
  ["\u1E9E", "\u00DF"],
])("%s and %s have one hash", (a, b) => {
  expect(foldedKey(a)).toBe(foldedKey(b));
  expect(keyHash(a)).toEqual(keyHash(b));
});

test("keys have one hash where they are the same once folded, and hardly ever else", () => {
  const key = fc.string({ unit: "grapheme", minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(key, key, (a, b) => {
      expect(keyHash(a)).toEqual(keyHash(foldedKey(a)));
      const { high, low } = keyHash(a);
      const other = keyHash(b);
      expect(high === other.high && low === other.low).toBe(foldedKey(a) === foldedKey(b));
    }),
  );
});

test("keys that count up all have hashes of their own", () => {
  const hashes = new Set<string>();
  for (let number = 0; number < 100_000; number += 1) {
    const { high, low } = keyHash(`NB${String(number).padStart(12, "0")}`);
    hashes.add(`${high} ${low}`);
  }
  expect(hashes.size).toBe(100_000);
});
