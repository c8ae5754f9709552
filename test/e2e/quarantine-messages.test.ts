import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import {
  quarantinePieces,
  releaseOutputs,
  RunFailure,
  shopStatus,
  type Verification,
} from "../../src/index.ts";
import { resumeRun, runJob, verifyStoredRun } from "../kit/in-process.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";
import { flipped, imbMask, setImb } from "../verify/planted.ts";
import { RunCopy } from "../verify/run-copy.ts";
import { readBatch } from "./batches.ts";
import { smallShardJob } from "./run-fixture.ts";

const folder = temporaryFolder("quarantine-messages");
const whole = `${folder}/whole`;
const BY = { by: "A. Novak", reason: "verify refuses it" };

beforeAll(async () => {
  const choice = { records: 60, shardBytes: 32 * 1024, spoolSheets: 400 };
  const job = smallShardJob(`${folder}/job`, { ...choice, mode: "production", layout: "plain" });
  writeFileSync(job, `${readFileSync(job, "utf8")}hold: { before-release: true }\n`);
  await runJob(job, { out: whole, workers: 1 });
});

/** One register is told of all copies, and each would find the log of the others in it. */
let putBack = (): void => undefined;
afterEach(() => putBack());

/** Its certificate knows other bytes: a fault of the writer would have come before that. */
function copyOf(name: string): RunCopy {
  const run = new RunCopy(whole, `${folder}/${name}`);
  putBack = run.registerKept();
  rmSync(run.path("reports/certificate.json"));
  return run;
}

async function verified(out: string): Promise<Verification> {
  return (await verifyStoredRun(out, { workers: 1 })).verification as Verification;
}

/** As a fault of the writer would do it: batch, index and ledger agree on the wrong bytes. */
function spoil(run: RunCopy, channel: "email" | "sms", wanted: number): void {
  run.editBatch(channel, (messages) =>
    messages.map(({ ordinal, bytes }) => {
      if (ordinal !== wanted) return { ordinal, bytes };
      const text = bytes.toString("latin1").replace("Northbank", "Southbank");
      expect(text).toContain("Southbank");
      return { ordinal, bytes: Buffer.from(text, "latin1") };
    }),
  );
}

describe("messages that the verifier refuses", () => {
  it("go into quarantine each by itself, the notice beside an e-mail too", async () => {
    const run = copyOf("messages");
    const ordinals = (channel: "email" | "sms"): number[] =>
      readBatch(run.path(run.batchFile(channel))).map(({ ordinal }) => ordinal);
    const both = ordinals("email").find((one) => ordinals("sms").includes(one)) as number;
    expect(both).toBeGreaterThanOrEqual(0);
    for (const [nth, channel] of (["email", "sms"] as const).entries()) {
      spoil(run, channel, both);
      const found = await verified(run.out);
      const place = { document: both, file: run.indexFile(channel) };
      expect(found.breaches).toEqual([
        expect.objectContaining({ code: "verify.content-changed", ...place }),
      ]);
      const done = await quarantinePieces(run.out, BY);
      expect([done.documents, done.remaining]).toEqual([1, 0]);
      const list = run.indexFile(channel).replace(/\.csv$/, `-pull-00${done.seq}.csv`);
      expect(readFileSync(run.path(list), "utf8")).toContain(`\r\n${both},`);
      const after = await verified(run.out);
      expect([after.ok, after.quarantined?.length]).toEqual([true, nth + 1]);
    }
    const states = (await releaseOutputs(run.out, BY)).standing.states;
    const pulled = states.filter(({ state }) => state === "pulled");
    expect(pulled.map(({ channel, documents }) => [channel, documents])).toEqual([
      ["email", 1],
      ["sms", 1],
    ]);
  });

  it("keep the run red where a message lies where another should", async () => {
    const run = copyOf("misplaced");
    run.editBatch("email", ([first, second, ...others]) => [
      { ...first, bytes: second?.bytes } as (typeof others)[0],
      { ...second, bytes: first?.bytes } as (typeof others)[0],
      ...others,
    ]);
    expect((await verified(run.out)).ok).toBe(false);
    const done = await quarantinePieces(run.out, BY);
    expect(done.remaining).toBeGreaterThan(0);
    expect((await verified(run.out)).ok).toBe(false);
    await expect(releaseOutputs(run.out, BY)).rejects.toBeInstanceOf(RunFailure);
  });
});

it("a run that never closed goes on once what is refused is in quarantine", async () => {
  const run = copyOf("unclosed");
  // As a crash leaves it right before the first verification.
  run.sql("DELETE FROM facts WHERE name IN ('balanced', 'ended')");
  rmSync(run.path("reports"), { recursive: true });
  const register = new DatabaseSync(`${folder}/job/register.db`);
  register.exec("DELETE FROM certified_bodies");
  register.close();
  const spool = run.spool(0);
  const [, bad] = spool.pieces;
  run.editSpool(spool, (editor) => {
    const page = bad?.firstPage ?? 0;
    setImb(editor, page, flipped(imbMask(editor, page), 40, 0xff));
  });
  await expect(resumeRun(run.out, { workers: 1 })).rejects.toBeInstanceOf(RunFailure);
  expect(shopStatus({ runs: [run.out] }).runs[0]?.state).toBe("failed");
  const done = await quarantinePieces(run.out, BY);
  expect([done.documents, done.remaining]).toEqual([1, 0]);
  const resumed = await resumeRun(run.out, { workers: 1 });
  expect([resumed.status, resumed.verification?.state]).toEqual(["held-for-release", "verified"]);
  expect(resumed.verification?.found?.quarantined?.map(({ piece }) => piece)).toContain(
    bad?.pieceNumber,
  );
  const pulled = resumed.standing?.states.filter(({ state }) => state === "pulled");
  expect(pulled?.map(({ pieces }) => pieces)).toEqual([1]);
  const text = readFileSync(run.path(spool.controlFile), "utf8");
  expect(text).toContain(",pull,");
  expect((await releaseOutputs(run.out, BY)).standing.state).toBe("released");
});
