import { expect, test } from "vitest";
import {
  Galley,
  KEEP_WITH_NEXT,
  SEGMENT_GROUP,
  SEGMENT_STRIDE,
  SEGMENT_Y,
} from "../../src/compose/galley.ts";
import { splitRow } from "../../src/compose/split-row.ts";

/** A row of two cells: one of three lines, then one of two with a line between these. */
function splitCells(): Galley {
  const galley = new Galley();
  const segment = (baselineMpt: number, group: number): void =>
    galley.segment(0, baselineMpt, 0, 10_000, 0, 0, 1, 0, group);
  for (const baselineMpt of [30_000, 10_000, 50_000]) segment(baselineMpt, 1);
  galley.actualTexts.set(galley.segmentCount, "ten");
  for (const baselineMpt of [10_000, 20_000]) segment(baselineMpt, 2);
  splitRow(galley, 0, 0, 60_000, 3, 7, () => {});
  return galley;
}

test("a row that is split becomes an item a line, from the top down, whatever cell it is of", () => {
  const galley = splitCells();
  const segment = (at: number, field: number): number =>
    galley.segments[at * SEGMENT_STRIDE + field] as number;
  const items = Array.from({ length: galley.itemCount }, (_, item) => ({
    heightMpt: galley.heightsMpt[item],
    groups: range(galley.segmentStarts[item], galley.segmentEnds[item]).map((at) =>
      segment(at, SEGMENT_GROUP),
    ),
    baselinesMpt: range(galley.segmentStarts[item], galley.segmentEnds[item]).map((at) =>
      segment(at, SEGMENT_Y),
    ),
  }));
  expect(items).toEqual([
    { heightMpt: 10_000, groups: [1, 2], baselinesMpt: [10_000, 10_000] },
    { heightMpt: 10_000, groups: [2], baselinesMpt: [10_000] },
    { heightMpt: 20_000, groups: [1], baselinesMpt: [10_000] },
    { heightMpt: 20_000, groups: [1], baselinesMpt: [10_000] },
  ]);
  // What a run of glyphs stands for goes with it.
  expect([...galley.actualTexts]).toEqual([[1, "ten"]]);
});

test("the first two and the last two lines of a split row stay together", () => {
  const galley = splitCells();
  expect([...galley.flags.subarray(0, galley.itemCount)]).toEqual([
    KEEP_WITH_NEXT,
    0,
    KEEP_WITH_NEXT,
    0,
  ]);
});

function range(from = 0, to = 0): number[] {
  return Array.from({ length: to - from }, (_, index) => from + index);
}
