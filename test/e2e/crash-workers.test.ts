import { beforeAll, describe, expect, it } from "vitest";
import { RunFailure, type RunReport, resumeRun, runJob } from "../../src/index.ts";
import { inProcess } from "../kit/in-process.ts";
import { onThreads } from "../kit/on-threads.ts";
import type { Reject } from "../../src/model/reject.ts";
import { readLines, readRecords } from "./e2e-run.ts";
import type { WorkerBounds } from "../../src/run/tasks/worker-bounds.ts";
import { type PoisonPlan, poisonModule } from "./poison-host.ts";
import { expectComplete } from "./run-checks.ts";
import { differences, outputHashes, partialFiles, smallShardJob } from "./run-fixture.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";

const folder = temporaryFolder("crash-workers");
const job = `${folder}/job/job.yaml`;
let hashes: Record<string, string>;
/** The keys of good records, in input order. */
let keys: string[];

beforeAll(async () => {
  smallShardJob(`${folder}/job`, {
    records: 120,
    shardBytes: 16 * 1024,
    spoolSheets: 80,
    layout: "plain",
  });
  const report = await runJob(job, { out: `${folder}/undisturbed`, workers: 1 });
  expect(report.warnings.map(({ code }) => code)).not.toContain("run.workers-died");
  hashes = outputHashes(`${folder}/undisturbed`);
  const bad = new Set(rejects("undisturbed").map(({ ordinal }) => ordinal));
  const good = [...readRecords(`${folder}/job`)].filter(([ordinal]) => !bad.has(ordinal));
  keys = good.map(([, { account }]) => account.id);
  expect(keys.length).toBeGreaterThan(90);
});

function key(index: number): string {
  return keys[index] as string;
}

function rejects(name: string): Reject[] {
  return readLines<Reject>(`${folder}/${name}/rejects/rejects.ndjson`);
}

interface Options {
  readonly workers?: number;
  readonly workerBounds?: Partial<WorkerBounds>;
}

function run(name: string, plan: PoisonPlan, options: Options = {}): Promise<RunReport> {
  const { workers = 2, workerBounds = {} } = options;
  return onThreads({ hostModule: poisonModule(plan), workerBounds }, () =>
    runJob(job, { workers, out: `${folder}/${name}` }),
  );
}

/** The rejects that the undisturbed run does not have. */
function moreRejects(name: string): Reject[] {
  const usual = new Set(rejects("undisturbed").map(({ ordinal }) => ordinal));
  return rejects(name).filter(({ ordinal }) => !usual.has(ordinal));
}

async function failureOf(running: Promise<RunReport>): Promise<RunFailure> {
  const error: unknown = await running.catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(RunFailure);
  return error as RunFailure;
}

// Long enough for a heap to be filled on a busy machine, which must not look like a hang.
const BOUNDS = { recordMsMax: 8000, heapMb: 160 };
/** Where nothing is filled, so that a record that hangs need not go round for so long. */
const SHORT_BOUNDS = { ...BOUNDS, recordMsMax: 4000 };

describe("records of which workers die", () => {
  /** Two side by side, one further on, one that fills its heap, one that cannot be read. */
  const poison = (): PoisonPlan => ({
    bind: {
      [key(3)]: "exit",
      [key(4)]: "exit",
      [key(30)]: "exit",
      [key(60)]: "heap",
    },
    read: { [key(20)]: "exit" },
  });

  it("are found among others and rejected, and the run goes on", async () => {
    const report = await run("poison", poison(), { workerBounds: BOUNDS });
    expect(report.status).toBe("finished");
    expect(report.balance.filter(({ ok }) => !ok)).toEqual([]);
    expect(report.warnings.map(({ code }) => code)).toContain("run.workers-died");
    expect(partialFiles(`${folder}/poison`)).toEqual([]);
    const found = moreRejects("poison").map((reject) => [reject.key, reject.code]);
    expect(found).toEqual([
      [key(3), "run.record-kills-worker"],
      [key(4), "run.record-kills-worker"],
      // Whose record it is cannot be read without dying of it.
      ["", "run.record-kills-worker"],
      [key(30), "run.record-kills-worker"],
      [key(60), "run.record-out-of-memory"],
    ]);
    const raw = moreRejects("poison").map((reject) => Buffer.from(reject.raw, "base64").toString());
    for (const [at, index] of [3, 4, 20, 30, 60].entries())
      expect(raw[at]).toContain(`"${key(index)}"`);
  });

  it("are found where they hang, each time in the same lane", async () => {
    const plan: PoisonPlan = { bind: { [key(30)]: "loop" } };
    await run("loop", plan, { workers: 1, workerBounds: SHORT_BOUNDS });
    const found = moreRejects("loop").map((reject) => [reject.key, reject.code]);
    expect(found).toEqual([[key(30), "run.record-hangs"]]);
  });

  it("past the limit stop it, and its resume finds the same ones", async () => {
    const options = { workers: 1, workerBounds: { ...BOUNDS, deathsMax: 2 } };
    const { message, hint } = await failureOf(run("limit", poison(), options));
    expect(message).toMatch(/^3 workers died in this run/);
    expect(hint).toContain(`nightpress resume ${folder}/limit`);
    const trouble = { hostModule: poisonModule(poison()), workerBounds: BOUNDS };
    await onThreads(trouble, () => resumeRun(`${folder}/limit`, { workers: 1 }));
    const [limit, whole] = ["limit", "poison"].map((name) => outputHashes(`${folder}/${name}`));
    expect(differences(limit ?? {}, whole ?? {})).toEqual([]);
  });
});

describe("workers that die but once", () => {
  it("at a record, a fragment and a spool change nothing", async () => {
    const plan: PoisonPlan = {
      bind: { [key(40)]: "exit" },
      write: { "000003.frag": "exit", "/print/.*pdf": "heap" },
      once: `${folder}/once`,
    };
    const report = await run("once", plan, { workers: 1, workerBounds: BOUNDS });
    const warning = report.warnings.find(({ code }) => code === "run.workers-died");
    expect(warning?.message).toMatch(/^3 workers died/);
    expectComplete(`${folder}/once`, hashes);
  });
});

describe("workers that die each time, but of no record", () => {
  it("stop the run, which says so and goes on later", async () => {
    const ofShard = await failureOf(run("stuck", { write: { "000002.frag": "exit" } }));
    expect(ofShard.message).toMatch(
      /while it composed shard 2 \(records \d+ to \d+\), and no single record/,
    );
    const hostModule = poisonModule({ write: { "/print/.*pdf": "exit" } });
    const out = `${folder}/stuck`;
    const ofSpool = await failureOf(
      onThreads({ hostModule }, () => resumeRun(out, { workers: 2 })),
    );
    expect(ofSpool.message).toMatch(/^Twice a worker exited unexpectedly while it assembled TEST-/);
    for (const { hint } of [ofShard, ofSpool]) expect(hint).toContain(`nightpress resume ${out}`);
    await inProcess(() => resumeRun(out));
    expectComplete(out, hashes);
  });
});
