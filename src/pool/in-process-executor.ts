import type { Host } from "../base/host.ts";
import type { Executor } from "../run/tasks/executor.ts";
import type { RunTask } from "../run/tasks/run-task.ts";
import type { WorkerSetup } from "../run/tasks/worker-tasks.ts";
import { TaskRunner } from "../work/task-runner.ts";

/**
 * Carries out tasks in this thread, one after the other in the order given, with one set of caches.
 * It starts nothing, so it is the fastest way to do little work; but a record that hangs or fills
 * the heap takes the whole process with it, which only threads prevent.
 */
export class InProcessExecutor implements Executor {
  readonly #host: Host;
  readonly #setup: WorkerSetup;
  #runner: TaskRunner | undefined;
  /** Settles once all tasks given so far have ended. */
  #last: Promise<unknown> = Promise.resolve();
  #isDestroyed = false;

  constructor(host: Host, setup: WorkerSetup) {
    this.#host = host;
    this.#setup = setup;
  }

  run(task: RunTask): Promise<unknown> {
    const result = this.#last.then(() => this.#perform(task));
    this.#last = result.catch(() => undefined);
    return result;
  }

  /** Begins no waiting task, awaits the one under way, and closes files that tasks left open. */
  async destroy(): Promise<void> {
    this.#isDestroyed = true;
    await this.#last;
    this.#runner?.close();
  }

  async #perform(task: RunTask): Promise<unknown> {
    // Lets signals, timers and progress run between tasks.
    await new Promise((resolve) => setImmediate(resolve));
    if (this.#isDestroyed) throw new Error("The executor was ended before the task began.");
    this.#runner ??= new TaskRunner(this.#host, this.#setup);
    // Copies, as threads exchange them: neither side may see what the other does to them later.
    return structuredClone(await this.#runner.run(structuredClone(task)));
  }
}
