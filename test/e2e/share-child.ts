// Spawned by the tests of sharing: runs a job whose tasks wait at a gate, so that others can be
// watched beside it for as long as the test likes.
import { existsSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { UsageError } from "../../src/base/diagnostic.ts";
import { runJob } from "../../src/engine/run-job.ts";
import type { Priority } from "../../src/model/shop.ts";
import { InProcessExecutor } from "../../src/pool/in-process-executor.ts";
import { NodeHost } from "../../src/run/host/host-node.ts";
import { onMachine } from "../../src/run/host/machine.ts";
import type { Executor } from "../../src/run/tasks/executor.ts";
import type { RunTask } from "../../src/run/tasks/run-task.ts";
import type { WorkerSetup } from "../../src/run/tasks/worker-tasks.ts";

const [job, out, priority, gate] = process.argv.slice(2) as [string, string, Priority, string];

/** Begins no task while the gate's file is there. */
class GatedExecutor implements Executor {
  readonly #behind: InProcessExecutor;

  constructor(setup: WorkerSetup) {
    this.#behind = new InProcessExecutor(new NodeHost(), setup);
  }

  async run(task: RunTask): Promise<unknown> {
    while (existsSync(gate)) await sleep(20);
    return this.#behind.run(task);
  }

  destroy(): Promise<void> {
    return this.#behind.destroy();
  }
}

try {
  const makeExecutor = (_workers: number, setup: WorkerSetup) => new GatedExecutor(setup);
  const work = () => runJob(job, { out, priority, workers: 2 });
  const { status, workers } = await onMachine({ host: new NodeHost(), makeExecutor }, work);
  process.stdout.write(`${JSON.stringify({ status, workers })}\n`);
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  const codes = error.diagnostics.map(({ code }) => code);
  process.stdout.write(`${JSON.stringify({ status: "usage", codes })}\n`);
}
