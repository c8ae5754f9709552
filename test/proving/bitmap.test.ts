import fc from "fast-check";
import { expect, test } from "vitest";
import { Bitmap } from "../../src/proving/bitmap.ts";

test("says of each number whether it was there before", () => {
  const bits = new Bitmap(17);
  expect(bits.set(16)).toBe(false);
  expect(bits.set(16)).toBe(true);
  expect([bits.has(16), bits.has(15), bits.has(400)]).toEqual([true, false, false]);
});

test("tells what is here and not there, rising, as sets do", () => {
  const some = fc.uniqueArray(fc.nat(99));
  fc.assert(
    fc.property(some, some, (here, there) => {
      const [a, b] = [new Bitmap(100), new Bitmap(100)];
      for (const number of here) a.set(number);
      for (const number of there) b.set(number);
      const left = new Set(here).difference(new Set(there));
      expect([...a.without(b)]).toEqual([...left].sort((x, y) => x - y));
    }),
  );
});

test("takes a smaller one for one that has no more", () => {
  const [large, small] = [new Bitmap(40), new Bitmap(8)];
  for (const number of [3, 39]) large.set(number);
  small.set(3);
  expect([...large.without(small)]).toEqual([39]);
  expect([...small.without(large)]).toEqual([]);
});
