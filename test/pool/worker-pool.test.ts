import { describe, expect, it } from "vitest";
import type { Shard } from "../../src/model/shard.ts";
import { WorkerPool } from "../../src/pool/worker-pool.ts";
import { unshared } from "../../src/pool/worker-share.ts";
import type { Executor } from "../../src/run/tasks/executor.ts";
import { RunFailure } from "../../src/run/run-failure.ts";
import type { WorkerTask } from "../../src/run/tasks/worker-tasks.ts";
import { WORKER_BOUNDS } from "../../src/run/tasks/worker-bounds.ts";
import { WorkerDeath } from "../../src/run/tasks/worker-death.ts";

type Compose = Extract<WorkerTask, { kind: "compose" }>;

function taskAt(index: number): Compose {
  return { kind: "compose", shard: { index, firstOrdinal: index, unitCount: 1 } as Shard };
}

/** An executor of a test's own; how many tasks it had at once at the most. */
class Lanes implements Executor {
  underWayMax = 0;
  readonly lanes = new Set<number>();
  #underWay = 0;
  readonly #work: (index: number) => void;

  constructor(work: (index: number) => void) {
    this.#work = work;
  }

  async run(task: WorkerTask, lane: number): Promise<unknown> {
    this.#underWay += 1;
    this.underWayMax = Math.max(this.underWayMax, this.#underWay);
    this.lanes.add(lane);
    await new Promise((resolve) => setImmediate(resolve));
    this.#underWay -= 1;
    const { index } = (task as Compose).shard;
    this.#work(index);
    return index;
  }

  destroy(): Promise<void> {
    return Promise.resolve();
  }
}

function poolOf(work: (index: number) => void, workers = 2) {
  const threads = new Lanes(work);
  const parts = { share: unshared, run: { runId: "run-1", jobFileSha256: "" }, out: "out" };
  const bounds = { ...WORKER_BOUNDS, deathsMax: 2 };
  return {
    threads,
    pool: new WorkerPool({ workers, threads, bounds, ...parts }),
  };
}

const TASKS = Array.from({ length: 12 }, (_, index) => taskAt(index));

describe("tasks", () => {
  it("are all done once, two a worker under way at the most", async () => {
    const { pool, threads } = poolOf(() => undefined);
    const done: number[] = [];
    await pool.runAll(
      TASKS,
      ({ shard }) => done.push(shard.index),
      () => false,
    );
    expect(done.sort((a, b) => a - b)).toEqual(TASKS.map(({ shard }) => shard.index));
    expect(threads.underWayMax).toBe(4);
    expect([...threads.lanes].sort((a, b) => a - b)).toEqual([0, 1, 2, 3]);
    expect(pool.warnings).toEqual([]);
  });

  it("are not begun once somebody stops, and those under way are finished", async () => {
    const { pool } = poolOf(() => undefined);
    const done: number[] = [];
    await pool.runAll(
      TASKS,
      ({ shard }) => done.push(shard.index),
      () => done.length > 0,
    );
    expect(done.length).toBeGreaterThan(0);
    expect(done.length).toBeLessThanOrEqual(4);
  });

  it("end with the first failure, after what is under way", async () => {
    const begun: number[] = [];
    const { pool } = poolOf((index) => {
      begun.push(index);
      if (index === 1) throw new Error("shard 1 cannot be read");
    });
    await expect(
      pool.runAll(
        TASKS,
        () => undefined,
        () => false,
      ),
    ).rejects.toThrow("shard 1");
    expect(begun.length).toBeLessThan(TASKS.length);
  });
});

describe("workers that die", () => {
  it("are told of, where the run goes on", async () => {
    let deaths = 0;
    const { pool } = poolOf((index) => {
      if (index === 3 && deaths++ === 0) throw new WorkerDeath("ended", undefined);
    });
    const done: number[] = [];
    await pool.runAll(
      TASKS,
      ({ shard }) => done.push(shard.index),
      () => false,
    );
    expect(done).toHaveLength(TASKS.length);
    expect(pool.warnings.map(({ code }) => code)).toEqual(["run.workers-died"]);
    expect(pool.warnings[0]?.message).toContain("1 ");
  });

  it("end the run where they are too many, which says how to go on", async () => {
    const { pool } = poolOf(() => {
      throw new WorkerDeath("out-of-memory", undefined);
    });
    const failed = pool.runAll(
      TASKS,
      () => undefined,
      () => false,
    );
    await expect(failed).rejects.toBeInstanceOf(RunFailure);
    await expect(failed).rejects.toMatchObject({
      message: expect.stringContaining("ran out of memory"),
      hint: expect.stringContaining("nightpress resume"),
    });
  });
});
