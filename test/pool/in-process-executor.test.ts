import { join } from "node:path";
import { expect, test } from "vitest";
import { runJob as runOnThreads } from "../../src/index.ts";
import { InProcessExecutor } from "../../src/pool/in-process-executor.ts";
import type { HostFile } from "../../src/base/host.ts";
import { NodeHost } from "../../src/run/host/host-node.ts";
import { onMachine } from "../../src/run/host/machine.ts";
import type { RunTask } from "../../src/run/tasks/run-task.ts";
import type { WorkerSetup } from "../../src/run/tasks/worker-tasks.ts";
import { makeInput } from "../e2e/e2e-run.ts";
import { differences, outputHashes } from "../e2e/run-fixture.ts";
import { runJob } from "../kit/in-process.ts";

const input = makeInput({ format: "ndjson", records: 40, badPercent: 10 });

test("makes the bytes that threads make", async () => {
  const [here, there] = [join(input, "../here"), join(input, "../there")];
  const report = await runJob(`${input}/job.yaml`, { out: here });
  const onThreads = await runOnThreads(`${input}/job.yaml`, { out: there, workers: 1 });

  expect(differences(outputHashes(here), outputHashes(there))).toEqual([]);
  expect(Object.keys(outputHashes(here)).length).toBeGreaterThan(2);
  expect(report.records).toEqual(onThreads.records);
  expect(report.status).toBe(onThreads.status);
});

/** The machine itself, which knows how many of its files are open. */
class CountingHost extends NodeHost {
  open = 0;

  override openRead(path: string): HostFile {
    return this.#counted(super.openRead(path));
  }

  override openWrite(path: string): HostFile {
    return this.#counted(super.openWrite(path));
  }

  override openAppend(path: string): HostFile {
    return this.#counted(super.openAppend(path));
  }

  #counted(file: HostFile): HostFile {
    this.open += 1;
    const close = (): void => {
      this.open -= 1;
      file.close();
    };
    return {
      read: (...given) => file.read(...given),
      write: (bytes) => file.write(bytes),
      sync: () => file.sync(),
      close,
    };
  }
}

test("leaves no file open after a run", async () => {
  const host = new CountingHost();
  const makeExecutor = (_: number, setup: WorkerSetup) => new InProcessExecutor(host, setup);
  const out = join(input, "../closed");
  await onMachine({ host, makeExecutor }, () => runOnThreads(`${input}/job.yaml`, { out }));
  expect(Object.keys(outputHashes(out)).length).toBeGreaterThan(2);
  expect(host.open).toBe(0);
});

/** A run that cannot be worked on, so that each task fails with what it lacks. */
const broken = { outFolder: "/nowhere", frozen: {} } as unknown as WorkerSetup;
const batch = { kind: "batch", plan: {} } as unknown as RunTask;

test("gives a task's failure to who handed it over, and does the next", async () => {
  const executor = new InProcessExecutor(new NodeHost(), broken);
  const outcomes = await Promise.allSettled([executor.run(batch), executor.run(batch)]);
  expect(outcomes.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  await executor.destroy();
});

test("begins no task once it was ended", async () => {
  const executor = new InProcessExecutor(new NodeHost(), broken);
  const waiting = Promise.allSettled([executor.run(batch), executor.run(batch)]);
  await executor.destroy();
  const [first] = await waiting;
  expect(String(first.status === "rejected" && first.reason)).toContain("was ended");
});
