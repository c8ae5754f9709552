import type { WorkerBounds } from "./worker-bounds.ts";
import type { RunTask } from "./run-task.ts";
import type { WorkerSetup } from "./worker-tasks.ts";

/** What carries out the tasks of a pool: threads, this process, or a simulation. */
export interface Executor {
  /**
   * The task's result (`TaskResults`), or the error it threw; a `WorkerDeath` if its worker died.
   * There are twice as many lanes as workers, each with one task at a time.
   */
  run(task: RunTask, lane: number): Promise<unknown>;
  /** Ends them at once, whatever they are doing. */
  destroy(): Promise<void>;
}

export type ExecutorMaker = (workers: number, setup: WorkerSetup, bounds: WorkerBounds) => Executor;
