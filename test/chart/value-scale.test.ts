import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { valueScale } from "../../src/chart/value-scale.ts";

describe("a scale", () => {
  it("has round ends and marks", () => {
    expect(valueScale(0, 987, 1, 5)).toEqual({
      low: 0,
      high: 1000,
      ticks: [0, 200, 400, 600, 800, 1000],
    });
    expect(valueScale(-310, 870, 1, 5).ticks).toEqual([-400, -200, 0, 200, 400, 600, 800, 1000]);
  });

  it("has whole marks however small its numbers are", () => {
    expect(valueScale(0, 1, 1, 5)).toEqual({ low: 0, high: 1, ticks: [0, 1] });
    expect(valueScale(0, 3, 1, 8).ticks).toEqual([0, 1, 2, 3]);
  });

  it("reaches to 0, or up to one unit, where all values are one", () => {
    expect(valueScale(0, 0, 100, 4)).toMatchObject({ low: 0, high: 100 });
    expect(valueScale(7, 7, 1, 4)).toMatchObject({ low: 0, high: 8 });
    expect(valueScale(-7, -7, 1, 4)).toMatchObject({ low: -8, high: 0 });
  });

  it("holds its values and its marks, from the least number to the greatest", () => {
    const safe = fc.integer({ min: -Number.MAX_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER });
    fc.assert(
      fc.property(safe, safe, fc.integer({ min: 2, max: 8 }), (one, other, count) => {
        const [low, high] = [Math.min(one, other), Math.max(one, other)];
        const scale = valueScale(low, high, 1, count);
        expect(scale.low).toBeLessThanOrEqual(low);
        expect(scale.high).toBeGreaterThanOrEqual(high);
        expect(scale.high).toBeGreaterThan(scale.low);
        expect(scale.ticks.length).toBeLessThanOrEqual(2 * count + 2);
        for (const tick of scale.ticks) expect(Number.isSafeInteger(tick)).toBe(true);
      }),
    );
  });
});
