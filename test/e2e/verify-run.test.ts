import {
  appendFileSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { onThreads } from "../kit/on-threads.ts";
import { merkleRoot } from "../../src/base/merkle.ts";
import {
  checkCertificate,
  pullPieces,
  reimageSheets,
  reprintPieces,
  RunFailure,
  type RunReport,
  UsageError,
  type Verification,
  runJob as runOnThreads,
} from "../../src/index.ts";
import { nightpress } from "../kit/command.ts";
import { differences, outputHashes, smallShardJob } from "./run-fixture.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";
import { rebuildRun, resumeRun, runJob, verifyStoredRun } from "../kit/in-process.ts";
import { shellWord } from "../../src/base/shell-word.ts";

const folder = temporaryFolder("verify");
const job = `${folder}/job/job.yaml`;
const whole = `${folder}/whole`;
const BY = { by: "A. Novak", reason: "paper torn" };
let report: RunReport;

beforeAll(async () => {
  smallShardJob(`${folder}/job`, {
    records: 160,
    shardBytes: 16 * 1024,
    spoolSheets: 40,
    layout: "plain",
  });
  const text = readFileSync(job, "utf8");
  const furniture = "break-sheets: { every-sheets: 12 }, set-up: { sheets: 2, test-pattern: true }";
  writeFileSync(job, text.replace("spool-sheets: 40", `spool-sheets: 40, ${furniture}`));
  report = await runJob(job, { out: whole, workers: 2 });
});

function copyOf(name: string): string {
  const out = `${folder}/${name}`;
  cpSync(whole, out, { recursive: true });
  return out;
}

/** The spool at a place among the run's, without its ending. */
function spoolAt(index: number): string {
  return `print/${(report.spoolFiles[index]?.name ?? "").replace(/\.pdf$/, "")}`;
}

async function verified(out: string): Promise<Verification> {
  const { verification } = await verifyStoredRun(out, { workers: 2 });
  return verification as Verification;
}

function texts({ breaches }: Verification): string[] {
  return breaches.map(({ code, file, message }) => `${code} ${file} ${message}`);
}

function flipByte(file: string): void {
  const bytes = readFileSync(file);
  const at = bytes.length >> 1;
  bytes[at] = (bytes[at] as number) ^ 0x10;
  writeFileSync(file, bytes);
}

/** Moves a spool with its lists out of a run's folder. */
function moveAway(out: string, spool: string): void {
  mkdirSync(`${folder}/damaged`, { recursive: true });
  for (const ending of ["pdf", "csv", "ticket.json"])
    renameSync(`${out}/${spool}.${ending}`, `${folder}/damaged/${basename(spool)}.${ending}`);
}

describe("a run that is finished", () => {
  it("is verified, and its report shows it", () => {
    const { state, found } = report.verification ?? {};
    expect(state).toBe("verified");
    const { pieces, channels } = report;
    expect(found).toMatchObject({ ok: true, breachCount: 0, notChecked: [] });
    expect(found?.leafCount).toBe(pieces + channels.email + channels.sms);
    const lines = report.balance.filter(({ stage }) => stage === "verify");
    expect(lines.map(({ what }) => what)).toContain("furniture sheets planned = read");
    expect(lines.length).toBeGreaterThan(7);
    // Header, two sheets of set-up, pattern and trailer in each spool, and break sheets.
    expect(found?.counts.furnitureSheets).toBeGreaterThan(5 * report.spools);
    expect(found?.counts.sheets).toBe(report.sheets + (found?.counts.furnitureSheets ?? 0));
    expect(report.stages.map(({ stage }) => stage).slice(-3)).toEqual([
      "assemble",
      "verify",
      "report",
    ]);
    const html = readFileSync(`${whole}/reports/run.html`, "utf8");
    expect(html).toContain("<h2>Verification</h2>");
    expect(html).toContain(found?.merkleRoot);
  });

  it("keeps the leaves of its tree, in the order of its outputs", () => {
    const stored = readFileSync(`${whole}/reports/verification.json`, "utf8");
    const { merkleRoot: root, leafCount } = JSON.parse(stored) as Verification;
    const leaves = readFileSync(`${whole}/reports/pieces.leaves`);
    expect(leaves.length).toBe(32 * leafCount);
    expect(Buffer.from(merkleRoot(leaves)).toString("hex")).toBe(root);
  });

  it("comes to the same with other workers and in another order", async () => {
    const out = `${folder}/shuffled`;
    await onThreads({ delay: { seed: 5, msMax: 3 } }, () => runOnThreads(job, { out, workers: 2 }));
    for (const name of ["verification.json", "pieces.leaves"])
      expect(readFileSync(`${out}/reports/${name}`)).toEqual(
        readFileSync(`${whole}/reports/${name}`),
      );
  });

  it("is verified again by the command, which says what it read", async () => {
    const out = copyOf("command");
    const done = await nightpress(["verify", out, "--workers", "1"]);
    expect(done.err).toMatch(/^verify +/m);
    expect(done.out).toMatch(/^Verified: retail-statements 2026-10 \(test, not mailable\)/m);
    expect(done.out).toMatch(/\d+ spools, \d+ pieces, \d+ sheets, \d+ pages read/);
    expect(done.code).toBe(0);
    appendFileSync(`${out}/${spoolAt(0)}.csv`, "S,1\r\n");
    const broken = await nightpress(["verify", out, "--workers", "1", "--json"]);
    expect(broken.code).toBe(1);
    const { verification } = JSON.parse(broken.out) as { verification: Verification };
    expect(verification.ok).toBe(false);
    const renewed = JSON.parse(readFileSync(`${out}/reports/run.json`, "utf8")) as RunReport;
    expect(renewed.verification?.state).toBe("breached");
    expect(readFileSync(`${out}/reports/run.html`, "utf8")).toContain("Output damaged");
  });

  it("is verified after pulls, reprints, re-images and with a ledger made anew", async () => {
    const out = copyOf("later");
    await pullPieces(out, { ...BY, pieces: [4] });
    await reprintPieces(out, { ...BY, pieces: "6-9", cause: "damaged" });
    await reimageSheets(out, { ...BY, spool: basename(spoolAt(0)), sheets: "8-14" });
    await reprintPieces(out, { ...BY, pieces: "7,11", cause: "damaged", again: true });
    const found = await verified(out);
    expect(texts(found)).toEqual([]);
    expect(found.spools).toBe(report.spools + 3);
    expect(found.leafCount).toBeGreaterThan(report.verification?.found?.leafCount ?? 0);
    const first = readFileSync(`${whole}/reports/pieces.leaves`);
    const leaves = readFileSync(`${out}/reports/pieces.leaves`);
    expect(leaves.subarray(0, first.length)).toEqual(first);
    // The certificate of before is about the first printings, which stand as they were.
    const { lines } = await checkCertificate(out, { piece: 12, unsignedOk: true });
    const since = lines.filter((line) => !line.ok);
    expect(since).toMatchObject([{ what: "audit log", isUnproven: true }]);
    await rebuildRun(out);
    expect(texts(await verified(out))).toEqual([]);
  });

  it("is nothing that can be verified before it has made anything", async () => {
    const out = `${folder}/held`;
    const text = readFileSync(job, "utf8");
    const held = `${folder}/job/held.yaml`;
    writeFileSync(held, `${text}hold: { before-assembly: true }\n`);
    await runJob(held, { out, workers: 1 });
    const refused = await verifyStoredRun(out).catch((error: unknown) => error);
    expect((refused as UsageError).diagnostics[0]?.code).toBe("verify.not-assembled");
  });
});

describe("over all outputs together", () => {
  it("names a piece in two spools, and those in none", async () => {
    const out = copyOf("doubled");
    for (const ending of ["pdf", "csv", "ticket.json"])
      copyFileSync(`${out}/${spoolAt(0)}.${ending}`, `${out}/${spoolAt(1)}.${ending}`);
    const found = texts(await verified(out));
    expect(found.join("\n")).toContain(
      `in this output and in ${spoolAt(0)}.pdf and would be sent twice.`,
    );
    expect(found.some((text) => text.startsWith(`verify.missing ${spoolAt(1)}.pdf Piece`))).toBe(
      true,
    );
  });

  it("names files that nobody knows, and files that are gone", async () => {
    const out = copyOf("files");
    copyFileSync(`${out}/${spoolAt(0)}.pdf`, `${out}/print/again.pdf`);
    rmSync(`${out}/${spoolAt(1)}.ticket.json`);
    const found = texts(await verified(out));
    expect(found).toContainEqual(expect.stringContaining("verify.unknown-file print/again.pdf"));
    const gone = `verify.file-missing ${spoolAt(1)}.ticket.json`;
    expect(found).toContainEqual(expect.stringContaining(gone));
  });

  it("names a unit that ended in no way, and a log that was changed", async () => {
    const out = copyOf("units");
    const rejects = readFileSync(`${out}/rejects/rejects.ndjson`, "utf8");
    const [first = "", ...others] = rejects.split("\n");
    writeFileSync(`${out}/rejects/rejects.ndjson`, others.join("\n"));
    const { ordinal } = JSON.parse(first) as { ordinal: number };
    await pullPieces(out, { ...BY, pieces: [4] });
    const log = readFileSync(`${out}/audit.ndjson`, "utf8");
    writeFileSync(`${out}/audit.ndjson`, log.replace("paper torn", "paper lost"));
    const found = texts(await verified(out)).join("\n");
    expect(found).toContain(`Unit ${ordinal} of the input`);
    expect(found).toContain("is neither sent nor rejected nor suppressed");
    expect(found).toContain("verify.audit audit.ndjson");
  });
});

describe("a run whose output was damaged before it closed", () => {
  it("fails, and makes what is moved away again with the same bytes", async () => {
    const out = `${folder}/damaged-run`;
    let isDamaged = false;
    const failed = await runJob(job, {
      out,
      workers: 2,
      onProgress: ({ stage, done, total }) => {
        if (isDamaged || stage !== "assemble" || done < total) return;
        isDamaged = true;
        flipByte(`${out}/${spoolAt(1)}.pdf`);
      },
    }).catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(RunFailure);
    const { message, hint, diagnostics } = failed as RunFailure;
    expect(message).toContain(`${spoolAt(1)}.pdf`);
    expect(hint).toContain(`nightpress resume ${out}`);
    expect(diagnostics.length).toBeGreaterThan(0);
    expect(existsSync(`${out}/reports/run.json`)).toBe(false);
    expect((await verified(out)).ok).toBe(false);
    await expect(resumeRun(out, { workers: 1 })).rejects.toBeInstanceOf(RunFailure);
    moveAway(out, spoolAt(1));
    const resumed = await resumeRun(out, { workers: 1 });
    expect(resumed.verification?.state).toBe("verified");
    expect(differences(outputHashes(out), outputHashes(whole))).toEqual([]);
  });

  it("is mended alike after it has closed", async () => {
    const out = copyOf("mended");
    moveAway(out, spoolAt(2));
    const index = (report.batchFiles[0]?.name ?? "").replace(/\.[a-z-]+$/, ".csv");
    rmSync(`${out}/email/${index}`);
    expect((await verified(out)).ok).toBe(false);
    const resumed = await resumeRun(out, { workers: 1 });
    expect(resumed.verification?.state).toBe("verified");
    expect(differences(outputHashes(out), outputHashes(whole))).toEqual([]);
    expect(texts(await verified(out))).toEqual([]);
  });
});

describe("a ledger made anew without what was damaged", () => {
  it.each(["moved away", "left there"])("says that it must be made again: %s", async (where) => {
    const out = copyOf(`anew-${where}`);
    flipByte(`${out}/${spoolAt(1)}.pdf`);
    if (where === "moved away") moveAway(out, spoolAt(1));
    for (const ending of ["", "-wal", "-shm"]) rmSync(`${out}/ledger.db${ending}`, { force: true });
    expect((await rebuildRun(out)).status).toBe("stopped");
    const refused = await verifyStoredRun(out, { workers: 1 }).catch((error: unknown) => error);
    const [told] = (refused as UsageError).diagnostics;
    expect([told?.code, told?.hint]).toEqual([
      "verify.not-assembled",
      expect.stringContaining(`nightpress resume ${shellWord(out)}`),
    ]);
    if (where === "left there") moveAway(out, spoolAt(1));
    const resumed = await resumeRun(out, { workers: 1 });
    expect(resumed.verification?.state).toBe("verified");
    expect(texts(await verified(out))).toEqual([]);
  });
});

describe("what need not be done", () => {
  it("is left out where the operator says so, and stands in the report", async () => {
    const out = `${folder}/unverified`;
    const done = await nightpress(["run", job, "--out", out, "--workers", "1", "--no-verify"]);
    expect(done.out).toMatch(/^Balanced, not verified: /m);
    expect(done.out).toMatch(/^ {2}verified +not verified$/m);
    const { verification } = JSON.parse(
      readFileSync(`${out}/reports/run.json`, "utf8"),
    ) as RunReport;
    expect(verification).toEqual({ state: "skipped" });
    expect(existsSync(`${out}/reports/verification.json`)).toBe(false);
    expect(readFileSync(`${out}/reports/run.html`, "utf8")).toContain("Not verified.");
    expect((await verified(out)).ok).toBe(true);
    const renewed = readFileSync(`${out}/reports/run.json`, "utf8");
    expect((JSON.parse(renewed) as RunReport).verification?.state).toBe("verified");
  });

  it("is not done again by a resume, unless an output has changed", async () => {
    const out = copyOf("resumed");
    rmSync(`${out}/reports/run.json`);
    const before = statSync(`${out}/reports/pieces.leaves`).mtimeMs;
    const resumed = await resumeRun(out, { workers: 1 });
    expect(resumed.verification).toEqual(report.verification);
    expect(resumed.stages.some(({ stage }) => stage === "verify")).toBe(false);
    expect(statSync(`${out}/reports/pieces.leaves`).mtimeMs).toBe(before);
    rmSync(`${out}/reports/run.json`);
    appendFileSync(`${out}/${spoolAt(0)}.pdf`, "%");
    await expect(resumeRun(out, { workers: 1 })).rejects.toBeInstanceOf(RunFailure);
  });
});
