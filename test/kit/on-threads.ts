import { Prng } from "../../src/base/prng.ts";
import { ThreadExecutor } from "../../src/pool/thread-executor.ts";
import type { Executor } from "../../src/run/tasks/executor.ts";
import { openHost } from "../../src/run/host/host-node.ts";
import { onMachine } from "../../src/run/host/machine.ts";
import type { WorkerBounds } from "../../src/run/tasks/worker-bounds.ts";
import type { RunTask } from "../../src/run/tasks/run-task.ts";

interface Delay {
  readonly seed: number;
  readonly msMax: number;
}

interface Trouble {
  /** URL of a module with `makeHost(): Host`, whose host fails where a test wants it to. */
  readonly hostModule?: string | undefined;
  /** Waits up to so long before each task, by a seed, to shuffle the order in which tasks end. */
  readonly delay?: Delay;
  /** When workers are taken for hung, and how many may die. */
  readonly workerBounds?: Partial<WorkerBounds>;
}

/** Does `work` with real threads on a machine that gives them trouble. */
export async function onThreads<T>(
  { hostModule, delay, workerBounds }: Trouble,
  work: () => Promise<T>,
): Promise<T> {
  const host = await openHost(hostModule);
  const makeExecutor = (...[workers, setup, bounds]: ThreadParts): Executor => {
    const threads = new ThreadExecutor(workers, setup, bounds, hostModule);
    return delay === undefined ? threads : new DelayedExecutor(threads, delay);
  };
  return onMachine({ host, makeExecutor, workerBounds }, work);
}

type ThreadParts = ConstructorParameters<typeof ThreadExecutor>;

class DelayedExecutor implements Executor {
  readonly #threads: Executor;
  readonly #delay: Delay;

  constructor(threads: Executor, delay: Delay) {
    this.#threads = threads;
    this.#delay = delay;
  }

  async run(task: RunTask, lane: number): Promise<unknown> {
    const { seed, msMax } = this.#delay;
    const waitMs = new Prng(seed + placeOf(task)).below(msMax);
    await new Promise((resolve) => setTimeout(resolve, waitMs));
    return this.#threads.run(task, lane);
  }

  destroy(): Promise<void> {
    return this.#threads.destroy();
  }
}

/** A number for a task, by which what delays it is drawn. */
function placeOf(task: RunTask): number {
  if ("shard" in task) return task.shard.index;
  return "plan" in task ? 1e6 + task.plan.shards.length : 2e6 + task.place;
}
