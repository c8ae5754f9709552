import { enableCompileCache } from "node:module";
import { threadId, workerData } from "node:worker_threads";
import type { HandedTask, TaskResults, ThreadSetup, WorkerTask } from "../run/worker-tasks.ts";

// A thread loads all the code it needs anew; compiled once, that takes half the time.
enableCompileCache();
const { openHost } = await import("../run/host/host-node.ts");
const { TaskPulse } = await import("../run/task-pulse.ts");
const { TaskRunner } = await import("../work/task-runner.ts");

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
