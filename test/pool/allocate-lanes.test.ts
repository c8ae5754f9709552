import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { allocateLanes, type LaneRequest } from "../../src/pool/allocate-lanes.ts";
import { PRIORITIES } from "../../src/model/shop.ts";

/** Requests in the order in which their processes began, named `a`, `b` ... */
function requests(...all: readonly [LaneRequest["priority"], wanted: number][]): LaneRequest[] {
  return all.map(([priority, wanted], index) => {
    const runId = String.fromCodePoint(97 + index);
    return { runId, priority, wanted, enteredMs: 1000 + index };
  });
}

function lanesOf(all: readonly LaneRequest[], total: number): number[] {
  const lanes = allocateLanes(all, total);
  return all.map(({ runId }) => lanes.get(runId) as number);
}

describe("the shop's workers", () => {
  test("go to a run that is alone, as many as it wants", () => {
    expect(lanesOf(requests(["normal", 8]), 8)).toEqual([8]);
    expect(lanesOf(requests(["low", 3]), 8)).toEqual([3]);
    expect(lanesOf(requests(["normal", 16]), 4)).toEqual([4]);
  });

  test("are shared evenly by runs of one priority, what is left over going to the older", () => {
    expect(lanesOf(requests(["normal", 8], ["normal", 8]), 8)).toEqual([4, 4]);
    expect(lanesOf(requests(["normal", 8], ["normal", 8], ["normal", 8]), 8)).toEqual([3, 3, 2]);
    expect(lanesOf(requests(["normal", 2], ["normal", 8], ["normal", 8]), 8)).toEqual([2, 3, 3]);
  });

  test("go to a rush job first, which takes all others down to none", () => {
    expect(lanesOf(requests(["normal", 8], ["rush", 8]), 8)).toEqual([0, 8]);
    expect(lanesOf(requests(["normal", 8], ["rush", 3]), 8)).toEqual([5, 3]);
    expect(lanesOf(requests(["low", 8], ["normal", 6], ["rush", 1]), 8)).toEqual([1, 6, 1]);
  });

  test("come back when a rush job settles and wants none, and when it has ended", () => {
    expect(lanesOf(requests(["normal", 8], ["rush", 0]), 8)).toEqual([8, 0]);
    expect(lanesOf(requests(["normal", 8]), 8)).toEqual([8]);
  });

  test("leave the youngest waiting where there are more runs than workers", () => {
    expect(lanesOf(requests(["normal", 2], ["normal", 2], ["normal", 2]), 2)).toEqual([1, 1, 0]);
  });

  test("do not depend on the order of the rows, also where two began in the same moment", () => {
    const same = requests(["normal", 4], ["normal", 4]).map((one) => ({ ...one, enteredMs: 5 }));
    expect(lanesOf(same, 3)).toEqual([2, 1]);
    expect(lanesOf(same.toReversed(), 3)).toEqual([1, 2]);
  });

  test("are never given twice, never left idle while wanted, never more than asked for", () => {
    const request = fc.tuple(fc.constantFrom(...PRIORITIES), fc.nat({ max: 12 }));
    fc.assert(
      fc.property(
        fc.array(request, { maxLength: 9 }),
        fc.integer({ min: 1, max: 32 }),
        (all, n) => {
          const asked = requests(...all);
          const lanes = lanesOf(asked, n);
          const wanted = asked.reduce((sum, one) => sum + one.wanted, 0);
          const given = lanes.reduce((sum, one) => sum + one, 0);
          expect(given).toBe(Math.min(wanted, n));
          asked.forEach((one, index) => {
            expect(lanes[index]).toBeLessThanOrEqual(one.wanted);
            asked.forEach((other, at) => {
              const goesFirst =
                PRIORITIES.indexOf(one.priority) < PRIORITIES.indexOf(other.priority);
              if (goesFirst && (lanes[index] as number) < one.wanted) expect(lanes[at]).toBe(0);
              if (one.priority !== other.priority || (lanes[index] as number) === one.wanted)
                return;
              expect((lanes[at] as number) - (lanes[index] as number)).toBeLessThanOrEqual(1);
            });
          });
        },
      ),
    );
  });
});
