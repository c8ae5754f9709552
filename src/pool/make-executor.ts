import type { Executor, ExecutorMaker } from "../run/tasks/executor.ts";
import { machine } from "../run/host/machine.ts";
import { ThreadExecutor } from "./thread-executor.ts";

/** What carries out a run's tasks on this machine: threads, unless a simulation says otherwise. */
export function makeExecutor(...given: Parameters<ExecutorMaker>): Executor {
  const { makeExecutor: make } = machine();
  return make === undefined ? new ThreadExecutor(...given) : make(...given);
}
