import { appendFileSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { writeStatementFixture } from "../../fixtures/statement/write-statement-fixture.ts";
import { type RunReport } from "../../src/index.ts";
import { takePlainLayout } from "./plain-layout.ts";
import type { RawStatement } from "./raw-statement.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";
import { runJob } from "../kit/in-process.ts";

/** Records of the large runs; set NIGHTPRESS_E2E_RECORDS=20000 for the full proof. */
export const E2E_RECORDS = Number(process.env["NIGHTPRESS_E2E_RECORDS"] ?? 600);
/** Pieces looked at closely. */
export const E2E_SAMPLE = 200;

export interface RunPlan {
  readonly format: "csv" | "ndjson" | "json";
  readonly records: number;
  readonly badPercent?: number;
  readonly mode?: "test" | "production";
  readonly seed?: number;
  readonly gzip?: boolean;
  readonly transactions?: number;
  /** `plain`: half the work, where it does not matter what a page shows. Else `retail`. */
  readonly layout?: "plain" | "retail";
  /** One where nothing is said: how many there are changes no byte, and each takes a second. */
  readonly workers?: number;
}

export interface FinishedRun {
  readonly input: string;
  readonly out: string;
  readonly report: RunReport;
}

/** Rendering sheets takes as long as making a small run, and has tests of its own. */
export function lookAtNoSheets(jobFile: string): void {
  appendFileSync(jobFile, "verify: { raster: 0 }\n");
}

/** Makes a fixture in a folder of its own; the folder. */
export function makeInput(plan: RunPlan): string {
  const folder = `${temporaryFolder()}/input`;
  const usual = { badPercent: 0, mode: "test", seed: 7 } as const;
  writeStatementFixture({ ...usual, ...plan, folder });
  lookAtNoSheets(`${folder}/job.yaml`);
  if (plan.layout === "plain") takePlainLayout(`${folder}/job.yaml`);
  return folder;
}

/** Makes an NDJSON fixture that of the next cycle, with a file of other bytes: it may be run. */
export function nextCycle(input: string): void {
  for (const name of ["job.yaml", "control.yaml"]) {
    const text = readFileSync(`${input}/${name}`, "utf8");
    writeFileSync(`${input}/${name}`, text.replace("cycle: 2026-10", "cycle: 2026-11"));
  }
  const lines = readFileSync(`${input}/customers.ndjson`, "utf8").split("\n");
  const spaced = lines.map((line, index) => (index === 0 ? `${line} ` : line)).join("\n");
  writeFileSync(`${input}/customers.ndjson`, spaced);
}

/** Makes a fixture and runs its job. */
export async function runFixture(plan: RunPlan): Promise<FinishedRun> {
  const input = makeInput(plan);
  const out = `${input}/../out`;
  const report = await runJob(`${input}/job.yaml`, { out, workers: plan.workers ?? 1 });
  return { input, out: report.out, report };
}

/** An NDJSON fixture's records by ordinal, which is their line; spoiled lines are left out. */
export function readRecords(input: string): Map<number, RawStatement> {
  const lines = readFileSync(`${input}/customers.ndjson`, "utf8").split("\n").slice(0, -1);
  const records = new Map<number, RawStatement>();
  for (const [ordinal, line] of lines.entries()) {
    try {
      records.set(ordinal, JSON.parse(line) as RawStatement);
    } catch {
      // A torn line is one of the planted faults.
    }
  }
  return records;
}

/** The objects of an NDJSON file. */
export function readLines<T>(file: string): T[] {
  const lines = readFileSync(file, "utf8").split("\n").slice(0, -1);
  return lines.map((line) => JSON.parse(line) as T);
}

/** Paths of all files below a folder that end so, sorted. */
export function filesBelow(folder: string, ending: string): string[] {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" });
  const ended = names.filter((name) => name.endsWith(ending)).sort();
  return ended.map((name) => join(folder, name));
}

export function nameOf(file: string): string {
  return basename(file);
}
