import { limits } from "../../base/limits.ts";

/**
 * How long a worker may be idle in a task, how much memory it may use, and how many may die in a
 * run.
 */
export interface WorkerBounds {
  readonly recordMsMax: number;
  readonly stillMsMax: number;
  readonly deathsMax: number;
  readonly heapMb: number;
}

export const WORKER_BOUNDS: WorkerBounds = {
  recordMsMax: limits.recordMsMax,
  stillMsMax: limits.stillMsMax,
  deathsMax: limits.workerDeathsMax,
  heapMb: limits.workerHeapMb,
};
