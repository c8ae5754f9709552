import { enableCompileCache } from "node:module";
import { threadId, workerData } from "node:worker_threads";
import type { HandedTask, TaskResults, ThreadSetup, WorkerTask } from "./worker-tasks.ts";

// A thread loads all the code it needs anew; compiled once, that takes half the time.
enableCompileCache();
const { openHost } = await import("./host-node.ts");
const { TaskPulse } = await import("./task-pulse.ts");
const { TaskRunner } = await import("./task-runner.ts");

const setup = workerData as ThreadSetup;
const runner = new TaskRunner(await openHost(setup.hostModule), setup);

/** The entry of a worker thread. */
export default function runTask({
  task,
  lane,
}: HandedTask): Promise<TaskResults[WorkerTask["kind"]]> {
  const pulse = new TaskPulse(setup.pulses, lane);
  pulse.taken(threadId);
  return runner.run(task, pulse);
}
