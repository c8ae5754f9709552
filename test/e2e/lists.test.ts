import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { beforeAll, describe, expect, it } from "vitest";
import { writeStatementFixture } from "../../fixtures/statement/write-statement-fixture.ts";
import { xlsxBytes, zipBytes } from "../../fixtures/xlsx-file.ts";
import { pullPieces, type RunReport } from "../../src/index.ts";
import { Ledger } from "../../src/ledger/ledger.ts";
import { NodeHost } from "../../src/run/host/host-node.ts";
import { resumeRun, runJob } from "../kit/in-process.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";
import { killAtShard } from "./crash-process.ts";
import { damage, putBack } from "./killed-copies.ts";
import { takePlainLayout } from "./plain-layout.ts";
import { expectComplete } from "./run-checks.ts";
import { filesBelow, outputHashes } from "./run-fixture.ts";

const folder = temporaryFolder("lists");
const LIST = `${folder}/stop.zip`;

const linesOf = (name: string): string[] =>
  readFileSync(`${folder}/${name}`, "utf8").trimEnd().split("\n");

/** The first rows of a file with a seed's key in place of a customer's, in the wrong order. */
function seedRows(name: string, key: string): string {
  const [header = "", ...rows] = linesOf(name);
  const own = rows.filter((row) => row.startsWith(key));
  const seeds = ["SEED-2", "SEED-1"].flatMap((seed) =>
    own.map((row) => row.replace(key, `NB${seed}`)),
  );
  return `${[header, ...seeds].join("\n")}\n`;
}

/** Keys that are cut, a list of them as they are sent in a zipped workbook, and packed seeds. */
async function writeJob(): Promise<string> {
  const options = { records: 40, seed: 5, mode: "test", format: "csv" } as const;
  const shape = { badPercent: 0, transactions: 4, seeds: false };
  const { jobFile } = writeStatementFixture({ ...options, ...shape, folder });
  const keys = linesOf("customers.csv")
    .slice(1)
    .map((row) => row.slice(0, row.indexOf(",")));
  const rows = [["Name", "Account", "Why"], ...keys.slice(2, 4).map((key) => ["-", key, "moved"])];
  const sheet = await xlsxBytes({ sheets: [{ name: "Stop", rows }] });
  writeFileSync(LIST, await zipBytes(new Map([["stop.xlsx", sheet]])));
  const [first = ""] = keys;
  writeFileSync(`${folder}/seeds.csv.gz`, gzipSync(seedRows("customers.csv", first)));
  writeFileSync(`${folder}/seed-rows.csv`, seedRows("transactions.csv", first));
  const text = readFileSync(jobFile, "utf8")
    .replace("account_id: account.id", "account_id: { to: account.id, slice: { start: 3 } }")
    .replace("input:\n", "input:\n  shard-bytes: 4096\n");
  const lists = `
suppress: { file: stop.zip, key-column: Account, reason-column: Why }
seeds: { file: seeds.csv.gz, details: { transactions: seed-rows.csv } }
verify: { raster: 0 }
`;
  writeFileSync(jobFile, text + lists);
  takePlainLayout(jobFile);
  return jobFile;
}

describe("a zipped workbook of suppressed keys, and seeds as the input", () => {
  const out = `${folder}/out`;
  let jobFile: string;
  let whole: RunReport;
  beforeAll(async () => {
    jobFile = await writeJob();
    whole = await runJob(jobFile, { out: `${folder}/whole`, workers: 1 });
  });

  it("take the input's mapping: keys as they are sent, and rows of a detail file", () => {
    const { records, listed, notInRun } = whole.suppression ?? {};
    expect({ records, listed, notInRun }).toEqual({ records: 2, listed: 2, notInRun: 0 });
    expect(whole.seeds?.pieces).toBe(2);
    expect(whole.balance.filter(({ ok }) => !ok)).toEqual([]);
    const ledger = Ledger.open(new NodeHost(), `${whole.out}/ledger.db`);
    try {
      const [first] = linesOf("customers.csv").slice(1);
      for (const key of ["SEED-1", "SEED-2", first?.slice(2, first.indexOf(",")) ?? ""])
        expect([key, ledger.piecesOfKey(key).length]).toEqual([key, 1]);
    } finally {
      ledger.close();
    }
  });

  it("have keys as they are sent in lists of later decisions, too", async () => {
    const late = `${folder}/late.txt`;
    const [key = "", other = ""] = linesOf("customers.csv")
      .slice(11)
      .map((row) => row.slice(0, row.indexOf(",")));
    writeFileSync(late, `${key}\n`);
    const stopped = `${folder}/stopped`;
    await runJob(jobFile, { out: stopped, workers: 1, signal: AbortSignal.abort() });
    const by = { by: "A. Novak", reason: "the bank's call" };
    const report = await resumeRun(stopped, { workers: 1, suppress: { files: [late], ...by } });
    expect([report.suppression?.records, report.suppression?.notInRun]).toEqual([3, 0]);
    writeFileSync(late, `${other}\n`);
    const pulled = await pullPieces(stopped, { from: late, ...by });
    expect(pulled.documents).toBeGreaterThan(0);
  });

  it("are as they were when a killed run is resumed, with copies and list gone", async () => {
    const hashes = outputHashes(whole.out);
    await killAtShard(jobFile, out, 3);
    const dead = `${folder}/dead`;
    renameSync(out, dead);
    rmSync(LIST);
    const copies = filesBelow(`${dead}/work/seeds`);
    expect(copies.join(" ")).toMatch(/\.unpacked .*\.sorted/);
    putBack(dead, out);
    for (const copy of copies) damage(`${out}/work/seeds/${copy}`);
    expect((await resumeRun(out, { workers: 1 })).status).toBe("finished");
    expectComplete(out, hashes);
  });
});
