import { ThreadExecutor } from "../../src/pool/thread-executor.ts";
import type { Executor } from "../../src/run/tasks/executor.ts";
import { openHost } from "../../src/run/host/host-node.ts";
import { onMachine } from "../../src/run/host/machine.ts";
import type { WorkerBounds } from "../../src/run/tasks/worker-bounds.ts";
import { type Delay, DelayedExecutor } from "./delayed-executor.ts";

interface Trouble {
  /** URL of a module with `makeHost(): Host`, whose host fails where a test wants it to. */
  readonly hostModule?: string | undefined;
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
