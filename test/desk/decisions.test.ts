import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { basename } from "node:path";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { writeStatementFixture } from "../../fixtures/statement/write-statement-fixture.ts";
import { decisionSubjects } from "../../src/run/decisions/decision-subjects.ts";
import { readFrozenRun } from "../../src/run/folder/frozen-run.ts";
import { NodeHost } from "../../src/run/host/host-node.ts";
import { openAudit } from "../../src/run/decisions/decision-session.ts";
import { runFolder } from "../../src/run/folder/run-folder.ts";
import { runTurn } from "../../src/run/folder/run-turn.ts";
import {
  auditRun,
  certifyRun,
  holdOutputs,
  listReprints,
  pullPieces,
  reconcileRun,
  recordMailing,
  reimageSheets,
  releaseOutputs,
  reprintPieces,
  type RunReport,
  UsageError,
} from "../../src/index.ts";
import type { DecisionSubject } from "../../src/model/audit.ts";
import { subjectText } from "../../src/report/subject-text.ts";
import { nightpress } from "../kit/command.ts";
import { filesBelow } from "../e2e/run-fixture.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";
import { runJob, verifyStoredRun } from "../kit/in-process.ts";

const BY = { by: "A. Novak", reason: "seen with the client" };
const host = new NodeHost();
const folder = temporaryFolder("decisions");
const out = `${folder}/out`;

/** One small production run that waits for its release, for all that follows. */
beforeAll(async () => {
  const data = { records: 40, seed: 7, format: "ndjson", mode: "production" } as const;
  const { jobFile } = writeStatementFixture({ ...data, badPercent: 0, folder, transactions: 4 });
  writeFileSync(jobFile, `${readFileSync(jobFile, "utf8")}hold: { before-release: true }\n`);
  const report = await runJob(jobFile, { out, workers: 1 });
  expect(report.status).toBe("held-for-release");
});

async function refusal(work: Promise<unknown>): Promise<{ code: string; message: string }> {
  const error: unknown = await work.catch((fault: unknown) => fault);
  if (!(error instanceof UsageError)) throw new Error("it was not refused", { cause: error });
  const [{ code, message } = { code: "", message: "" }] = error.diagnostics;
  return { code, message };
}

const report = (): RunReport =>
  JSON.parse(readFileSync(`${out}/reports/run.json`, "utf8")) as RunReport;

/** Largest first, so that the first has sheets enough. */
function spoolNames(): string[] {
  const files = filesBelow(`${out}/print`).filter((file) => file.endsWith(".pdf"));
  const bySize = files.toSorted((a, b) => sizeOf(b) - sizeOf(a));
  return bySize.map((file) => basename(file, ".pdf"));
}

const sizeOf = (file: string): number => statSync(`${out}/print/${file}`).size;

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
    const { code, message } = await refusal(runTurn({ host, folder: runFolder(out) }, "alone", 2));
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
    const reader = await runTurn({ host, folder: runFolder(out) }, "reading");
    const turn = runTurn({ host, folder: runFolder(out) }, "alone", 2);
    expect((await refusal(turn)).code).toBe("run.in-use");
    reader.release();
  });
});

describe("a reprint that is asked for twice", () => {
  const asked = { ...BY, pieces: "12-14", cause: "damaged" } as const;
  const made = (): number => listReprints(out).reprints.length;

  it("is refused, and made where that is decided", async () => {
    await releaseOutputs(out, BY);
    await reprintPieces(out, asked);
    const { code, message } = await refusal(reprintPieces(out, asked));
    expect([code, message]).toEqual([
      "reprint.asked-twice",
      "Pieces were printed again already, by reprint 1: 12-14.",
    ]);
    // The same accident, told by others in other words.
    const wider = await refusal(reprintPieces(out, { ...asked, pieces: "14-15" }));
    expect(wider.message).toContain("by reprint 1: 14.");
    expect(made()).toBe(1);
    const { pieces } = await reprintPieces(out, { ...asked, again: true });
    expect([pieces, made()]).toEqual([3, 2]);
  });

  it("is made where an inserter has said since that the new printing is damaged", async () => {
    const file = `${folder}/inserter.csv`;
    writeFileSync(file, "piece,status\n13,damaged\n");
    const { damagedFile } = await reconcileRun(out, { ...BY, from: file });
    expect((await reprintPieces(out, { ...BY, from: damagedFile })).pieces).toBe(1);
    const twice = reprintPieces(out, { ...BY, from: damagedFile });
    expect((await refusal(twice)).code).toBe("reprint.asked-twice");
  });

  it("is refused for sheets that were imaged again, too", async () => {
    const jam = { ...BY, spool: spoolNames()[0] as string, sheets: "2-3" };
    await reimageSheets(out, jam);
    expect((await refusal(reimageSheets(out, jam))).code).toBe("reprint.asked-twice");
    const beside = { ...jam, sheets: "3-4" };
    expect((await refusal(reimageSheets(out, beside))).code).toBe("reprint.asked-twice");
    expect((await reimageSheets(out, { ...jam, again: true })).kind).toBe("reimage");
  });
});

