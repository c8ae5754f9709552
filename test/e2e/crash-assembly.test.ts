import { cpSync, existsSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import type { CrashPlan } from "./crash-host.ts";
import { resumeChild, runChild } from "./crash-process.ts";
import { expectComplete, expectKept, fragmentIdentities } from "./run-checks.ts";
import { filesBelow, outputHashes, partialFiles, smallShardJob } from "./run-fixture.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";
import { resumeRun, runJob } from "../kit/in-process.ts";

const folder = temporaryFolder("crash-assembly");
/** A run that was killed when all was composed and nothing settled: the cases go on from copies. */
const composed = `${folder}/composed`;
let hashes: Record<string, string>;
let cases = 0;

type Place = Pick<CrashPlan, "op" | "path" | "nth" | "when">;

function kill(place: Place): CrashPlan {
  cases += 1;
  return { ...place, fault: "kill", counterFile: `${folder}/count-${cases}` };
}

beforeAll(async () => {
  const job = `${folder}/job/job.yaml`;
  const shape = { records: 200, shardBytes: 4 * 1024, spoolSheets: 14 };
  smallShardJob(`${folder}/job`, { ...shape, layout: "plain" });
  await runJob(job, { out: `${folder}/undisturbed`, workers: 2 });
  hashes = outputHashes(`${folder}/undisturbed`);
  const place: Place = { op: "openWrite", path: "/rejects/", nth: 1, when: "before" };
  expect((await runChild(job, composed, { plan: kill(place) })).signal).toBe("SIGKILL");
  expect(fragmentIdentities(composed).size).toBeGreaterThanOrEqual(60);
});

/**
 * Resumes to the place and dies there; the files that lie in the run then. One worker comes to each
 * place in the same order always; two leave more begun at once.
 */
async function killedAt(out: string, place: Place, workers = 1): Promise<string[]> {
  const killed = await resumeChild(out, { plan: kill(place), workers });
  expect(killed).toEqual({ signal: "SIGKILL", end: undefined, err: "" });
  return filesBelow(out);
}

async function expectResumed(out: string, bytes = hashes): Promise<void> {
  const before = fragmentIdentities(out);
  expect((await resumeRun(out, { workers: 2 })).status).toBe("finished");
  expectComplete(out, bytes);
  expectKept(out, before);
}

/** That every file that lies there under its final name is whole and right. */
function expectWhole(out: string): void {
  const there = Object.entries(outputHashes(out)).filter(([file]) => !file.endsWith(".partial"));
  for (const [file, hash] of there) expect([file, hash]).toEqual([file, hashes[file]]);
}

const SPOOL = String.raw`/print/.*\.pdf$`;
const CONTROL = String.raw`/print/.*\.csv$`;

// One run dies of one place after the other, so its end shows that each resume put right what the
// kill before it had left.
describe("killed while it settles and assembles, the run goes on to the same bytes", () => {
  const out = `${folder}/spools`;
  beforeAll(() => cpSync(composed, out, { recursive: true }));

  it("with the rejects half written, and with the rejects just named", async () => {
    const half = await killedAt(out, { op: "write", path: "/rejects/", nth: 1, when: "half" });
    expect(half).toContain("rejects/rejects.ndjson.partial");
    expect(half).not.toContain("rejects/rejects.ndjson");
    const named = await killedAt(out, { op: "rename", path: "/rejects/", nth: 1, when: "after" });
    expect(named).toContain("rejects/rejects.ndjson");
    expectWhole(out);
  });

  it("in the midst of a spool, and before it has its name", async () => {
    const midst: Place = { op: "write", path: String.raw`\.pdf\.partial$`, nth: 4, when: "half" };
    await killedAt(out, midst, 2);
    expect(partialFiles(out).join("\n")).toMatch(/^print\/.*\.pdf\.partial$/m);
    expectWhole(out);
    await killedAt(out, { op: "rename", path: SPOOL, nth: 2, when: "before" }, 2);
    expect(partialFiles(out).join("\n")).toMatch(/^print\/.*\.pdf\.partial$/m);
    expectWhole(out);
  });

  it("between a spool's name and its control file's", async () => {
    const files = await killedAt(out, { op: "rename", path: SPOOL, nth: 3, when: "after" });
    const alone = files.filter(
      (name) => /^print\/.*\.pdf$/.test(name) && !files.includes(name.replace(/pdf$/, "csv")),
    );
    expect(alone.length).toBeGreaterThan(0);
    expectWhole(out);
  });

  it("before a control file has its name, and between that and its ledger row", async () => {
    const first = await killedAt(out, { op: "rename", path: CONTROL, nth: 2, when: "before" });
    const second = await killedAt(out, { op: "rename", path: CONTROL, nth: 2, when: "after" });
    const controls = (files: string[]): number =>
      files.filter((name) => /^print\/.*\.csv$/.test(name)).length;
    expect(controls(first)).toBeGreaterThanOrEqual(1);
    expect(controls(second)).toBeGreaterThan(controls(first));
    expectWhole(out);
  });

  it("at all of these", async () => {
    const spools = (files: readonly string[]): number =>
      files.filter((name) => /^print\/.*\.pdf$/.test(name)).length;
    expect(spools(filesBelow(out))).toBeLessThan(spools(Object.keys(hashes)));
    await expectResumed(out);
  });
});

describe("killed while it makes batches and closes, the run goes on to the same bytes", () => {
  const out = `${folder}/batches`;
  beforeAll(() => cpSync(composed, out, { recursive: true }));

  // In the order in which one worker makes them.
  it.each(["email", "sms"])("between the name of an %s batch and its index's", async (name) => {
    const path = `/${name}/.*(batch|ndjson)$`;
    const files = await killedAt(out, { op: "rename", path, nth: 1, when: "after" });
    const own = files.filter((file) => file.startsWith(`${name}/`));
    expect(own.filter((file) => /(batch|ndjson)$/.test(file)).length).toBe(1);
    expect(own.filter((file) => file.endsWith(".csv"))).toEqual([]);
    expectWhole(out);
  });

  it("before either report has its name", async () => {
    for (const name of ["run.html", "run.json"]) {
      const place: Place = { op: "rename", path: `/${name}$`, nth: 1, when: "before" };
      expect(await killedAt(out, place)).not.toContain("reports/run.json");
    }
    await expectResumed(out);
  });
});

describe("killed while it closes", () => {
  it("before its unpacked input goes, and after that, it still closes", async () => {
    const job = `${folder}/packed/job.yaml`;
    const choice = { records: 40, shardBytes: 8 * 1024, spoolSheets: 80, gzip: true };
    smallShardJob(dirname(job), { ...choice, layout: "plain" });
    const out = `${folder}/packed/out`;
    const place = { op: "remove", path: "/work$", nth: 1 } as const;
    const plan = kill({ ...place, when: "before" });
    expect((await runChild(job, out, { plan, workers: 1 })).signal).toBe("SIGKILL");
    expect(existsSync(`${out}/work`)).toBe(true);
    await killedAt(out, { ...place, when: "after" });
    expect(existsSync(`${out}/work`)).toBe(false);
    await expectResumed(out, outputHashes(out));
  });

  it("may be resumed even when it has finished, and changes nothing", async () => {
    const out = `${folder}/undisturbed`;
    const report = readFileSync(`${out}/reports/run.json`, "utf8");
    await expectResumed(out);
    expect(readFileSync(`${out}/reports/run.json`, "utf8")).toBe(report);
  });
});
