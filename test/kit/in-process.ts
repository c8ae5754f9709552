import * as rebuilding from "../../src/engine/rebuild-run.ts";
import * as running from "../../src/engine/run-job.ts";
import * as verifying from "../../src/engine/verify-stored-run.ts";
import { type Delay, DelayedExecutor } from "./delayed-executor.ts";
import { InProcessExecutor } from "../../src/pool/in-process-executor.ts";
import { openHost } from "../../src/run/host/host-node.ts";
import { type Machine, onMachine } from "../../src/run/host/machine.ts";

interface Trouble {
  /** URL of a module with `makeHost(): Host`, of which command and tasks get one each. */
  readonly hostModule?: string;
  readonly delay?: Delay;
}

/**
 * Does `work` with the tasks of its runs in this thread. A run is the same to the byte, and costs
 * half: no worker starts, loads the engine and warms up. Threads are for the tests of what only
 * they do: die, hang, work at the same time.
 */
export async function inProcess<T>(
  work: () => Promise<T>,
  { hostModule, delay }: Trouble = {},
): Promise<T> {
  const [host, ofTasks] = [await openHost(hostModule), await openHost(hostModule)];
  const makeExecutor: Machine["makeExecutor"] = (_workers, setup) => {
    const here = new InProcessExecutor(ofTasks, setup);
    return delay === undefined ? here : new DelayedExecutor(here, delay);
  };
  return onMachine({ host, makeExecutor }, work);
}

export const runJob: typeof running.runJob = (...given) =>
  inProcess(() => running.runJob(...given));

export const resumeRun: typeof running.resumeRun = (...given) =>
  inProcess(() => running.resumeRun(...given));

export const rebuildRun: typeof rebuilding.rebuildRun = (...given) =>
  inProcess(() => rebuilding.rebuildRun(...given));

export const verifyStoredRun: typeof verifying.verifyStoredRun = (...given) =>
  inProcess(() => verifying.verifyStoredRun(...given));