describe("names and reasons", () => {
  it.each([
    ["a line end", "seen\n  9  2026-11-03T08:00:00Z  release    C. Boss (root@vm): all good"],
    ["a carriage return", "seen\rC. Boss"],
    ["an escape", "seen\u001b[2K"],
    ["a right-to-left override", "seen \u202eton"],
    ["a zero-width space", "se\u200ben"],
  ])("with %s are refused wherever they are given", async (_, text) => {
    const before = readFileSync(`${out}/audit.ndjson`, "utf8");
    const mailing = { ...BY, date: "2026-11-03", statement: text };
    const works = [
      holdOutputs(out, { ...BY, reason: text }),
      holdOutputs(out, { ...BY, by: text }),
      recordMailing(out, mailing),
      reprintPieces(out, { by: text, reason: "x", pieces: "1", cause: "damaged" }),
      certifyRun(out, { operator: text }),
    ];
    const codes = await Promise.all(works.map(async (work) => (await refusal(work)).code));
    expect(codes).toEqual(works.map(() => "decision.unseen-text"));
    expect(readFileSync(`${out}/audit.ndjson`, "utf8")).toBe(before);
  });

  it("that an old log holds draw no row in a list or report", async () => {
    const folderOfRun = runFolder(out);
    const audit = openAudit({
      host,
      folder: folderOfRun,
      frozen: readFrozenRun({ host, folder: folderOfRun }),
    });
    const row = "  9  2026-11-03T08:00:00Z  release    C. Boss (root@vm): all good";
    const actor = { by: "B.\u202e Ito", osUser: "root", hostName: "vm" };
    audit.append(actor, { action: "override", reason: `seen\n${row}`, details: {} });
    const listed = (await nightpress(["audit", out])).out.split("\n");
    expect(listed.filter((line) => /^ +9 .*C\. Boss/.test(line))).toEqual([]);
    expect(listed.join("\n")).toContain("B.\\u202e Ito as typed, OS user root@vm: seen\\u000a");
    await holdOutputs(out, { ...BY, channels: ["sms"] });
    const page = readFileSync(`${out}/reports/run.html`, "utf8");
    expect(page).toContain("seen\n");
    expect(page).toContain("B.\\u202e Ito");
  });
});

describe("the list of decisions", () => {
  it("says which pieces and spools each is about", async () => {
    const pieces = [1, 2, 3, 5, 7, 9, 11];
    const { documents } = await pullPieces(out, { ...BY, pieces });
    expect(documents).toBe(7);
    const { entries, subjects } = auditRun(out);
    expect(subjects.at(-1)?.[0]).toEqual({ what: "pieces", items: ["1-3", "5", "7", "9", "11"] });
    const at = entries.findIndex(({ action }) => action === "reprint");
    expect(subjects[at]).toEqual([{ what: "pieces", items: ["12-14"] }]);
    const release = entries.findIndex(({ action }) => action === "release");
    expect(subjects[release]?.[0]?.what).toBe("spools and batches");
    const decision = report().standing?.decisions.at(-1);
    expect(decision?.about).toMatch(/^pieces 1-3, 5, 7, 9, 11; spools and batches /);
  });

  it("is cut where it is long", () => {
    const details = { pieces: Array.from({ length: 40 }, (_, at) => 2 * at) };
    const [subject] = decisionSubjects({ details });
    expect(subjectText(subject as DecisionSubject, 16)).toBe("pieces 0, 2, 4, and 37 more");
    expect(subjectText(subject as DecisionSubject, Infinity)).toMatch(/, 76, 78$/);
  });
});

describe("a mailing of pieces that no machine has read", () => {
  it("is refused, and entered with their numbers where that is decided", async () => {
    await releaseOutputs(out, BY);
    const date = new Date().toISOString().slice(0, 10);
    const mailing = { ...BY, date, statement: "PS 3600 no. 1" };
    const file = `${folder}/inserter-2.csv`;
    const told = Array.from({ length: 24 }, (_, at) => `${at + 4},inserted`);
    writeFileSync(file, ["piece,status", ...told].join("\n"));
    const { unread, pieces } = await reconcileRun(out, { ...BY, from: file });
    expect(unread).toBeGreaterThan(0);
    const { code, message } = await refusal(recordMailing(out, mailing));
    expect(code).toBe("decision.unread");
    expect(message).toBe(
      `No machine has read ${unread} pieces that would be mailed: 28-${pieces}.`,
    );
    // Messages go through no machine.
    expect((await recordMailing(out, { ...mailing, channels: ["email"] })).action).toBe("mailed");
    const all = await recordMailing(out, { ...mailing, acceptUnread: true });
    expect(all.standing.state).toBe("mailed");
    const subject = { what: "not read by any machine", items: [`28-${pieces}`] };
    expect(auditRun(out).subjects.at(-1)).toContainEqual(subject);
  });
});
