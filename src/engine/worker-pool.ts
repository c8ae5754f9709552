import { arrivedError } from "./portable-error.ts";
import type { WorkerShare } from "./shop/worker-share.ts";
import type { TaskResults, WorkerTask } from "./worker-tasks.ts";
import type { TaskThreads } from "./worker-threads.ts";

type ResultOf<T extends WorkerTask> = TaskResults[T["kind"]];

/** The threads of one run. Work is handed out in order and a little ahead, never all at once. */
export class WorkerPool {
  readonly workers: number;
  readonly #threads: TaskThreads;
  readonly #share: WorkerShare;
  #underWay = 0;

  constructor(workers: number, threads: TaskThreads, share: WorkerShare) {
    this.workers = workers;
    this.#threads = threads;
    this.#share = share;
  }

  /**
   * Runs tasks in order, at most two a worker under way, and gives each result as it comes. Where
   * the run shares the shop's workers and has fewer of them than it wants, at most one a worker.
   * Stops handing out work once `stopped` says so; what is under way is finished. The first failure
   * ends it: nothing more is handed out, and it is thrown when what is under way has ended.
   */
  async runAll<T extends WorkerTask>(
    tasks: Iterable<T>,
    done: (task: T, result: ResultOf<T>) => void,
    stopped: () => boolean,
  ): Promise<void> {
    const iterator = tasks[Symbol.iterator]();
    let failure: unknown;
    const allGiven = Promise.withResolvers<void>();
    const lane = async (_: unknown, index: number): Promise<void> => {
      while (failure === undefined && !stopped()) {
        if (index >= this.#lanesMax()) {
          const ended = await Promise.race([this.#share.changed(), allGiven.promise.then(isTrue)]);
          if (ended === true) return;
          continue;
        }
        const next = iterator.next();
        if (next.done === true) return allGiven.resolve();
        try {
          done(next.value, await this.#run(next.value));
        } catch (error) {
          failure ??= arrivedError(error);
        }
      }
      allGiven.resolve();
    };
    this.#share.want(this.workers);
    await Promise.all(Array.from({ length: this.workers * 2 }, lane));
    this.#share.want(0);
    if (failure !== undefined) throw failure;
  }

  async #run<T extends WorkerTask>(task: T): Promise<ResultOf<T>> {
    this.#share.underWay(++this.#underWay);
    try {
      return (await this.#threads.run(task)) as ResultOf<T>;
    } finally {
      this.#share.underWay(--this.#underWay);
    }
  }

  /** A task that waits beside each one that is worked on keeps threads busy, where all are ours. */
  #lanesMax(): number {
    const { lanes } = this.#share;
    return lanes >= this.workers ? this.workers * 2 : lanes;
  }

  async close(): Promise<void> {
    await this.#threads.destroy();
  }
}

function isTrue(): true {
  return true;
}
