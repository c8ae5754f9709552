import { hostName, processorCount } from "../run/host/this-machine.ts";
import { type Diagnostic, diagnostic } from "../base/diagnostic.ts";
import { type Host, HostError } from "../base/host.ts";
import { StoreError } from "../store/store-error.ts";
import { runningFile, RunningTable } from "../register/running-table.ts";
import type { Progress } from "../model/run-report.ts";
import type { RunningProgress, RunningRun } from "../model/running-run.ts";
import type { Priority } from "../model/shop.ts";
import { allocateLanes } from "./allocate-lanes.ts";
import { isLiving } from "./living-runs.ts";
import type { OpenRun } from "../run/folder/open-run.ts";

/** How many workers a run may use while others run at the same time. */
export interface WorkerShare {
  /** The number of tasks that may be under way now. */
  readonly lanes: number;
  /** Reports how many lanes there is work for; 0 if there is none. */
  want(lanes: number): void;
  /** Reports how many tasks are under way. */
  underWay(tasks: number): void;
  tell(progress: Progress): void;
  /** Resolves when `lanes` may have changed. */
  changed(): Promise<void>;
  /** Errors in sharing; the run itself continues. */
  readonly warnings: readonly Diagnostic[];
  leave(): void;
}

/** A run that shares with no other. */
export const unshared: WorkerShare = {
  lanes: Number.POSITIVE_INFINITY,
  want: () => undefined,
  underWay: () => undefined,
  tell: () => undefined,
  changed: () => Promise.resolve(),
  warnings: [],
  leave: () => undefined,
};

const BEAT_MS = 1000;

/**
 * Enters a run among those that share the shop's workers: all that name a shop, and all production
 * runs of a register. If the shop does not set a number of workers, there are as many as
 * processors, and a run that is alone gets what it asks for. Sharing changes when work is done,
 * never its bytes.
 */
export function enterShare(
  { host, frozen: { job, runId } }: Pick<OpenRun, "host" | "frozen">,
  folder: string,
  priority: Priority,
): WorkerShare {
  if (job.shop === undefined && job.mode !== "production") return unshared;
  const nowMs = host.nowMs();
  const own: RunningRun = {
    runId,
    folder,
    job: job.name,
    cycle: job.cycle,
    mode: job.mode,
    pid: process.pid,
    hostName: hostName(),
    priority,
    enteredMs: nowMs,
    beatMs: nowMs,
    wanted: 0,
    lanes: 0,
    underWay: 0,
  };
  return new SharedWorkers(host, runningFile(job.registerFile), own, job.shop?.workers);
}

class SharedWorkers implements WorkerShare {
  readonly warnings: Diagnostic[] = [];
  readonly #host: Host;
  readonly #workers: number | undefined;
  #table: RunningTable | undefined;
  #own: RunningRun;
  #wake: (() => void)[] = [];
  #hasWorked = false;
  readonly #timer: NodeJS.Timeout;

  constructor(host: Host, file: string, own: RunningRun, workers: number | undefined) {
    this.#host = host;
    this.#own = own;
    this.#workers = workers;
    this.#guard(() => {
      this.#table = RunningTable.open(host, file);
    });
    // It must keep the process alive: idle threads do not, and a waiting run has no other threads.
    this.#timer = setInterval(() => this.#beat(), BEAT_MS);
    this.#beat();
  }

  get lanes(): number {
    return this.#table === undefined ? Number.POSITIVE_INFINITY : this.#own.lanes;
  }

  want(lanes: number): void {
    this.#own = { ...this.#own, wanted: lanes };
    this.#beat();
  }

  underWay(tasks: number): void {
    this.#hasWorked = true;
    this.#own = { ...this.#own, underWay: tasks };
  }

  tell({ stage, done, total, unit }: Progress): void {
    const known = this.#own.progress;
    const isNew = known?.stage !== stage;
    if (isNew) this.#hasWorked = false;
    // Progress reported before the first task was made by the run that is resumed.
    const isBase = known === undefined || !this.#hasWorked;
    const startedMs = isBase ? this.#host.nowMs() : known.startedMs;
    const firstDone = isBase ? done : known.firstDone;
    const progress: RunningProgress = { stage, done, total, unit, startedMs, firstDone };
    this.#own = { ...this.#own, progress };
  }

  changed(): Promise<void> {
    return new Promise((resolve) => this.#wake.push(resolve));
  }

  leave(): void {
    clearInterval(this.#timer);
    this.#guard(() => {
      this.#table?.leave(this.#own.runId);
      this.#table?.close();
    });
    this.#table = undefined;
    this.#awake();
  }

  #beat(): void {
    this.#guard(() =>
      this.#table?.update((runs) => {
        const nowMs = this.#host.nowMs();
        const others = runs.filter(({ runId }) => runId !== this.#own.runId);
        const living = others.filter((run) => isLiving(run, nowMs));
        const lanes = this.#lanesBeside(living);
        this.#own = { ...this.#own, lanes, beatMs: nowMs };
        const dead = others.filter((run) => !living.includes(run)).map(({ runId }) => runId);
        return { own: this.#own, dead };
      }),
    );
    this.#awake();
  }

  #lanesBeside(others: readonly RunningRun[]): number {
    const { runId, wanted } = this.#own;
    if (others.length === 0 && this.#workers === undefined) return wanted;
    const total = this.#workers ?? processorCount();
    return allocateLanes([...others, this.#own], total).get(runId) ?? 0;
  }

  #awake(): void {
    const waiting = this.#wake;
    this.#wake = [];
    for (const resolve of waiting) resolve();
  }

  /** An unusable queue must not stop a run: the run then shares with no other, and warns of it. */
  #guard(work: () => void): void {
    try {
      work();
    } catch (error) {
      if (!(error instanceof StoreError) && !(error instanceof HostError)) throw error;
      // Others write only for a moment: the next beat is early enough.
      if (error.code === "queue.busy") return;
      this.#table = undefined;
      const message = `The run does not share workers with others: ${error.message}`;
      this.warnings.push(diagnostic("queue.unused", message, { severity: "warning" }));
    }
  }
}
