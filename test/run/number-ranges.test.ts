import fc from "fast-check";
import { expect, test } from "vitest";
import { numbersOf, rangesText, someRanges } from "../../src/run/pieces/number-ranges.ts";

test("numbers in a row are one range", () => {
  expect(rangesText([])).toBe("");
  expect(rangesText([17])).toBe("17");
  expect(rangesText([1, 2])).toBe("1-2");
  expect(rangesText([17, 40, 41, 42, 44])).toBe("17,40-42,44");
});

test("what was written is read back", () => {
  const ascending = fc.uniqueArray(fc.nat(500)).map((all) => all.sort((a, b) => a - b));
  fc.assert(
    fc.property(ascending, (numbers) => {
      expect(numbersOf(rangesText(numbers))).toEqual(numbers);
    }),
  );
});

test("people see the first twenty ranges, and that there are others", () => {
  const even = (count: number): number[] => Array.from({ length: count }, (_, at) => at * 2);
  expect(someRanges(even(20))).toBe(rangesText(even(20)));
  expect(someRanges(even(21))).toBe(`${rangesText(even(20))} and others`);
});
