import { copyFileSync, existsSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { readFrozenRun } from "../../src/run/folder/frozen-run.ts";
import { openHost } from "../../src/run/host/host-node.ts";
import { runFolder } from "../../src/run/folder/run-folder.ts";
import { readShopAudit } from "../../src/run/decisions/shop-audit.ts";
import {
  abandonRun,
  backUpRegister,
  holdOutputs,
  rebuildRegister,
  releaseOutputs,
  restoreRegister,
  showRegister,
} from "../../src/index.ts";
import { Register } from "../../src/register/register.ts";
import { smallShardJob } from "./run-fixture.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";
import { resumeRun, runJob } from "../kit/in-process.ts";
import { refusedCodes } from "../kit/refused-codes.ts";

const root = temporaryFolder("register");
const shop = `${root}/shop`;
const register = `${shop}/register.db`;
const first = `${shop}/runs/2026-10`;
const host = await openHost(undefined);
const WHO = { by: "A. Novak", reason: "the disk was lost" };
let job = "";
let unheld = "";

beforeAll(async () => {
  const choice = { records: 60, shardBytes: 16 * 1024, spoolSheets: 40 };
  job = smallShardJob(shop, { ...choice, mode: "production", layout: "plain" });
  unheld = readFileSync(job, "utf8");
  writeFileSync(job, `${unheld}hold: { before-release: true }\n`);
  await runJob(job, { out: first, workers: 1 });
});

describe("the register of a shop", () => {
  it("shows runs, ranges and what is left", () => {
    const { runs, ranges, left, counts } = showRegister({ job });
    expect(runs).toMatchObject([{ job: "retail-statements", cycle: "2026-10", folder: first }]);
    expect(ranges).toMatchObject([{ first: 1, state: "reserved", freeFrom: "" }]);
    expect(left[0]?.count).toBe(999_999 - (ranges[0]?.count ?? 0));
    expect(counts).toMatchObject({ runs: 1, ranges: 1 });
    expect(refusedCodes(() => showRegister({ register: `${root}/none.db` }))).toEqual([
      "register.missing-file",
    ]);
    expect(refusedCodes(() => showRegister({}))).toEqual(["register.not-named"]);
  });

  it("is backed up while another has it open, and comes back from the copy", () => {
    const copy = `${root}/copy.db`;
    Register.with(host, register, () => backUpRegister({ register }, copy));
    expect(statSync(copy).mode & 0o777).toBe(0o600);
    const before = showRegister({ register });
    Register.with(host, register, ({ serials }) =>
      serials.reserve({
        runId: "later",
        mailerId: "902123456",
        count: 5,
        serialDigits: 6,
        atIso: "2026-11-01T00:00:00Z",
      }),
    );
    const restore = { register, from: copy, ...WHO };
    expect(refusedCodes(() => restoreRegister(restore))).toEqual(["register.older-copy"]);
    expect(showRegister({ register }).ranges).toHaveLength(2);
    const { keptAs } = restoreRegister({ ...restore, older: true });
    expect(showRegister({ register: keptAs }).ranges).toHaveLength(2);
    expect(showRegister({ register }).ranges).toEqual(before.ranges);
    const [entry] = readShopAudit(host, register);
    expect(entry).toMatchObject({ action: "register", ...WHO });
    expect(entry?.details).toMatchObject({ what: "restore", from: copy });
    rmSync(keptAs);
  });

  it("is not replaced by a damaged copy, nor by a folder's word while it is whole", () => {
    const damaged = `${root}/damaged.db`;
    const bytes = readFileSync(`${root}/copy.db`);
    writeFileSync(damaged, bytes.fill(0xa5, 4096));
    expect(refusedCodes(() => restoreRegister({ register, from: damaged, ...WHO }))).toEqual([
      "register.bad-copy",
    ]);
    expect(refusedCodes(() => rebuildRegister({ register, from: [first], ...WHO }))).toEqual([
      "register.in-place",
    ]);
    expect(existsSync(`${register}.restoring`)).toBe(false);
  });

  it("is made anew from the runs' folders, where it was lost", async () => {
    const before = showRegister({ register });
    copyFileSync(register, `${root}/lost.db`);
    rmSync(register);
    const report = rebuildRegister({ register, from: [`${shop}/runs`], ...WHO });
    expect(report).toMatchObject({ runs: 1, ranges: 1, keptAs: "" });
    expect(report.unknown.join("\n")).toMatch(/the time at which it began/);
    const after = showRegister({ register });
    const bare = ({ runs, ranges }: typeof before) => ({
      runs: runs.map(({ startedAtIso: _hour, ...run }) => run),
      ranges: ranges.map(({ reservedAtIso: _hour, ...range }) => range),
    });
    expect(bare(after)).toEqual(bare(before));
    // What it knows again holds: the cycle is run, and its serials are used.
    await expect(runJob(job, { out: `${shop}/again`, workers: 1 })).rejects.toThrow(
      /has already been run/,
    );
  });
});

describe("a run that was thrown away", () => {
  it("gives its cycle and its input back, by a named decision, and is over", async () => {
    const { ranges } = showRegister({ register });
    expect(abandonRun({ folder: first, ...WHO }).freedRanges).toBe(0);
    expect(showRegister({ register }).runs[0]?.state).toBe("abandoned");
    expect(readShopAudit(host, register).at(-1)).toMatchObject({ action: "abandon", ...WHO });
    rmSync(`${first}/reports/run.json`);
    await expect(resumeRun(first, { workers: 1 })).rejects.toThrow(/was abandoned/);
    const second = `${shop}/runs/second`;
    await runJob(job, { out: second, workers: 1 });
    const now = showRegister({ register });
    // Its serials stay used.
    expect(now.ranges.map(({ first: from }) => from)).toEqual([1, 1 + (ranges[0]?.count ?? 0)]);
    const { runId } = now.runs.find(({ state }) => state === "begun") ?? { runId: "" };
    rmSync(second, { recursive: true });
    const freed = abandonRun({ register, run: runId, freeSerials: true, ...WHO });
    expect(freed.freedRanges).toBe(1);
    expect(refusedCodes(() => abandonRun({ register, run: "nobody", ...WHO }))).toEqual([
      "run.not-registered",
    ]);
  });

  it("is not one of which pieces were released, while its folder is there to say so", async () => {
    const out = `${shop}/runs/third`;
    await runJob(job, { out, workers: 1 });
    const { runId } = readFrozenRun({ host, folder: runFolder(out) });
    await releaseOutputs(out, { ...WHO, channels: ["print"] });
    for (const request of [{ folder: out }, { register, run: runId }])
      expect(refusedCodes(() => abandonRun({ ...request, ...WHO }))).toEqual(["run.released"]);
    await holdOutputs(out, WHO);
    const nobody = { folder: out, by: "", reason: "" };
    expect(refusedCodes(() => abandonRun(nobody))).toEqual(["decision.no-reason"]);
    const restore = { register, from: register, by: "A. Novak", reason: " " };
    expect(refusedCodes(() => restoreRegister(restore))).toEqual(["decision.no-reason"]);
    expect(refusedCodes(() => abandonRun({ folder: out, ...WHO }))).toEqual(["run.released"]);
    rmSync(out, { recursive: true });
    expect(abandonRun({ register, run: runId, ...WHO }).run.state).toBe("abandoned");
  });

  it("is not a finished one that waited for no release, nor one whose ledger is lost", async () => {
    writeFileSync(job, unheld);
    const out = `${shop}/runs/fourth`;
    await runJob(job, { out, workers: 1 });
    const { runId } = readFrozenRun({ host, folder: runFolder(out) });
    for (const request of [{ folder: out }, { register, run: runId }])
      expect(refusedCodes(() => abandonRun({ ...request, ...WHO }))).toEqual(["run.released"]);
    rmSync(`${out}/ledger.db`);
    expect(refusedCodes(() => abandonRun({ folder: out, ...WHO }))).toEqual(["run.no-ledger"]);
    expect(showRegister({ register }).runs.find((run) => run.runId === runId)?.state).toBe("begun");
  });

  it("is not a test run", async () => {
    const text = readFileSync(job, "utf8").replace("mode: production", "mode: test");
    writeFileSync(`${shop}/test.yaml`, text);
    const test = `${shop}/test`;
    await runJob(`${shop}/test.yaml`, { out: test, workers: 1 });
    expect(refusedCodes(() => abandonRun({ folder: test, ...WHO }))).toEqual([
      "run.not-registered",
    ]);
  });
});
