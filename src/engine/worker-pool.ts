import { fileURLToPath } from "node:url";
import { Piscina } from "piscina";
import { arrivedError } from "./portable-error.ts";
import type { TaskResults, WorkerSetup, WorkerTask } from "./worker-tasks.ts";

/** Bounds of a worker's heap: a record gone wild ends its worker, not the machine. */
const RESOURCE_LIMITS = { maxOldGenerationSizeMb: 512, maxYoungGenerationSizeMb: 24 };

type ResultOf<T extends WorkerTask> = TaskResults[T["kind"]];

/** The threads of one run. Work is handed out in order and a little ahead, never all at once. */
export class WorkerPool {
  readonly workers: number;
  readonly #pool: Piscina;

  constructor(workers: number, setup: WorkerSetup) {
    this.workers = workers;
    // The entry has this file's own extension: `.ts` in the repository, `.js` when built.
    const extension = import.meta.url.endsWith(".ts") ? "ts" : "js";
    this.#pool = new Piscina({
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

  /**
   * Runs tasks in order, at most two a worker under way, and gives each result as it comes. Stops
   * handing out work once `stopped` says so; what is under way is finished. The first failure ends
   * it: nothing more is handed out, and it is thrown when what is under way has ended.
   */
  async runAll<T extends WorkerTask>(
    tasks: Iterable<T>,
    done: (task: T, result: ResultOf<T>) => void,
    stopped: () => boolean,
  ): Promise<void> {
    const iterator = tasks[Symbol.iterator]();
    let failure: unknown;
    const lane = async (): Promise<void> => {
      while (failure === undefined && !stopped()) {
        const next = iterator.next();
        if (next.done === true) return;
        try {
          done(next.value, (await this.#pool.run(next.value)) as ResultOf<T>);
        } catch (error) {
          failure ??= arrivedError(error);
        }
      }
    };
    await Promise.all(Array.from({ length: this.workers * 2 }, lane));
    if (failure !== undefined) throw failure;
  }

  async close(): Promise<void> {
    await this.#pool.destroy();
  }
}
