import { join } from "node:path";
import { deserialize, serialize } from "node:v8";
import { expect, test } from "vitest";
import { runJob as runOnThreads, verifyStoredRun } from "../../src/index.ts";
import { InProcessExecutor } from "../../src/pool/in-process-executor.ts";
import type { Executor } from "../../src/run/tasks/executor.ts";
import { NodeHost } from "../../src/run/host/host-node.ts";
import { onMachine } from "../../src/run/host/machine.ts";
import { type RunTask, runTask } from "../../src/run/tasks/run-task.ts";
import type { WorkerTask } from "../../src/run/tasks/worker-tasks.ts";
import { makeInput } from "../e2e/e2e-run.ts";
import { differences, outputHashes } from "../e2e/run-fixture.ts";

/** Does tasks that went through bytes, as a queue's do, a probe of each shard before it. */
class QueuedExecutor implements Executor {
  readonly tasks: RunTask[] = [];
  readonly #inner: Executor;

  constructor(inner: Executor) {
    this.#inner = inner;
  }

  async run(task: RunTask): Promise<unknown> {
    if (task.kind === "compose") {
      const { shard, run } = task;
      const probe = { kind: "probe", shard, from: 0, to: shard.unitCount, poison: [] } as const;
      expect(await this.#carried(runTask(run, probe))).toBe(null);
    }
    return this.#carried(task);
  }

  destroy(): Promise<void> {
    return this.#inner.destroy();
  }

  #carried(task: RunTask): Promise<unknown> {
    this.tasks.push(task);
    return this.#inner.run(deserialize(serialize(task)) as RunTask, 0);
  }
}

test("tasks of every kind can be carried as bytes, and have ids of their own", async () => {
  const input = makeInput({ format: "ndjson", records: 30 });
  const [queued, direct] = [join(input, "../queued"), join(input, "../direct")];
  const executors: QueuedExecutor[] = [];
  const host = new NodeHost();
  const makeExecutor = (_: number, setup: ConstructorParameters<typeof InProcessExecutor>[1]) => {
    const executor = new QueuedExecutor(new InProcessExecutor(host, setup));
    executors.push(executor);
    return executor;
  };
  const run = () => runOnThreads(`${input}/job.yaml`, { out: queued });
  await onMachine({ host, makeExecutor }, run);
  await runOnThreads(`${input}/job.yaml`, { out: direct, workers: 1 });
  expect(differences(outputHashes(queued), outputHashes(direct))).toEqual([]);

  const tasks = executors.flatMap((executor) => executor.tasks);
  const verified = () => verifyStoredRun(queued, { raster: 1 });
  await onMachine({ host, makeExecutor }, verified);
  const again = executors.at(-1)?.tasks.map(({ id }) => id) ?? [];
  const ids = new Set(tasks.map(({ id }) => id));
  expect(ids.size).toBe(tasks.length);
  // What is read again is the same task; what is drawn was not drawn before.
  expect(again.filter((id) => !ids.has(id)).length).toBe(1);

  const done = executors.flatMap((executor) => executor.tasks);
  const kinds = [...new Set(done.map(({ kind }) => kind))].sort();
  const all: WorkerTask["kind"][] = ["batch", "compose", "probe", "raster", "spool"];
  expect(kinds).toEqual([...all, "verify-batch", "verify-spool"]);
});

const shard = {
  index: 3,
  firstOrdinal: 9,
  unitCount: 2,
  start: 0,
  end: 7,
  firstLine: 1,
  details: [],
};
const run = { runId: "a run", jobFileSha256: "its job" };
const batch = {
  kind: "batch",
  plan: { name: "b", channel: "sms", shards: Uint32Array.of(1, 2), entries: Uint32Array.of(3) },
} as const;

test("a task's id follows from what is to be done, and for which run", () => {
  const { id } = runTask(run, { kind: "compose", shard });
  expect(id).toMatch(/^[0-9a-f]{64}$/);
  expect(runTask(run, { shard: { ...shard }, kind: "compose" }).id).toBe(id);
  const others = [
    runTask({ ...run, jobFileSha256: "another" }, { kind: "compose", shard }),
    runTask({ ...run, runId: "another" }, { kind: "compose", shard }),
    runTask(run, { kind: "compose", shard: { ...shard, end: 8 } }),
    runTask(run, batch),
    runTask(run, { ...batch, plan: { ...batch.plan, shards: Uint32Array.of(1, 3) } }),
    runTask(run, { ...batch, plan: { ...batch.plan, entries: Uint32Array.of(4) } }),
  ];
  expect(new Set([id, ...others.map((task) => task.id)]).size).toBe(7);
});
