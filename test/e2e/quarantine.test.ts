import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { beforeAll, describe, expect, it } from "vitest";
import {
  auditRun,
  certifyRun,
  closeRun,
  decideRejects,
  pullPieces,
  quarantinePieces,
  recordMailing,
  rejectAccount,
  releaseOutputs,
  shopStatus,
  UsageError,
  type Verification,
} from "../../src/index.ts";
import { nightpress } from "../kit/command.ts";
import { flipped, imbMask, setImb } from "../verify/planted.ts";
import { RunCopy, type SpoolPlace } from "../verify/run-copy.ts";
import { smallShardJob } from "./run-fixture.ts";
import { today } from "./today.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";
import { resumeRun, runJob, verifyStoredRun } from "../kit/in-process.ts";

const folder = temporaryFolder("quarantine");
const job = `${folder}/job/job.yaml`;
const BY = { by: "A. Novak", reason: "verify refuses its mark" };
const MAILING = { ...BY, date: today(), statement: "PS 3600" };
let run: RunCopy;
let spool: SpoolPlace;

beforeAll(async () => {
  const choice = { records: 60, shardBytes: 32 * 1024, spoolSheets: 400 };
  smallShardJob(`${folder}/job`, { ...choice, mode: "production", layout: "plain" });
  writeFileSync(job, `${readFileSync(job, "utf8")}hold: { before-release: true }\n`);
  await runJob(job, { out: `${folder}/whole`, workers: 1 });
  run = new RunCopy(`${folder}/whole`, `${folder}/out`);
  spool = run.spool(0);
});

async function verified(): Promise<Verification> {
  const { verification } = await verifyStoredRun(run.out, { workers: 1 });
  return verification as Verification;
}

/** As a fault of the writer would do it: the file's hash is that of the wrong file. */
function spoilMark(at: number): number {
  const piece = spool.pieces[at];
  run.editSpool(spool, (editor) => {
    const page = piece?.firstPage ?? 0;
    setImb(editor, page, flipped(imbMask(editor, page), 40, 0xff));
  });
  return piece?.pieceNumber ?? 0;
}

