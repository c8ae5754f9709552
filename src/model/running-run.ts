import type { Progress, Stage } from "./run-report.ts";
import type { Priority } from "./shop.ts";

/** A process that works on a run, as it last reported. Times are in ms since the epoch. */
export interface RunningRun {
  readonly runId: string;
  readonly folder: string;
  readonly job: string;
  readonly cycle: string;
  readonly mode: "test" | "production";
  readonly pid: number;
  readonly hostName: string;
  readonly priority: Priority;
  readonly enteredMs: number;
  readonly beatMs: number;
  /** How many of the shop's workers it can use just now. */
  readonly wanted: number;
  /** How many it may use; 0 if it waits for others. */
  readonly lanes: number;
  /** Tasks that are being worked on. */
  readonly underWay: number;
  readonly progress?: RunningProgress;
}

/** Where a stage stands, with what it began with in this process, so that its speed is known. */
export interface RunningProgress {
  readonly stage: Stage;
  readonly done: number;
  readonly total: number;
  readonly unit: Progress["unit"];
  readonly startedMs: number;
  readonly firstDone: number;
}
