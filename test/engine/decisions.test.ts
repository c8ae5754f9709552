import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { writeStatementFixture } from "../../fixtures/statement/write-statement-fixture.ts";
import { NodeHost } from "../../src/engine/host-node.ts";
import { runFolder } from "../../src/engine/run-folder.ts";
import { runTurn } from "../../src/engine/run-turn.ts";
import {
  auditRun,
  holdOutputs,
  releaseOutputs,
  runJob,
  type RunReport,
  UsageError,
  verifyStoredRun,
} from "../../src/index.ts";
import { temporaryFolder } from "../e2e/run-fixture.ts";

const BY = { by: "A. Novak", reason: "seen with the client" };
const host = new NodeHost();
const folder = temporaryFolder("decisions");
const out = `${folder}/out`;
afterAll(() => rmSync(folder, { recursive: true }));

/** One small production run that waits for its release, for all that follows. */
beforeAll(async () => {
  const data = { records: 40, seed: 7, format: "ndjson", mode: "production" } as const;
  const { jobFile } = writeStatementFixture({ ...data, badPercent: 0, folder, transactions: 4 });
  writeFileSync(jobFile, `${readFileSync(jobFile, "utf8")}hold: { before-release: true }\n`);
  const report = await runJob(jobFile, { out, workers: 1 });
  expect(report.status).toBe("held-for-release");
}, 120_000);

async function refusal(work: Promise<unknown>): Promise<{ code: string; message: string }> {
  const error: unknown = await work.catch((fault: unknown) => fault);
  if (!(error instanceof UsageError)) throw new Error("it was not refused", { cause: error });
  const [{ code, message } = { code: "", message: "" }] = error.diagnostics;
  return { code, message };
}

const report = (): RunReport =>
  JSON.parse(readFileSync(`${out}/reports/run.json`, "utf8")) as RunReport;

const lockingChild = fileURLToPath(new URL("../ledger/locking-child.ts", import.meta.url));

async function killed(child: ChildProcess): Promise<void> {
  child.kill("SIGKILL");
  await once(child, "exit");
}

describe("decisions at the same time", () => {
  it("wait for each other", async () => {
    const both = await Promise.all([
      releaseOutputs(out, { ...BY, channels: ["print"] }),
      releaseOutputs(out, { ...BY, channels: ["email"] }),
      releaseOutputs(out, { ...BY, channels: ["sms"] }),
    ]);
    expect(new Set(both.map(({ seq }) => seq))).toEqual(new Set([1, 2, 3]));
    expect(auditRun(out).entries.length).toBe(3);
  });

  it("wait for a process that has the run, and go on when it lets go", async () => {
    const child = fork(lockingChild, [`${out}/run.lock`]);
    await once(child, "message");
    const hold = holdOutputs(out, { ...BY, channels: ["sms"] });
    await setTimeout(120);
    await killed(child);
    expect((await hold).seq).toBe(4);
  });

  it("say who has the run where that takes too long", async () => {
    const child = fork(lockingChild, [`${out}/run.lock`]);
    await once(child, "message");
    const { code, message } = await refusal(runTurn(host, runFolder(out), "alone", 2));
    await killed(child);
    expect(code).toBe("run.in-use");
    const who = process.platform === "linux" ? `Process ${child.pid} is working on` : "Another";
    expect(message).toContain(who);
  });

  it("take a release back while the run is verified, and both are in its report", async () => {
    let held: Promise<unknown> | undefined;
    const onProgress = (): void => void (held ??= holdOutputs(out, BY));
    const { verification } = await verifyStoredRun(out, { workers: 1, onProgress });
    await held;
    expect(held).toBeDefined();
    expect(verification).toMatchObject({ ok: true, breaches: [] });
    const { standing, verification: told } = report();
    expect(standing?.state).toBe("held-for-release");
    expect(standing?.decisions.length).toBe(5);
    expect(told?.state).toBe("verified");
    expect((await verifyStoredRun(out, { workers: 1 })).verification?.ok).toBe(true);
  });

  it("let nothing else be decided while the run is verified", async () => {
    const reader = await runTurn(host, runFolder(out), "reading");
    const turn = runTurn(host, runFolder(out), "alone", 2);
    expect((await refusal(turn)).code).toBe("run.in-use");
    reader.release();
  });
});
