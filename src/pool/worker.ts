import { threadId, workerData } from "node:worker_threads";
import { openHost } from "../run/host/host-node.ts";
import { TaskPulse } from "../run/tasks/task-pulse.ts";
import type {
  HandedTask,
  TaskResults,
  ThreadSetup,
  WorkerTask,
} from "../run/tasks/worker-tasks.ts";
import { TaskRunner } from "../work/task-runner.ts";

const setup = workerData as ThreadSetup;
const runner = new TaskRunner(await openHost(setup.hostModule), setup);

/** What a worker thread does with each task; `worker-entry.js` loads it. */
export default function runTask({
  task,
  lane,
}: HandedTask): Promise<TaskResults[WorkerTask["kind"]]> {
  const pulse = new TaskPulse(setup.pulses, lane);
  pulse.taken(threadId);
  return runner.run(task, pulse);
}
