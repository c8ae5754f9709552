import { Prng } from "../../src/base/prng.ts";
import type { Executor } from "../../src/run/tasks/executor.ts";
import type { RunTask } from "../../src/run/tasks/run-task.ts";

/** Waits up to so long before each task, by a seed, to shuffle the order in which tasks end. */
export interface Delay {
  readonly seed: number;
  readonly msMax: number;
}

export class DelayedExecutor implements Executor {
  readonly #behind: Executor;
  readonly #delay: Delay;

  constructor(behind: Executor, delay: Delay) {
    this.#behind = behind;
    this.#delay = delay;
  }

  async run(task: RunTask, lane: number): Promise<unknown> {
    const { seed, msMax } = this.#delay;
    const waitMs = new Prng(seed + placeOf(task)).below(msMax);
    await new Promise((resolve) => setTimeout(resolve, waitMs));
    return this.#behind.run(task, lane);
  }

  destroy(): Promise<void> {
    return this.#behind.destroy();
  }
}

/** A number for a task, by which what delays it is drawn. */
function placeOf(task: RunTask): number {
  if ("shard" in task) return task.shard.index;
  return "plan" in task ? 1e6 + task.plan.shards.length : 2e6 + task.place;
}
