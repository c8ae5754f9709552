import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import {
  auditRun,
  certifyRun,
  closeRun,
  holdOutputs,
  pullPieces,
  recordMailing,
  releaseOutputs,
  reprintPieces,
  RunFailure,
  type RunReport,
  runStatus,
  shopStatus,
  UsageError,
} from "../../src/index.ts";
import { nightpress } from "../kit/command.ts";
import { smallShardJob } from "./run-fixture.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";
import { resumeRun, runJob, verifyStoredRun } from "../kit/in-process.ts";

const folder = temporaryFolder("red");
const whole = `${folder}/whole`;
const BY = { by: "A. Novak", reason: "proofs seen" };
const MAILING = { ...BY, date: new Date().toISOString().slice(0, 10), statement: "PS 3600" };
let report: RunReport;

beforeAll(async () => {
  const choice = { records: 60, shardBytes: 32 * 1024, spoolSheets: 40 } as const;
  const job = smallShardJob(`${folder}/job`, {
    ...choice,
    mode: "production",
    layout: "plain",
  });
  writeFileSync(job, `${readFileSync(job, "utf8")}hold: { before-release: true }\n`);
  report = await runJob(job, { out: whole, workers: 1 });
});

function spoolAt(index: number): string {
  return `print/${(report.spoolFiles[index]?.name ?? "").replace(/\.pdf$/, "")}`;
}

function flipByte(file: string): void {
  const bytes = readFileSync(file);
  const at = bytes.length >> 1;
  bytes[at] = (bytes[at] as number) ^ 0x10;
  writeFileSync(file, bytes);
}

/** Message of a failure that people are told of with exit code 1. */
async function failure(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => "it was done",
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(RunFailure);
  return (error as RunFailure).message;
}

async function expectRed(out: string): Promise<void> {
  const red = /None of (it|the run) may be printed or sent/;
  expect(await failure(releaseOutputs(out, BY))).toMatch(red);
  expect(await failure(recordMailing(out, MAILING))).toMatch(red);
  expect(await failure(closeRun(out, BY))).toMatch(red);
  expect(await failure(resumeRun(out, { workers: 1 }))).toMatch(red);
  expect(await failure(resumeRun(out, { workers: 1, verify: false }))).toMatch(red);
  expect(await failure(reprintPieces(out, { ...BY, pieces: "1", cause: "damaged" }))).toMatch(red);
  await expect(certifyRun(out)).rejects.toThrow(/there is nothing to certify|is not finished/);
  const status = runStatus(out);
  expect([status.stage, status.failed?.breachCount]).toEqual(["failed", expect.any(Number)]);
  const [run] = shopStatus({ runs: [out] }).runs;
  expect([run?.state, run?.exceptions[0]?.what]).toEqual(["failed", "failed"]);
  expect(forecasts(out)).toEqual([]);
}

/** The hours at which its streams are expected from machines. */
function forecasts(out: string): string[] {
  const { streams = [] } = shopStatus({ runs: [out] }).runs[0] ?? {};
  return streams.flatMap((one) => one.expectedPrintedAtIso ?? one.expectedInsertedAtIso ?? []);
}

function verdicts(out: string): unknown[] {
  return auditRun(out)
    .entries.filter(({ action }) => action === "verify")
    .map(({ details }) => details["ok"]);
}

describe("a run whose output was damaged after it had finished", () => {
  let out = "";

  it("is not released, by the bytes of what would be", async () => {
    out = whole;
    cpSync(`${out}/${spoolAt(0)}.pdf`, `${folder}/kept.pdf`);
    expect(forecasts(out).length).toBeGreaterThan(0);
    flipByte(`${out}/${spoolAt(0)}.pdf`);
    const done = await nightpress(["release", out, "--by", BY.by, "--reason", BY.reason]);
    expect(done.code).toBe(1);
    expect(done.err).toContain("1 file of the run has changed since the run made it");
    expect(done.err).toContain(`${spoolAt(0)}.pdf has different bytes`);
    expect(verdicts(out)).toEqual([false]);
  });

  it("is red from then on, for everyone who asks or decides", async () => {
    await expectRed(out);
    expect((await verifyStoredRun(out, { workers: 1 })).verification?.ok).toBe(false);
    await expectRed(out);
    const said = await nightpress(["status", out]);
    expect(said.out).toMatch(/^FAILED: \d+ breach/);
    expect(said.out).toContain("  state    failed");
    const json = JSON.parse((await nightpress(["status", out, "--json"])).out) as { state: string };
    expect(json).toMatchObject({ state: "failed", stage: "failed", failed: { seq: 2 } });
    const resumed = await nightpress(["resume", out, "--workers", "1"]);
    expect([resumed.code, resumed.err]).toEqual([1, expect.stringContaining("failed: ")]);
    const stored = JSON.parse(readFileSync(`${out}/reports/run.json`, "utf8")) as RunReport;
    expect([stored.status, stored.standing?.state]).toEqual(["failed", "failed"]);
  });

  it("stays red where its reports or its ledger are lost", async () => {
    rmSync(`${out}/reports/verification.json`);
    await expectRed(out);
    for (const end of ["", "-wal", "-shm"]) rmSync(`${out}/ledger.db${end}`, { force: true });
    const [lost] = shopStatus({ runs: [out] }).runs;
    expect([lost?.state, lost?.next]).toEqual(["failed", `nightpress rebuild ${out}`]);
    // The damaged spool is not booked: it lies there, and is nothing that the run has made.
    expect((await nightpress(["rebuild", out])).code).toBe(4);
    await expectRed(out);
    cpSync(`${folder}/kept.pdf`, `${out}/${spoolAt(0)}.pdf`);
    const rebuilt = await nightpress(["rebuild", out]);
    expect([rebuilt.code, rebuilt.out]).toEqual([
      1,
      expect.stringContaining(`Verify:      nightpress verify ${out}`),
    ]);
    await expectRed(out);
  });

  it("can be held and pulled from all the same", async () => {
    const held = await holdOutputs(out, BY).catch((error: unknown) => error);
    expect((held as UsageError).diagnostics[0]?.code).toBe("decision.nothing-to-do");
    expect((await pullPieces(out, { ...BY, pieces: [2] })).documents).toBe(1);
  });

  it("is good again once the file is back and a verification has passed", async () => {
    expect((await verifyStoredRun(out, { workers: 1 })).verification?.ok).toBe(true);
    expect(verdicts(out).at(-1)).toBe(true);
    expect(runStatus(out).failed).toBeUndefined();
    const stored = JSON.parse(readFileSync(`${out}/reports/run.json`, "utf8")) as RunReport;
    expect(stored.standing?.state).toBe("held-for-release");
    const released = await releaseOutputs(out, BY);
    expect(released.standing.state).toBe("released");
    expect((await resumeRun(out, { workers: 1 })).status).toBe("finished");
    expect((await recordMailing(out, MAILING)).standing.state).toBe("mailed");
  });
});
