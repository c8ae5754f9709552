import { expect, test } from "vitest";
import { drawUnits } from "../../src/engine/draw-units.ts";
import type { Shard } from "../../src/model/shard.ts";

/** An input of so many units in shards of 300. */
function inputOf(unitCount: number): { shards: Shard[]; unitCount: number } {
  const shards = Array.from({ length: Math.ceil(unitCount / 300) }, (_, index) => {
    const firstOrdinal = index * 300;
    const count = Math.min(300, unitCount - firstOrdinal);
    const range = { start: 0, end: 0, firstLine: 1, details: [] };
    return { index, firstOrdinal, unitCount: count, ...range };
  });
  return { shards, unitCount };
}

function ordinalsOf(unitCount: number, seed: number, isDrawn: boolean): number[] {
  return drawUnits(inputOf(unitCount), seed)
    .filter((drawn) => drawn.isDrawn === isDrawn)
    .flatMap(({ shard, units }) => [...units].map((unit) => shard.firstOrdinal + unit));
}

test("a small input is looked at whole, a large one at both ends and by lot between them", () => {
  expect(ordinalsOf(1000, 7, false)).toHaveLength(1000);
  expect(ordinalsOf(1000, 7, true)).toEqual([]);
  expect(ordinalsOf(0, 7, false)).toEqual([]);
  const ends = ordinalsOf(200_000, 7, false);
  expect([ends.length, ends[0], ends[99], ends[100], ends[199]]).toEqual([
    200, 0, 99, 199_900, 199_999,
  ]);
  const lots = ordinalsOf(200_000, 7, true);
  expect(new Set(lots).size).toBe(500);
  expect(lots.every((ordinal) => ordinal >= 100 && ordinal < 199_900)).toBe(true);
  // By lot, they lie all over the input.
  const tenths = new Set(lots.map((ordinal) => Math.floor(ordinal / 20_000)));
  expect(tenths.size).toBe(10);
});

test("the lots are those of the seed", () => {
  expect(ordinalsOf(5000, 7, true)).toEqual(ordinalsOf(5000, 7, true));
  expect(ordinalsOf(5000, 7, true)).not.toEqual(ordinalsOf(5000, 8, true));
});
