import { AsyncLocalStorage } from "node:async_hooks";
import { diagnostic, UsageError } from "../../base/diagnostic.ts";
import type { Host } from "../../base/host.ts";
import { nodeFault } from "../../base/node-version.js";
import { NodeHost, openHost } from "./host-node.ts";
import type { ExecutorMaker } from "../executor.ts";

/** What commands run on. */
export interface Machine {
  readonly host: Host;
  /** What does its tasks, where that is not threads. */
  readonly makeExecutor?: ExecutorMaker | undefined;
}

const simulated = new AsyncLocalStorage<Machine>();

/** The machine itself, or the one that a simulation has put in its place around this call. */
export function machine(): Machine {
  return simulated.getStore() ?? { host: new NodeHost() };
}

/** Does `work` on another machine than the real one: for simulations alone. */
export function onMachine<T>(other: Machine, work: () => Promise<T>): Promise<T> {
  return simulated.run(other, work);
}

/** The host of a command: that of the module which a test names, or the machine's. */
export async function commandHost(hostModule: string | undefined): Promise<Host> {
  const fault = nodeFault(process.versions.node);
  if (fault !== undefined) throw new UsageError([diagnostic("run.node-unfit", fault)]);
  return hostModule === undefined ? machine().host : openHost(hostModule);
}
