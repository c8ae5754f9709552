import { enableCompileCache } from "node:module";
import { workerData } from "node:worker_threads";
import type { TaskResults, WorkerSetup, WorkerTask } from "./worker-tasks.ts";

// A thread loads all the code it needs anew; compiled once, that takes half the time.
enableCompileCache();
const { openHost } = await import("./host-node.ts");
const { TaskRunner } = await import("./task-runner.ts");

const setup = workerData as WorkerSetup;
const runner = new TaskRunner(await openHost(setup.hostModule), setup);

/** The entry of a worker thread. */
export default function runTask(task: WorkerTask): Promise<TaskResults[WorkerTask["kind"]]> {
  return runner.run(task);
}
