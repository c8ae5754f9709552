import { describe, expect, it } from "vitest";
import type { Shard } from "../../src/model/shard.ts";
import { composePastPoison } from "../../src/pool/poison-hunt.ts";
import type { ComposedShard } from "../../src/run/tasks/composed-shard.ts";
import type { PoisonUnit } from "../../src/run/tasks/poison-unit.ts";
import type { RunOne, WorkerTask } from "../../src/run/tasks/worker-tasks.ts";
import { WorkerDeath } from "../../src/run/tasks/worker-death.ts";

const UNITS = 16;
const shard = { index: 2, firstOrdinal: 100, unitCount: UNITS } as Shard;
const DONE = { documents: UNITS } as unknown as ComposedShard;

/** Workers that die as a test says; the tasks that they were given. */
function workers(dies: (task: WorkerTask) => WorkerDeath | undefined) {
  const tasks: WorkerTask[] = [];
  const run = ((task: WorkerTask): Promise<unknown> => {
    tasks.push(task);
    const death = dies(task);
    if (death !== undefined) return Promise.reject(death);
    return Promise.resolve(task.kind === "probe" ? null : DONE);
  }) as RunOne;
  return { run, tasks };
}

function isMetBy(task: WorkerTask, unit: number): boolean {
  if (task.kind === "probe") return task.from <= unit && unit < task.to && !isKnown(task, unit);
  return task.kind === "compose" && !isKnown(task, unit);
}

function isKnown(task: WorkerTask, unit: number): boolean {
  return "poison" in task && (task.poison ?? []).some((known) => known.unit === unit);
}

function poisonOf(tasks: readonly WorkerTask[]): readonly PoisonUnit[] {
  const last = tasks.findLast(({ kind }) => kind === "compose");
  return last?.kind === "compose" ? (last.poison ?? []) : [];
}

describe("a shard of which workers die", () => {
  it("is composed at once where nothing kills", async () => {
    const { run, tasks } = workers(() => undefined);
    expect(await composePastPoison(shard, run)).toBe(DONE);
    expect(tasks).toHaveLength(1);
  });

  it("loses the unit at which they die, where it kills alone", async () => {
    const place = { unit: 5, phase: "compose" } as const;
    const { run, tasks } = workers((task) =>
      isMetBy(task, 5) ? new WorkerDeath("hung", place) : undefined,
    );
    expect(await composePastPoison(shard, run)).toBe(DONE);
    expect(poisonOf(tasks)).toEqual([{ unit: 5, manner: "hung", phase: "compose" }]);
    expect(tasks.map(({ kind }) => kind)).toEqual(["compose", "probe", "compose"]);
  });

  it("loses each of several, in any order", async () => {
    const { run, tasks } = workers((task) => {
      const unit = [11, 4].find((bad) => isMetBy(task, bad));
      return unit === undefined
        ? undefined
        : new WorkerDeath("out-of-memory", { unit, phase: "compose" });
    });
    await composePastPoison(shard, run);
    expect(poisonOf(tasks).map(({ unit }) => unit)).toEqual([11, 4]);
  });

  it.each([0, 7, UNITS - 1])("finds unit %i by halving where none is named", async (bad) => {
    const { run, tasks } = workers((task) =>
      isMetBy(task, bad) ? new WorkerDeath("ended", undefined) : undefined,
    );
    expect(await composePastPoison(shard, run)).toBe(DONE);
    expect(poisonOf(tasks)).toEqual([{ unit: bad, manner: "ended", phase: "read" }]);
    expect(tasks.filter(({ kind }) => kind === "compose")).toHaveLength(3);
  });

  it("is tried again where a death had nothing to do with it", async () => {
    let deaths = 0;
    const { run, tasks } = workers(() =>
      deaths++ === 0 ? new WorkerDeath("ended", undefined) : undefined,
    );
    expect(await composePastPoison(shard, run)).toBe(DONE);
    expect(tasks.map(({ kind }) => kind)).toEqual(["compose", "compose"]);
  });

  it("is given up where all of it kills, but none alone", async () => {
    const { run } = workers(({ kind }) =>
      kind === "compose" ? new WorkerDeath("ended", undefined) : undefined,
    );
    await expect(composePastPoison(shard, run)).rejects.toBeInstanceOf(WorkerDeath);
  });

  it("is given up where a unit kills even when it is not read", async () => {
    const { run } = workers(() => new WorkerDeath("ended", { unit: 3, phase: "read" }));
    await expect(composePastPoison(shard, run)).rejects.toBeInstanceOf(WorkerDeath);
  });

  it("fails as a task fails that kills nobody", async () => {
    const run = (() => Promise.reject(new Error("no such file"))) as RunOne;
    await expect(composePastPoison(shard, run)).rejects.toThrow("no such file");
  });
});
