import { describe, expect, it } from "vitest";
import { HangWatch } from "../../src/pool/hang-watch.ts";
import { TaskPulse } from "../../src/run/tasks/task-pulse.ts";
import { WORKER_BOUNDS } from "../../src/run/tasks/worker-bounds.ts";

const LANE = 1;

function pulses(): TaskPulse[] {
  const memory = TaskPulse.memory(2);
  return [0, LANE].map((lane) => new TaskPulse(memory, lane));
}

/** Hands out a task that stays at its unit. */
function hang(pulse: TaskPulse | undefined): void {
  pulse?.handOut();
  pulse?.begin();
  pulse?.composes(8);
}

/** The lanes that are ended, one after the other, until there are so many. */
function endings(
  lanes: readonly TaskPulse[],
  count: number,
  next: (pulse: TaskPulse | undefined) => void,
): Promise<number[]> {
  return new Promise((resolve) => {
    const ended: number[] = [];
    const watch = new HangWatch(lanes, { ...WORKER_BOUNDS, recordMsMax: 40 }, (lane) => {
      if (ended.push(lane) < count) return next(lanes[lane]);
      watch.close();
      resolve(ended);
    });
  });
}

describe("the watch over tasks", () => {
  it("ends one that hangs, and the next that hangs in the same lane at the same unit", async () => {
    const lanes = pulses();
    hang(lanes[LANE]);
    expect(await endings(lanes, 3, hang)).toEqual([LANE, LANE, LANE]);
  });

  it("lets one go on that moves, and one that is over", async () => {
    const lanes = pulses();
    const [moving] = lanes;
    hang(moving);
    let unit = 0;
    const moves = setInterval(() => moving?.composes((unit += 1)), 1);
    hang(lanes[LANE]);
    const ended = await endings(lanes, 3, hang);
    clearInterval(moves);
    expect(new Set(ended)).toEqual(new Set([LANE]));
  });
});
