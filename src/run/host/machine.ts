import { AsyncLocalStorage } from "node:async_hooks";
import { diagnostic, UsageError } from "../../base/diagnostic.ts";
import type { Host } from "../../base/host.ts";
import { nodeFault } from "../../base/node-version.js";
import { type WorkerBounds, WORKER_BOUNDS } from "../tasks/worker-bounds.ts";
import { NodeHost } from "./host-node.ts";
import type { ExecutorMaker } from "../tasks/executor.ts";

/** What commands run on. */
export interface Machine {
  readonly host: Host;
  /** What carries out its tasks, if not threads. */
  readonly makeExecutor?: ExecutorMaker | undefined;
  /** Bounds of its workers, if not the program's own. */
  readonly workerBounds?: Partial<WorkerBounds> | undefined;
}

const simulated = new AsyncLocalStorage<Machine>();

/** The machine itself, or the one that a simulation has substituted around this call. */
export function machine(): Machine {
  return simulated.getStore() ?? { host: new NodeHost() };
}

/** Does `work` on a machine other than the real one: for simulations only. */
export function onMachine<T>(other: Machine, work: () => Promise<T>): Promise<T> {
  return simulated.run(other, work);
}

/** The bounds of a run's workers on this machine. */
export function workerBounds(): WorkerBounds {
  return { ...WORKER_BOUNDS, ...machine().workerBounds };
}

/** The host of a command; throws a `UsageError` if this Node cannot run it. */
export function commandHost(): Host {
  const fault = nodeFault(process.versions.node);
  if (fault !== undefined) throw new UsageError([diagnostic("run.node-unfit", fault)]);
  return machine().host;
}
