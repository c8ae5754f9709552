import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { beforeAll, expect, test } from "vitest";
import { writeStatementFixture } from "../../fixtures/statement/write-statement-fixture.ts";
import { UsageError } from "../../src/base/diagnostic.ts";
import { resumeRun, runJob } from "../kit/in-process.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";
import { killAtShard } from "./crash-process.ts";
import { damage, putBack } from "./killed-copies.ts";
import { takePlainLayout } from "./plain-layout.ts";
import { expectComplete } from "./run-checks.ts";
import { filesBelow, outputHashes } from "./run-fixture.ts";

const folder = temporaryFolder("resume-packed");
const out = `${folder}/out`;
const dead = `${folder}/dead`;
const work = `${out}/work`;
const SEEDS = `${folder}/seeds.ndjson.gz`;
let hashes: Record<string, string>;

/** Packed files whose rows have to be sorted, and packed seeds. */
function writeJob(): string {
  const options = { records: 40, seed: 5, mode: "test", format: "csv", gzip: true } as const;
  const shape = { badPercent: 0, transactions: 4, seeds: true };
  const { jobFile } = writeStatementFixture({ ...options, ...shape, folder });
  writeFileSync(SEEDS, gzipSync(readFileSync(`${folder}/seeds.ndjson`)));
  const text = readFileSync(jobFile, "utf8")
    .replace("seeds.ndjson", "seeds.ndjson.gz")
    .replaceAll("order: key", "order: none")
    .replace("input:\n", "input:\n  shard-bytes: 4096\n");
  writeFileSync(jobFile, `${text}verify: { raster: 0 }\n`);
  takePlainLayout(jobFile);
  return jobFile;
}

beforeAll(async () => {
  const job = writeJob();
  await runJob(job, { out: `${folder}/whole`, workers: 1 });
  hashes = outputHashes(`${folder}/whole`);
  await killAtShard(job, out, 3);
  renameSync(out, dead);
});

test("a killed run makes every copy again that is damaged or gone", async () => {
  const copies = filesBelow(`${dead}/work`);
  expect(copies.join(" ")).toMatch(/\.unpacked .*\.sorted .*seeds\/input-0\.unpacked/);
  for (const spoil of [damage, (file: string) => rmSync(file)])
    for (const copy of copies) {
      putBack(dead, out);
      spoil(`${work}/${copy}`);
      expect((await resumeRun(out, { workers: 1 })).status).toBe("finished");
      expectComplete(out, hashes);
    }
});

test("a killed run is refused where a copy is damaged and seeds have changed since", async () => {
  putBack(dead, out);
  damage(`${work}/seeds/input-0.unpacked`);
  const before = readFileSync(SEEDS);
  writeFileSync(SEEDS, gzipSync(readFileSync(`${folder}/seeds.ndjson`, "utf8").replace("1", "2")));
  const error: unknown = await resumeRun(out).catch((thrown: unknown) => thrown);
  const found = error instanceof UsageError ? error.diagnostics.map(({ code }) => code) : error;
  expect(found).toEqual(["run.input-changed"]);
  expect(readdirSync(`${work}/seeds`)).toEqual(["input-0.unpacked"]);
  writeFileSync(SEEDS, before);
});

test("a killed run that was moved reads its own copies, and not those of the folder it was in", async () => {
  for (const name of ["moved", "copied"]) {
    const moved = `${folder}/${name}`;
    putBack(dead, moved);
    rmSync(out, { recursive: true, force: true });
    if (name === "copied") {
      putBack(dead, out);
      for (const copy of filesBelow(work)) damage(`${work}/${copy}`);
    }
    expect((await resumeRun(moved, { workers: 1 })).status).toBe("finished");
    expectComplete(moved, hashes);
  }
  // Of the one that still lies where it was, nothing is gone.
  expect(filesBelow(work)).toEqual(filesBelow(`${dead}/work`));
});
