import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { writeStatementFixture } from "../../fixtures/statement/write-statement-fixture.ts";
import { takePlainLayout } from "./plain-layout.ts";

export interface FixtureChoice {
  readonly records: number;
  readonly seed?: number;
  readonly mode?: "test" | "production";
  readonly format?: "csv" | "ndjson" | "json";
  readonly gzip?: boolean;
  /** Target size of a shard, and so how many there are. */
  readonly shardBytes: number;
  readonly spoolSheets: number;
  /** `plain`: half the work, where it does not matter what a page shows. Else `retail`. */
  readonly layout?: "plain" | "retail";
}

/** Folders of one run whose bytes must not depend on how the run went. */
const DETERMINISTIC = ["shards", "print", "email", "sms", "rejects"];

/** Sample statements, some with planted faults, and a job of many shards; the job file. */
export function smallShardJob(folder: string, choice: FixtureChoice): string {
  const { records, seed = 11, mode = "test", format = "ndjson", gzip } = choice;
  const data = { records, seed, mode, format, gzip, folder };
  const { jobFile } = writeStatementFixture({ ...data, badPercent: 2, transactions: 6 });
  const text = readFileSync(jobFile, "utf8");
  const input = `input:\n  shard-bytes: ${choice.shardBytes}\n`;
  const print = `print: { spool-sheets: ${choice.spoolSheets} }\nverify: { raster: 0 }\n`;
  writeFileSync(jobFile, text.replace("input:\n", input) + print);
  if (choice.layout === "plain") takePlainLayout(jobFile);
  return jobFile;
}

/** Files below a folder, by their paths in it, sorted. */
export function filesBelow(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
}

/** SHA-256 of everything in a run that must be the same for every run of the job. */
export function outputHashes(out: string): Record<string, string> {
  const files = DETERMINISTIC.flatMap((name) =>
    filesBelow(`${out}/${name}`).map((file) => `${name}/${file}`),
  );
  const hashOf = (file: string): string =>
    createHash("sha256")
      .update(readFileSync(`${out}/${file}`))
      .digest("hex");
  return Object.fromEntries(files.map((file) => [file, hashOf(file)]));
}

/** Names of the files that two runs do not have alike: short enough to be read in a failure. */
export function differences(
  actual: Readonly<Record<string, string>>,
  expected: Readonly<Record<string, string>>,
): string[] {
  const names = new Set([...Object.keys(actual), ...Object.keys(expected)]);
  return [...names].filter((name) => actual[name] !== expected[name]).sort();
}

/** Files in a run that were begun and never finished. */
export function partialFiles(out: string): string[] {
  return filesBelow(out).filter((file) => file.endsWith(".partial"));
}

export function fragmentsOf(out: string): string[] {
  return filesBelow(`${out}/shards`).filter((file) => file.endsWith(".frag"));
}
