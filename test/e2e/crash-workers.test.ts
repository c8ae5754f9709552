import { rmSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { RunFailure, type RunOptions, type RunReport, resumeRun, runJob } from "../../src/index.ts";
import type { Reject } from "../../src/model/reject.ts";
import { readLines, readRecords } from "./e2e-run.ts";
import { type PoisonPlan, poisonModule } from "./poison-host.ts";
import { expectComplete } from "./run-checks.ts";
import {
  differences,
  outputHashes,
  partialFiles,
  smallShardJob,
  temporaryFolder,
} from "./run-fixture.ts";

const folder = temporaryFolder("crash-workers");
const job = `${folder}/job/job.yaml`;
let hashes: Record<string, string>;
const deadly: Record<string, "exit"> = {};
/** The keys of good records, in input order. */
let keys: string[];

beforeAll(async () => {
  smallShardJob(`${folder}/job`, { records: 120, shardBytes: 16 * 1024, spoolSheets: 80 });
  const report = await runJob(job, { out: `${folder}/undisturbed`, workers: 2 });
  expect(report.warnings.map(({ code }) => code)).not.toContain("run.workers-died");
  hashes = outputHashes(`${folder}/undisturbed`);
  const bad = new Set(rejects("undisturbed").map(({ ordinal }) => ordinal));
  const good = [...readRecords(`${folder}/job`)].filter(([ordinal]) => !bad.has(ordinal));
  keys = good.map(([, { account }]) => account.id);
  expect(keys.length).toBeGreaterThan(90);
});
afterAll(() => rmSync(folder, { recursive: true }));

function rejects(name: string): Reject[] {
  return readLines<Reject>(`${folder}/${name}/rejects/rejects.ndjson`);
}

type Options = Pick<RunOptions, "workers" | "workerBounds">;

function run(name: string, plan: PoisonPlan, options: Options = {}): Promise<RunReport> {
  const hostModule = poisonModule(plan);
  return runJob(job, { workers: 2, ...options, out: `${folder}/${name}`, hostModule });
}

function key(index: number): string {
  return keys[index] as string;
}

/** Runs with poison; the codes of the rejects by key that the undisturbed run does not have. */
async function poisoned(
  name: string,
  plan: PoisonPlan,
  options?: Options,
): Promise<Record<string, string>> {
  const report = await run(name, plan, options);
  expect(report.status).toBe("finished");
  expect(report.balance.filter(({ ok }) => !ok)).toEqual([]);
  expect(report.warnings.map(({ code }) => code)).toContain("run.workers-died");
  expect(partialFiles(`${folder}/${name}`)).toEqual([]);
  const usual = new Set(rejects("undisturbed").map(({ ordinal }) => ordinal));
  const more = rejects(name).filter(({ ordinal }) => !usual.has(ordinal));
  for (const { line, diagnostics, raw } of more) {
    expect(line).toBeGreaterThan(0);
    expect(raw.length).toBeGreaterThan(0);
    expect(diagnostics[0]?.hint ?? diagnostics[0]?.message).not.toBe("");
  }
  return Object.fromEntries(
    more.map((reject) => [reject.key || `line ${reject.line}`, reject.code]),
  );
}

describe("a record of which workers die", () => {
  it("is found among others, also several in a shard, and rejected", async () => {
    for (const index of [3, 4, 50]) deadly[key(index)] = "exit";
    const found = await poisoned("exit", { bind: deadly });
    const kills = Object.keys(deadly).map((one) => [one, "run.record-kills-worker"]);
    expect(found).toEqual(Object.fromEntries(kills));
  });

  it("is rejected without being read where its reading kills already", async () => {
    const found = await poisoned("read", { read: { [key(20)]: "exit" } });
    expect(Object.values(found)).toEqual(["run.record-kills-worker"]);
    expect(Object.keys(found)[0]).toMatch(/^line /);
  });

  it("is rejected where it never comes to an end", async () => {
    const options = { workerBounds: { recordMsMax: 3000 } };
    const found = await poisoned("loop", { bind: { [key(30)]: "loop" } }, options);
    expect(found).toEqual({ [key(30)]: "run.record-hangs" });
  });

  it("is rejected where it takes more memory than a worker has", async () => {
    const options = { workerBounds: { heapMb: 160 } };
    const found = await poisoned("heap", { bind: { [key(60)]: "heap" } }, options);
    expect(found).toEqual({ [key(60)]: "run.record-out-of-memory" });
  });
});

describe("a worker that dies but once", () => {
  it.each([
    ["at a record", { bind: { "": "exit" } }],
    ["while it writes a fragment", { write: { "000003.frag": "exit" } }],
    ["while it assembles a spool", { write: { "/print/.*pdf": "exit" } }],
  ] as const)("%s changes nothing", async (name, plan) => {
    const out = name.replaceAll(" ", "-");
    const bind = "bind" in plan ? { bind: { [key(40)]: "exit" as const } } : plan;
    const once = `${folder}/${out}.once`;
    const report = await run(out, { ...bind, once }, { workerBounds: { heapMb: 160 } });
    expect(report.warnings.map(({ code }) => code)).toContain("run.workers-died");
    expectComplete(`${folder}/${out}`, hashes);
  });
});

describe("workers that go on dying", () => {
  async function failure(name: string, plan: PoisonPlan, options?: Options): Promise<RunFailure> {
    const error: unknown = await run(name, plan, options).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(RunFailure);
    return error as RunFailure;
  }

  it("of a spool stop the run, which says so and goes on later", async () => {
    const { message, hint } = await failure("spool", { write: { "/print/.*pdf": "exit" } });
    expect(message).toMatch(/^Twice a worker ended of itself while it assembled TEST-/);
    expect(hint).toContain(`nightpress resume ${folder}/spool`);
    await resumeRun(`${folder}/spool`, { workers: 2 });
    expectComplete(`${folder}/spool`, hashes);
  });

  it("of a shard but of no record of it stop the run", async () => {
    const { message } = await failure("shard", { write: { "000002.frag": "exit" } });
    expect(message).toMatch(/while it composed shard 2 \(records \d+ to \d+\), and no record/);
    await resumeRun(`${folder}/shard`, { workers: 2 });
    expectComplete(`${folder}/shard`, hashes);
  });

  it("past the limit stop the run, whose resume finds the same records", async () => {
    const bind = deadly;
    const options = { workers: 1, workerBounds: { deathsMax: 3 } };
    const { message, hint } = await failure("limit", { bind }, options);
    expect(message).toMatch(/^4 workers died in this run/);
    expect(hint).toContain(`nightpress resume ${folder}/limit`);
    await resumeRun(`${folder}/limit`, { workers: 1, hostModule: poisonModule({ bind }) });
    expect(differences(outputHashes(`${folder}/limit`), outputHashes(`${folder}/exit`))).toEqual(
      [],
    );
  });
});
