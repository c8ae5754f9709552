import { cpSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { writeStatementFixture } from "../../fixtures/statement/write-statement-fixture.ts";
import { NodeHost } from "../../src/run/host/host-node.ts";
import {
  decideRejects,
  rejectAccount,
  type RedriveRequest,
  type RunReport,
  UsageError,
} from "../../src/index.ts";
import { Ledger } from "../../src/ledger/ledger.ts";
import type { AuditEntry } from "../../src/model/audit.ts";
import type { Reject } from "../../src/model/reject.ts";
import { readLines } from "./e2e-run.ts";
import { takePlainLayout } from "./plain-layout.ts";
import { differences, outputHashes } from "./run-fixture.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";
import { resumeRun, runJob } from "../kit/in-process.ts";

const RECORDS = 120;
/** Lines that are spoiled: a missing name, a wrong amount, a torn row, a key twice, no key. */
const [NAMELESS, WRONG, TORN, TWICE, KEYLESS] = [10, 30, 50, 70, 90];
const SPOILED = [NAMELESS, WRONG, TORN, TWICE, KEYLESS];
const who = { by: "A. Novak", reason: "the bank has sent them again" };

interface Statement {
  account: { id: string; closing: string };
  customer: { name: string };
}

let folder: string;
let jobFile: string;
/** Lines of the input as they were before they were spoiled. */
let whole: string[];
let parent: RunReport;

function keyOf(line: number): string {
  return (JSON.parse(whole[line] ?? "") as Statement).account.id;
}

beforeAll(async () => {
  folder = temporaryFolder();
  const options = { records: RECORDS, seed: 3, mode: "test", format: "ndjson" } as const;
  const made = writeStatementFixture({ ...options, folder, badPercent: 0, transactions: 4 });
  jobFile = made.jobFile;
  takePlainLayout(jobFile);
  const file = `${folder}/customers.ndjson`;
  whole = readFileSync(file, "utf8").split("\n").slice(0, -1);
  const lines = [...whole];
  const spoil = (line: number, change: (value: Statement) => void): void => {
    const value = JSON.parse(whole[line] ?? "") as Statement;
    change(value);
    lines[line] = JSON.stringify(value);
  };
  spoil(NAMELESS, ({ account }) => Object.assign(account, { kind: "" }));
  spoil(WRONG, ({ account }) => Object.assign(account, { closing: "12,5" }));
  lines[TORN] = lines[TORN]?.slice(0, 150) ?? "";
  spoil(TWICE, ({ account }) => Object.assign(account, { id: keyOf(TWICE - 1) }));
  spoil(KEYLESS, ({ account }) => Object.assign(account, { id: "" }));
  writeFileSync(file, `${lines.join("\n")}\n`);
  parent = await runJob(jobFile, { out: `${folder}/out`, workers: 2 });
});

function corrected(name: string, lines: readonly string[]): RedriveRequest {
  const file = `${folder}/${name}.ndjson`;
  writeFileSync(file, `${lines.join("\n")}\n`);
  return { rejectsOf: parent.out, files: [file], ...who };
}

async function refusal(redrive: RedriveRequest): Promise<string[]> {
  const out = `${folder}/refused`;
  const failure = await runJob(jobFile, { out, redrive }).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(UsageError);
  return (failure as UsageError).diagnostics.map(({ code }) => code);
}

function closingCents(lines: readonly string[]): bigint {
  const cents = lines.map((line) => (JSON.parse(line) as Statement).account.closing);
  return cents.reduce((sum, text) => sum + BigInt(text.replace(".", "")), 0n);
}

const closingOf = (text: string): bigint => BigInt(text.replace(".", ""));

describe("rejects as open items", () => {
  it("are open at first, all of them", () => {
    const { items, counts, balance } = rejectAccount(parent.out);
    expect(items.map(({ ordinal }) => ordinal)).toEqual(SPOILED);
    expect(counts).toEqual({ rejected: 5, open: 5, driven: 0, withdrawn: 0, byHand: 0 });
    expect(balance.filter(({ ok }) => !ok)).toEqual([]);
  });

  it("are matched by key or by name, and everything else is refused before composing", async () => {
    const good = whole[NAMELESS] ?? "";
    const strange = good.replace(keyOf(NAMELESS), "NB-STRANGE");
    expect(await refusal(corrected("strange", [good, strange]))).toEqual(["reject.no-item"]);
    expect(await refusal(corrected("twice", [good, good]))).toEqual(["reject.twice"]);
    const same = whole[TWICE - 1] ?? "";
    expect(await refusal(corrected("same", [same]))).toEqual(["reject.key-taken"]);
    expect(await refusal(corrected("torn", [good.slice(0, 90)]))).toEqual(["reject.no-key"]);
    const absent = { ...corrected("absent", [good]), resolves: new Map([[TORN, "NB-ABSENT"]]) };
    expect(await refusal(absent)).toEqual(["reject.no-record"]);
    const closed = { ...corrected("closed", [good]), resolves: new Map([[11, keyOf(NAMELESS)]]) };
    expect(await refusal(closed)).toContain("reject.not-open");
  });

  it("are driven again in a child with marks and names of its own", async () => {
    const lines = [whole[NAMELESS], whole[WRONG]?.replace(/"closing":"[^"]*"/, '"closing":"x"')];
    const torn = whole[TORN] ?? "";
    const redrive = corrected("first", [lines[0] ?? "", lines[1] ?? "", torn]);
    const resolves = new Map([[TORN, keyOf(TORN)]]);
    const child = await runJob(jobFile, {
      out: `${folder}/child-1`,
      workers: 1,
      redrive: { ...redrive, resolves },
    });
    expect(child.records).toEqual({ read: 3, accepted: 2, rejected: 1 });
    expect(child.spoolFiles.every(({ name }) => name.includes("-child-1-"))).toBe(true);
    const [ours, theirs] = [parent.out, child.out].map(
      (out) => JSON.parse(readFileSync(`${out}/job.json`, "utf8")) as { jobMark: string },
    );
    expect(theirs?.jobMark).not.toBe(ours?.jobMark);
    const { counts } = rejectAccount(parent.out);
    expect(counts).toEqual({ rejected: 5, open: 3, driven: 2, withdrawn: 0, byHand: 0 });
    // What the child rejected again is open in both.
    expect(rejectAccount(child.out).counts.open).toBe(1);
  });

  it("are not driven twice, and a child's own cannot be decided apart", async () => {
    const again = corrected("again", [whole[NAMELESS] ?? ""]);
    expect(await refusal(again)).toEqual(["reject.key-taken"]);
    const ofChild = { ...again, rejectsOf: `${folder}/child-1` };
    expect(await refusal(ofChild)).toEqual(["reject.other-job"]);
    const apart = decideRejects(`${folder}/child-1`, { action: "withdraw", ordinals: [1], ...who });
    await expect(apart).rejects.toThrow(UsageError);
  });

  it("are settled once for all, also in the child that rejected them again", async () => {
    const lines = [whole[WRONG] ?? "", whole[TWICE] ?? ""];
    const resolves = new Map([[TWICE, keyOf(TWICE)]]);
    const redrive = { ...corrected("second", lines), resolves };
    const out = `${folder}/child-2`;
    const stopped = await runJob(jobFile, { out, redrive, signal: AbortSignal.abort() });
    expect(stopped.status).toBe("stopped");
    const inHand = rejectAccount(parent.out).items.filter(({ child }) => child === 2);
    expect(inHand.map(({ ordinal, state }) => [ordinal, state])).toEqual([
      [WRONG, "open"],
      [TWICE, "open"],
    ]);
    expect(await refusal(redrive)).toContain("reject.in-hand");
    await resumeRun(out, { workers: 2 });
    await resumeRun(out);
    await decideRejects(parent.out, { action: "by-hand", ordinals: [KEYLESS], ...who });
    const { counts } = rejectAccount(parent.out);
    expect(counts).toEqual({ rejected: 5, open: 0, driven: 4, withdrawn: 0, byHand: 1 });
    expect(rejectAccount(`${folder}/child-1`).counts.open).toBe(0);
    const entries = readLines<AuditEntry>(`${parent.out}/audit.ndjson`);
    expect(entries.map(({ action }) => action)).toEqual(["redrive", "redrive", "by-hand"]);
    const text = readFileSync(`${parent.out}/reports/run.json`, "utf8");
    const told = (JSON.parse(text) as RunReport).standing?.decisions ?? [];
    expect(told.map(({ action }) => action)).toEqual(["redrive", "redrive", "by-hand"]);
  });

  it("balance over the run and its children to the cent of the raw input", () => {
    const { balance, money } = rejectAccount(parent.out);
    expect(balance.filter(({ ok }) => !ok)).toEqual([]);
    const closing = money.find(({ field }) => field === "account.closing");
    const driven = [NAMELESS, WRONG, TORN, TWICE];
    const inRun = whole.filter((_, line) => !SPOILED.includes(line));
    const inChildren = driven.map((line) => whole[line] ?? "");
    expect(closingOf(closing?.inRun ?? "")).toBe(closingCents(inRun));
    expect(closingOf(closing?.inChildren ?? "")).toBe(closingCents(inChildren));
    expect(closingOf(closing?.total ?? "")).toBe(closingCents([...inRun, ...inChildren]));
  });

  it("were each sent once: no key is in two of the runs", () => {
    const keys = [parent.out, `${folder}/child-1`, `${folder}/child-2`].flatMap((out) => {
      const ledger = Ledger.open(new NodeHost(), `${out}/ledger.db`);
      try {
        return whole
          .map((line) => (JSON.parse(line) as Statement).account.id)
          .filter((key) => ledger.piecesOfKey(key).length > 0);
      } finally {
        ledger.close();
      }
    });
    expect(keys.length).toBe(RECORDS - 1);
    expect(new Set(keys).size).toBe(keys.length);
  });
});

describe("a child run", () => {
  it("has the same bytes whatever the workers, for the same number", async () => {
    const outs = await Promise.all(
      [1, 2].map(async (workers) => {
        const base = temporaryFolder();
        const job = jobFile.replace(folder, base);
        const files = readdirSync(folder, { withFileTypes: true }).filter((one) => one.isFile());
        for (const { name } of files) cpSync(`${folder}/${name}`, `${base}/${name}`);
        cpSync(`${folder}/layout`, `${base}/layout`, { recursive: true });
        const first = await runJob(job, { out: `${base}/out`, workers });
        const redrive = {
          ...corrected("same-bytes", [whole[NAMELESS] ?? ""]),
          rejectsOf: first.out,
        };
        return (await runJob(job, { out: `${base}/child`, workers, redrive })).out;
      }),
    );
    const [one, two] = outs.map((out) => outputHashes(out));
    expect(differences(one ?? {}, two ?? {})).toEqual([]);
  });

  it("suppresses whom its parent suppresses", async () => {
    const list = `${folder}/list.txt`;
    writeFileSync(list, `${keyOf(TORN)}\n`);
    const first = await runJob(jobFile, { out: `${folder}/lists`, workers: 1, suppress: [list] });
    const open = readLines<Reject>(`${first.out}/rejects/rejects.ndjson`);
    expect(open.map(({ ordinal }) => ordinal)).toContain(TORN);
    const redrive = {
      ...corrected("suppressed", [whole[TORN] ?? ""]),
      rejectsOf: first.out,
      resolves: new Map([[TORN, keyOf(TORN)]]),
    };
    const child = await runJob(jobFile, { out: `${folder}/lists-child`, workers: 1, redrive });
    expect([child.pieces, child.suppression?.records]).toEqual([0, 1]);
    const { items, balance } = rejectAccount(first.out);
    expect(items.find(({ ordinal }) => ordinal === TORN)?.state).toBe("driven");
    expect(balance.filter(({ ok }) => !ok)).toEqual([]);
  });
});
