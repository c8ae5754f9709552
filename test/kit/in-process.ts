import * as engine from "../../src/index.ts";
import { InProcessExecutor } from "../../src/pool/in-process-executor.ts";
import { openHost } from "../../src/run/host/host-node.ts";
import { type Machine, onMachine } from "../../src/run/host/machine.ts";

/**
 * Does `work` with the tasks of its runs in this thread. A run is the same to the byte, and costs
 * half: no worker starts, loads the engine and warms up. Threads are for the tests of what only
 * they do: die, hang, finish in any order. A module with `makeHost` gives command and tasks a host
 * of its own each.
 */
export async function inProcess<T>(work: () => Promise<T>, hostModule?: string): Promise<T> {
  const [host, ofTasks] = [await openHost(hostModule), await openHost(hostModule)];
  const machine: Machine = {
    host,
    makeExecutor: (_workers, setup) => new InProcessExecutor(ofTasks, setup),
  };
  return onMachine(machine, work);
}

export const runJob: typeof engine.runJob = (...given) => inProcess(() => engine.runJob(...given));

export const resumeRun: typeof engine.resumeRun = (...given) =>
  inProcess(() => engine.resumeRun(...given));

export const rebuildRun: typeof engine.rebuildRun = (...given) =>
  inProcess(() => engine.rebuildRun(...given));

export const verifyStoredRun: typeof engine.verifyStoredRun = (...given) =>
  inProcess(() => engine.verifyStoredRun(...given));
