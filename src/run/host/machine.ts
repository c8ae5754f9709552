import { AsyncLocalStorage } from "node:async_hooks";
import { diagnostic, UsageError } from "../../base/diagnostic.ts";
import type { Host } from "../../base/host.ts";
import { nodeFault } from "../../base/node-version.js";
import { type WorkerBounds, WORKER_BOUNDS } from "../worker-bounds.ts";
import { NodeHost } from "./host-node.ts";
import type { ExecutorMaker } from "../executor.ts";

/** What commands run on. */
export interface Machine {
  readonly host: Host;
  /** What does its tasks, where that is not threads. */
  readonly makeExecutor?: ExecutorMaker | undefined;
  /** What its workers may take, where that is not what the program grants them. */
  readonly workerBounds?: Partial<WorkerBounds> | undefined;
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

/** What the workers of a run may take on this machine. */
export function workerBounds(): WorkerBounds {
  return { ...WORKER_BOUNDS, ...machine().workerBounds };
}

/** The host of a command; throws a `UsageError` where this Node cannot run it. */
export function commandHost(): Host {
  const fault = nodeFault(process.versions.node);
  if (fault !== undefined) throw new UsageError([diagnostic("run.node-unfit", fault)]);
  return machine().host;
}
