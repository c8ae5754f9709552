import { fileURLToPath } from "node:url";
import { Piscina } from "piscina";
import type { WorkerSetup, WorkerTask } from "./worker-tasks.ts";

/** Bounds of a worker's heap: a record gone wild ends its worker, not the machine. */
const RESOURCE_LIMITS = { maxOldGenerationSizeMb: 512, maxYoungGenerationSizeMb: 24 };

/** What works on the tasks of a pool: threads, or whatever a simulation puts in their place. */
export interface TaskThreads {
  /** The task's result (`TaskResults`), or what its thread threw. */
  run(task: WorkerTask): Promise<unknown>;
  /** Ends them at once, whatever they are at. */
  destroy(): Promise<void>;
}

export type ThreadMaker = (workers: number, setup: WorkerSetup) => TaskThreads;

/** Real threads, each with a heap of its own. */
export function workerThreads(workers: number, setup: WorkerSetup): TaskThreads {
  // The entry has this file's own extension: `.ts` in the repository, `.js` when built.
  const extension = import.meta.url.endsWith(".ts") ? "ts" : "js";
  return new Piscina({
    filename: fileURLToPath(new URL(`./worker.${extension}`, import.meta.url)),
    minThreads: workers,
    maxThreads: workers,
    maxQueue: workers * workers + workers,
    idleTimeout: 600_000,
    resourceLimits: RESOURCE_LIMITS,
    workerData: setup,
    recordTiming: false,
  });
}