/** An amount that is not the record's: so is the sum of all that is printed. */
function spoilAmount(at: number): number {
  const piece = spool.pieces[at];
  run.editSpool(spool, (editor) => {
    const id = editor.composed(piece?.firstPage ?? 0);
    const text = editor.text(id);
    editor.setText(
      id,
      text.replace(/(\/NPsum[^(]*\([^)]*?)(\d)/, (_, before: string, digit) => {
        return `${before}${(Number(digit) + 1) % 10}`;
      }),
    );
  });
  return piece?.pieceNumber ?? 0;
}

function codeOf(error: unknown): string {
  return error instanceof UsageError ? (error.diagnostics[0]?.code ?? "") : String(error);
}

describe("pieces that the verifier refuses", () => {
  const bad: number[] = [];

  it("are named, and put in quarantine by a decision; nothing else is", async () => {
    bad.push(spoilMark(1), spoilAmount(3));
    const found = await verified();
    const pieces = new Set(found.breaches.flatMap(({ piece }) => piece ?? []));
    expect([...pieces].sort((a, b) => a - b)).toEqual(bad);
    expect(found.breaches.map(({ code }) => code)).toContain("verify.unbalanced");
    const whole = quarantinePieces(run.out, { ...BY, pieces: [bad[0] ?? 0, 9999] });
    expect(await whole.catch(codeOf)).toBe("decision.not-refused");
    const done = await quarantinePieces(run.out, { ...BY, pieces: [bad[0] ?? 0] });
    expect([done.documents, done.remaining > 0]).toEqual([1, true]);
    const text = readFileSync(run.path(spool.controlFile), "utf8");
    expect(text.match(/,pull,/g)?.length).toBe(spool.pieces[1]?.sheets);
  });

  it("keep the run red as long as one of them is not in quarantine", async () => {
    const found = await verified();
    expect(found.ok).toBe(false);
    expect(found.quarantined?.every(({ piece }) => piece === bad[0])).toBe(true);
    expect(found.breaches.some(({ piece }) => piece === bad[0])).toBe(false);
    await expect(releaseOutputs(run.out, BY)).rejects.toThrow(/may be printed or sent/);
  });

  it("let the rest of the night go out once all are, and are told of everywhere", async () => {
    const words = ["--by", BY.by, "--reason", BY.reason];
    const done = await nightpress(["pull", run.out, "--quarantine", ...words]);
    expect([done.code, done.err]).toEqual([0, ""]);
    expect(done.out).toMatch(/^In quarantine: \d documents?: /);
    // The decision alone ends nothing: what else is wrong is for the verifier to say.
    await expect(releaseOutputs(run.out, BY)).rejects.toThrow(/may be printed or sent/);
    const said = await nightpress(["verify", run.out, "--workers", "1"]);
    expect([said.code, said.out]).toEqual([0, expect.stringContaining("quarantine  print/")]);
    expect(auditRun(run.out).entries.at(-1)).toMatchObject({ action: "verify" });
    const [status] = shopStatus({ runs: [run.out] }).runs;
    const told = status?.exceptions.find(({ what }) => what === "quarantined");
    expect([status?.state, told?.count]).toEqual(["held-for-release", 2]);
    const page = readFileSync(run.path("reports/run.html"), "utf8");
    expect(page).toContain("In quarantine: pulled by a decision for these reasons.");
    await expect(quarantinePieces(run.out, BY).catch(codeOf)).resolves.toBe("decision.not-refused");
  });

  it("are none that the run is certified or mailed with", async () => {
    // The first certificate knows other bytes, those before the fault was planted, and the register
    // knows the certificate: a fault of the writer would have come before both.
    rmSync(run.path("reports/certificate.json"));
    const register = new DatabaseSync(`${folder}/job/register.db`);
    register.exec("DELETE FROM certified_bodies");
    register.close();
    const { certificate } = await certifyRun(run.out);
    const told = certificate.envelope.quarantined?.map(({ piece }) => piece);
    expect(told).toEqual(bad);
    expect(readFileSync(run.path("reports/certificate.html"), "utf8")).toContain(`piece ${bad[1]}`);
    const released = await releaseOutputs(run.out, BY);
    expect(released.standing.state).toBe("released");
    await recordMailing(run.out, MAILING);
    const ordinals = rejectAccount(run.out).items.map(({ ordinal }) => ordinal);
    if (ordinals.length > 0) await decideRejects(run.out, { action: "withdraw", ordinals, ...BY });
    const closed = await closeRun(run.out, BY);
    expect([closed.closed, closed.open]).toEqual([true, []]);
    const pulled = closed.standing.states.find(({ state }) => state === "pulled");
    expect(pulled?.pieces).toBe(2);
    expect((await verified()).ok).toBe(true);
  });

  it("bear no other breach than those that pulling ends", async () => {
    const again = spool.pieces[1];
    run.editSpool(spool, (editor) =>
      editor.insertPage(again?.firstPage ?? 0, again?.firstPage ?? 0),
    );
    expect((await verified()).ok).toBe(false);
    expect(shopStatus({ runs: [run.out], all: true }).runs[0]?.exceptions[0]?.what).toBe("failed");
  });
});

it("a run whose spool is made again keeps the marks of what was pulled from it", async () => {
  const out = `${folder}/whole`;
  // The register knows the copy's decisions; this run is decided about by itself.
  const own = JSON.parse(readFileSync(`${out}/job.json`, "utf8")) as { job: { mode: string } };
  expect(own.job.mode).toBe("production");
  rmSync(`${folder}/job/register.db`, { force: true });
  await pullPieces(out, { ...BY, pieces: [2] });
  const at = new RunCopy(out, `${folder}/again`).spool(0);
  const before = readFileSync(`${out}/${at.controlFile}`, "utf8");
  for (const ending of ["pdf", "csv", "ticket.json"]) {
    const file = at.file.replace(/pdf$/, ending);
    renameSync(`${out}/${file}`, `${folder}/moved.${ending}`);
  }
  const resumed = await resumeRun(out, { workers: 1 });
  expect(resumed.verification?.state).toBe("verified");
  expect(readFileSync(`${out}/${at.controlFile}`, "utf8")).toBe(before);
});
