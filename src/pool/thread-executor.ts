import { errorCode, messageOf } from "../base/error-facts.ts";
import { fileURLToPath } from "node:url";
import { Piscina } from "piscina";
import { shellWord } from "../base/shell-word.ts";
import { HangWatch } from "./hang-watch.ts";
import type { Executor } from "../run/tasks/executor.ts";
import { RunFailure } from "../run/run-failure.ts";
import { TaskPulse } from "../run/tasks/task-pulse.ts";
import type { RunTask } from "../run/tasks/run-task.ts";
import type { WorkerBounds } from "../run/tasks/worker-bounds.ts";
import { WorkerDeath } from "../run/tasks/worker-death.ts";
import type { HandedTask, ThreadSetup, WorkerSetup } from "../run/tasks/worker-tasks.ts";

const YOUNG_GENERATION_MB = 24;

/** Real threads, each with its own heap. A thread that dies or hangs is replaced. */
export class ThreadExecutor implements Executor {
  readonly #pool: Piscina;
  readonly #out: string;
  readonly #pulses: readonly TaskPulse[];
  readonly #watch: HangWatch;
  readonly #hung = new Set<number>();
  /** Called if threads cannot be started at all: Piscina itself would wait for ever. */
  readonly #givingUp = new Set<(failure: RunFailure) => void>();

  /** Each thread makes its own host, by `hostModule` if that is given (see `openHost`). */
  constructor(workers: number, setup: WorkerSetup, bounds: WorkerBounds, hostModule?: string) {
    this.#out = setup.outFolder;
    const pulses = TaskPulse.memory(workers * 2);
    this.#pulses = Array.from({ length: workers * 2 }, (_, lane) => new TaskPulse(pulses, lane));
    const workerData: ThreadSetup = { ...setup, pulses, hostModule };
    this.#pool = new Piscina({
      filename: fileURLToPath(new URL("./worker-entry.js", import.meta.url)),
      minThreads: workers,
      maxThreads: workers,
      maxQueue: workers * workers + workers,
      idleTimeout: 600_000,
      resourceLimits: {
        maxOldGenerationSizeMb: bounds.heapMb,
        maxYoungGenerationSizeMb: YOUNG_GENERATION_MB,
      },
      workerData,
      recordTiming: false,
    });
    this.#pool.on("error", (error: Error) => this.#giveUp(error));
    this.#watch = new HangWatch(this.#pulses, bounds, (lane) => this.#endThread(lane));
  }

  async run(task: RunTask, lane: number): Promise<unknown> {
    this.#pulses[lane]?.handOut();
    const handed: HandedTask = { task, lane };
    try {
      return await this.#orGivenUp(this.#pool.run(handed));
    } catch (error) {
      throw this.#failureOf(error, lane);
    }
  }

  async destroy(): Promise<void> {
    this.#watch.close();
    await this.#pool.destroy();
  }

  #orGivenUp(running: Promise<unknown>): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.#givingUp.add(reject);
      void running.then(resolve, reject).finally(() => this.#givingUp.delete(reject));
    });
  }

  /**
   * The error that a task ended with, derived from the end of its thread, which does not report
   * one.
   */
  #failureOf(error: unknown, lane: number): unknown {
    const pulse = this.#pulses[lane];
    if (pulse?.isUnderWay !== true) return isThreadEnd(error) ? this.#giveUp(error) : error;
    if (error instanceof RunFailure) return error;
    const isHung = this.#hung.delete(lane);
    const isFull = errorCode(error) === "ERR_WORKER_OUT_OF_MEMORY";
    const manner = isHung ? "hung" : isFull ? "out-of-memory" : "ended";
    return new WorkerDeath(manner, pulse.place);
  }

  /** A thread that ends before it has begun anything would do so each time. */
  #giveUp(error: unknown): RunFailure {
    const isShort = messageOf(error).includes("EMFILE");
    const mend = isShort
      ? "Raise the limit of open files, or ask for fewer --workers"
      : "Fix what is named";
    const hint = `${mend}, then run \`nightpress resume ${shellWord(this.#out)}\`.`;
    const failure = new RunFailure(
      `Workers cannot be started: ${messageOf(error)}`,
      hint,
      this.#out,
    );
    for (const reject of this.#givingUp) reject(failure);
    return failure;
  }

  /** The lane's task then fails, once the thread has really ended and writes no more. */
  #endThread(lane: number): void {
    const threadId = this.#pulses[lane]?.threadId;
    const thread = this.#pool.threads.find((candidate) => candidate.threadId === threadId);
    this.#hung.add(lane);
    void thread?.terminate();
  }
}

/** Whether this error is Piscina's for a thread that ended. */
function isThreadEnd(error: unknown): boolean {
  return (
    messageOf(error).startsWith("worker exited with code") ||
    errorCode(error).startsWith("ERR_WORKER_")
  );
}
