import type { Host } from "../../src/base/host.ts";
import type { Prng } from "../../src/base/prng.ts";
import { TaskRunner } from "../../src/work/task-runner.ts";
import type { RunTask } from "../../src/run/tasks/run-task.ts";
import type { WorkerSetup } from "../../src/run/tasks/worker-tasks.ts";
import type { Executor } from "../../src/run/tasks/executor.ts";

interface Waiting {
  readonly task: RunTask;
  readonly settle: (outcome: () => unknown) => void;
}

/**
 * Works on tasks in this thread, one at a time, in an order that chance gives; their results arrive
 * in another. Each worker has its own caches, as threads have.
 */
export class SeededThreads implements Executor {
  readonly #runners: readonly TaskRunner[];
  readonly #random: Prng;
  readonly #waiting: Waiting[] = [];
  readonly #done: (() => void)[] = [];
  #isAtWork = false;

  constructor(host: Host, random: Prng, workers: number, setup: WorkerSetup) {
    this.#random = random;
    this.#runners = Array.from({ length: workers }, () => new TaskRunner(host, setup));
  }

  run(task: RunTask): Promise<unknown> {
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    const settle = (outcome: () => unknown): void => {
      try {
        resolve(outcome());
      } catch (error) {
        reject(error as Error);
      }
    };
    this.#waiting.push({ task, settle });
    void this.#work();
    return promise;
  }

  async destroy(): Promise<void> {
    this.#waiting.length = 0;
    this.#done.length = 0;
  }

  async #work(): Promise<void> {
    if (this.#isAtWork) return;
    this.#isAtWork = true;
    // Others may be about to hand out theirs.
    await Promise.resolve();
    while (this.#waiting.length + this.#done.length > 0) {
      const isDelivery = this.#waiting.length === 0 || this.#random.chance(0.5);
      if (isDelivery && this.#done.length > 0) take(this.#done, this.#random)?.();
      else await this.#perform(take(this.#waiting, this.#random));
      await new Promise((resolve) => setImmediate(resolve));
    }
    this.#isAtWork = false;
  }

  async #perform(waiting: Waiting | undefined): Promise<void> {
    if (waiting === undefined) return;
    const { task, settle } = waiting;
    try {
      const result = await this.#random.pick(this.#runners).run(task);
      // Threads hand over copies.
      const copy = structuredClone(result);
      this.#done.push(() => settle(() => copy));
    } catch (error) {
      this.#done.push(() =>
        settle(() => {
          throw error;
        }),
      );
    }
  }
}

function take<T>(items: T[], random: Prng): T | undefined {
  return items.splice(random.below(items.length), 1)[0];
}
