import { assert } from "../base/assert.ts";
import { PRIORITIES, type Priority } from "../model/shop.ts";

/** What a run requests of the shop's workers. */
export interface LaneRequest {
  readonly runId: string;
  readonly priority: Priority;
  /** When its process began: among equals, the older goes first. */
  readonly enteredMs: number;
  readonly wanted: number;
}

/**
 * How many of `total` workers each run may use. A higher priority gets all it wants before a lower
 * one gets any, so a rush job may leave others without workers. Runs of equal priority share
 * evenly, with the remainder going to the older ones; what one run does not want goes to the
 * others.
 */
export function allocateLanes(
  requests: readonly LaneRequest[],
  total: number,
): ReadonlyMap<string, number> {
  assert(Number.isSafeInteger(total) && total >= 1, "a shop has at least one worker");
  const lanes = new Map(requests.map(({ runId }) => [runId, 0]));
  let left = total;
  for (const priority of PRIORITIES) {
    const group = requests.filter((one) => one.priority === priority).toSorted(byAge);
    // Round by round, one each: there are few runs and few workers, so counting is fast enough.
    for (let given = 1; left > 0 && given > 0;) {
      given = 0;
      for (const { runId, wanted } of group) {
        const has = lanes.get(runId) ?? 0;
        if (left === 0 || has >= wanted) continue;
        lanes.set(runId, has + 1);
        left -= 1;
        given += 1;
      }
    }
  }
  return lanes;
}

function byAge(a: LaneRequest, b: LaneRequest): number {
  if (a.enteredMs !== b.enteredMs) return a.enteredMs - b.enteredMs;
  return a.runId < b.runId ? -1 : 1;
}
