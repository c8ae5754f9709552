import { type Diagnostic, diagnostic } from "../base/diagnostic.ts";
import { countText } from "../report/figures.ts";
import { shellWord } from "../base/shell-word.ts";
import { arrivedError } from "../run/tasks/portable-error.ts";
import { RunFailure } from "../run/run-failure.ts";
import type { WorkerShare } from "./worker-share.ts";
import { surviveDeaths } from "./survive-deaths.ts";
import { type RunReference, runTask } from "../run/tasks/run-task.ts";
import type { WorkerBounds } from "../run/tasks/worker-bounds.ts";
import { WorkerDeath } from "../run/tasks/worker-death.ts";
import type { ResultOf, RunOne, WorkerTask } from "../run/tasks/worker-tasks.ts";
import type { Executor } from "../run/tasks/executor.ts";

export interface PoolParts {
  readonly workers: number;
  readonly threads: Executor;
  readonly bounds: WorkerBounds;
  readonly share: WorkerShare;
  /** The run that its tasks belong to. */
  readonly run: RunReference;
  /** The run's folder, for messages to the operator. */
  readonly out: string;
}

/**
 * The threads of one run. Work is handed out in order and a little ahead, never all at once. If a
 * thread dies of a task, the task is still carried out if possible.
 */
export class WorkerPool {
  readonly workers: number;
  readonly #threads: Executor;
  readonly #bounds: WorkerBounds;
  readonly #share: WorkerShare;
  readonly #out: string;
  readonly #reference: RunReference;
  #deaths = 0;
  #underWay = 0;

  constructor({ workers, threads, bounds, share, run, out }: PoolParts) {
    this.workers = workers;
    this.#threads = threads;
    this.#bounds = bounds;
    this.#share = share;
    this.#out = out;
    this.#reference = run;
  }

  /** A warning to the operator about workers that died. */
  get warnings(): readonly Diagnostic[] {
    if (this.#deaths === 0) return [];
    const died = countText(this.#deaths, "worker");
    const message = `${died} died or hung and had to be replaced; the run continued.`;
    const hint = "Check the rejects for records that kill workers, or the machine's memory.";
    return [diagnostic("run.workers-died", message, { severity: "warning", hint })];
  }

  /**
   * Runs tasks in order, at most two per worker under way, and passes on each result as it comes.
   * If the run shares the shop's workers and has fewer of them than it wants, at most one per
   * worker. Stops handing out work once `stopped` returns true; tasks under way are finished. The
   * first failure ends it: nothing more is handed out, and it is thrown when the tasks under way
   * have ended.
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
      const run: RunOne = (task) => this.#run(task, index);
      while (failure === undefined && !stopped()) {
        if (index >= this.#lanesMax()) {
          const ended = await Promise.race([this.#share.changed(), allGiven.promise.then(isTrue)]);
          if (ended === true) return;
          continue;
        }
        const next = iterator.next();
        if (next.done === true) return allGiven.resolve();
        try {
          done(next.value, await surviveDeaths(next.value, run, this.#out));
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

  async close(): Promise<void> {
    await this.#threads.destroy();
  }

  async #run<T extends WorkerTask>(task: T, lane: number): Promise<ResultOf<T>> {
    this.#share.underWay(++this.#underWay);
    try {
      return (await this.#threads.run(
        runTask<WorkerTask>(this.#reference, task),
        lane,
      )) as ResultOf<T>;
    } catch (error) {
      throw error instanceof WorkerDeath ? this.#counted(error) : error;
    } finally {
      this.#share.underWay(--this.#underWay);
    }
  }

  #counted(death: WorkerDeath): WorkerDeath | RunFailure {
    this.#deaths += 1;
    if (this.#deaths <= this.#bounds.deathsMax) return death;
    const died = countText(this.#deaths, "worker");
    const said = `${died} died in this run; most recently, ${death.message}.`;
    const hint =
      "Check the rejects that the run has so far, and the machine's memory; then run " +
      `\`nightpress resume ${shellWord(this.#out)}\`, which keeps what is done.`;
    return new RunFailure(said, hint, this.#out);
  }

  /** A queued task beside each running one keeps threads busy, if all workers are this run's. */
  #lanesMax(): number {
    const { lanes } = this.#share;
    return lanes >= this.workers ? this.workers * 2 : lanes;
  }
}

function isTrue(): true {
  return true;
}
