import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { writeStatementFixture } from "../../fixtures/statement/write-statement-fixture.ts";
import { NodeHost } from "../../src/run/host/host-node.ts";
import { type RunReport, UsageError } from "../../src/index.ts";
import { Ledger } from "../../src/ledger/ledger.ts";
import { readControl } from "./control-rows.ts";
import { filesBelow } from "./e2e-run.ts";
import { takePlainLayout } from "./plain-layout.ts";
import { differences, outputHashes } from "./run-fixture.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";
import { resumeRun, runJob } from "../kit/in-process.ts";

const RECORDS = 100;
const SEEDS = 3;

function makeJob(seeds: boolean): { folder: string; jobFile: string } {
  const folder = temporaryFolder();
  const options = { records: RECORDS, seed: 5, mode: "test", format: "ndjson" } as const;
  const made = writeStatementFixture({ ...options, folder, badPercent: 2, transactions: 4, seeds });
  takePlainLayout(made.jobFile);
  return { folder, jobFile: made.jobFile };
}

const moneyOf = ({ balance }: RunReport): string[] =>
  balance.filter(({ what }) => what.startsWith("sum of ")).map(({ right }) => String(right));

let job: { folder: string; jobFile: string };
let plain: RunReport;
let seeded: RunReport;
beforeAll(async () => {
  job = makeJob(true);
  const bare = makeJob(false);
  plain = await runJob(bare.jobFile, { out: `${bare.folder}/out`, workers: 2 });
  seeded = await runJob(job.jobFile, { out: `${job.folder}/out`, workers: 2 });
});

describe("the seeds of a job", () => {
  it("are printed once each, and marked in the control file", () => {
    const sheets = filesBelow(`${seeded.out}/print`, ".csv").flatMap((f) => readControl(f).sheets);
    const pieces = sheets.filter(({ seed }) => seed === "seed");
    expect(new Set(pieces.map(({ piece }) => piece)).size).toBe(SEEDS);
    const ledger = Ledger.open(new NodeHost(), `${seeded.out}/ledger.db`);
    try {
      for (let nth = 1; nth <= SEEDS; nth += 1) {
        const found = ledger.piecesOfKey(`SEED-${nth}`);
        expect(found.map(({ channel }) => channel)).toEqual(["print"]);
        expect(found[0]?.ordinal).toBe(seeded.records.read + nth - 1);
      }
    } finally {
      ledger.close();
    }
  });

  it("are counted as added, and in no sum", () => {
    expect(seeded.records).toEqual(plain.records);
    expect(seeded.documents).toBe(plain.documents);
    expect(seeded.pieces).toBe(plain.pieces + SEEDS);
    expect(seeded.sheets).toBe(plain.sheets + (seeded.seeds?.sheets ?? 0));
    expect(seeded.seeds?.pieces).toBe(SEEDS);
    expect(moneyOf(seeded)).toEqual(moneyOf(plain));
    expect(seeded.balance.filter(({ ok }) => !ok)).toEqual([]);
    expect(plain.seeds).toBeUndefined();
  });

  it("are the same with one worker, a limit leaves them in, and a stop keeps them", async () => {
    const stop = new AbortController();
    const out = `${job.folder}/one`;
    const begun = await runJob(job.jobFile, { out, workers: 1, signal: AbortSignal.abort() });
    expect(begun.status).toBe("stopped");
    await resumeRun(out, { workers: 1, signal: stop.signal });
    expect(differences(outputHashes(out), outputHashes(seeded.out))).toEqual([]);
    const some = await runJob(job.jobFile, { out: `${job.folder}/some`, workers: 1, limit: 20 });
    expect([some.records.read, some.seeds?.pieces]).toEqual([20, SEEDS]);
    expect(some.balance.filter(({ ok }) => !ok)).toEqual([]);
  });

  it("may have a customer's key, and are no duplicates and not suppressed by it", async () => {
    const file = `${job.folder}/seeds.ndjson`;
    const text = readFileSync(file, "utf8");
    const lines = readFileSync(`${job.folder}/customers.ndjson`, "utf8").split("\n");
    const { id } = (JSON.parse(lines[3] ?? "") as { account: { id: string } }).account;
    writeFileSync(file, text.replace("SEED-1", id));
    const list = `${job.folder}/list.txt`;
    writeFileSync(list, `${id}\n`);
    const out = `${job.folder}/twin`;
    const report = await runJob(job.jobFile, { out, workers: 2, suppress: [list] });
    writeFileSync(file, text);
    expect(report.seeds?.pieces).toBe(SEEDS);
    expect(report.suppression?.records).toBe(1);
    expect(report.records.rejected).toBe(seeded.records.rejected);
    expect(report.balance.filter(({ ok }) => !ok)).toEqual([]);
  });
});

describe("a broken seed", () => {
  it.each([
    ["a torn line", (text: string) => text.slice(0, 400), "data.json-syntax"],
    ["no address", (text: string) => text.replace(/"lines":\[[^\]]*\]/, '"lines":[]'), "data."],
    ["the key of another", (text: string) => text.replace("SEED-2", "SEED-1"), "seed.same-key"],
    ["an empty file", () => "", "input.format"],
  ])("stops the run before it begins: %s", async (_, spoil, code) => {
    const { folder, jobFile } = makeJob(true);
    const file = `${folder}/seeds.ndjson`;
    writeFileSync(file, spoil(readFileSync(file, "utf8")));
    const out = `${folder}/out`;
    const failure = await runJob(jobFile, { out, workers: 1 }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(UsageError);
    const codes = (failure as UsageError).diagnostics.map((found) => found.code);
    expect(codes.join()).toContain(code);
    expect(existsSync(out)).toBe(false);
  });
});
