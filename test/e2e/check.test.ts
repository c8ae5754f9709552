import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { readyChecks } from "../../src/shop/check-ready.ts";
import { Overrides } from "../../src/run/decisions/overrides.ts";
import { refuseDiskShort } from "../../src/shop/disk-short.ts";
import { estimateRun } from "../../src/shop/estimate-run.ts";
import { NodeHost } from "../../src/run/host/host-node.ts";
import { loadCheckedJob } from "../../src/run/folder/load-run.ts";
import { checkJobFile } from "../../src/index.ts";
import { makeInput, nextCycle } from "./e2e-run.ts";
import { runJob } from "../kit/in-process.ts";

const input = makeInput({ format: "ndjson", records: 80, mode: "production", transactions: 4 });
const job = `${input}/job.yaml`;

test("a check estimates from built-in figures, then from the run that was, and writes nothing", async () => {
  const before = readdirSync(input);
  const first = await checkJobFile(job, { out: `${input}/out`, workers: 3 });
  expect(first.ok).toBe(true);
  expect(first.estimate).toMatchObject({ fromRuns: 0, records: 80, workers: 3, machines: [] });
  expect(first.estimate.diskFreeBytes).toBeGreaterThan(first.estimate.diskBytes);
  expect(first.estimate.serials).toMatchObject({ mailerId: "902123456", left: 999_999 });
  expect(readdirSync(input)).toEqual(before);

  const report = await runJob(job, { out: `${input}/out`, workers: 2 });
  const again = await checkJobFile(job);
  expect(again.ok).toBe(false);
  expect(again.diagnostics.map(({ code }) => code)).toEqual(["run.cycle-run", "run.input-used"]);
  nextCycle(input);
  const second = await checkJobFile(job);
  expect(second.diagnostics).toEqual([]);
  const { estimate } = second;
  expect(estimate).toMatchObject({ fromRuns: 1, pages: report.pages, sheets: report.sheets });
  expect(estimate.pieces).toBe(report.pieces);
  const spoolBytes = report.spoolFiles.reduce((sum, { bytes }) => sum + bytes, 0);
  expect(estimate.outputBytes).toBeGreaterThanOrEqual(spoolBytes);
  const compose = report.stages.find(({ stage }) => stage === "compose")?.seconds ?? 0;
  expect(estimate.seconds.compose).toBeGreaterThan(0);
  expect(estimate.seconds.compose).toBeLessThanOrEqual(compose * 2.01);
  expect(Date.parse(estimate.readyAtIso)).toBeGreaterThan(Date.now() - 60_000);
  // The fixture's shop has a press that takes all, and an inserter that takes all but the thickest.
  expect(estimate.machines.map(({ name }) => name)).toEqual(report.streams.map(({ name }) => name));
  expect(estimate.machines.every(({ press }) => press === "sheet-press")).toBe(true);
  const ends = estimate.machines.map(({ printedMs }) => printedMs ?? 0);
  expect(ends).toEqual(ends.toSorted((a, b) => a - b));
});

test("a folder in which a run lies is refused before the night, beside what else is wrong", async () => {
  const { ok, diagnostics } = await checkJobFile(job, { out: `${input}/out` });
  expect(ok).toBe(false);
  expect(diagnostics.map(({ code }) => code)).toContain("run.folder-used");
});

test("too small a disk is an error; too few serials are one by history, a warning by guess", () => {
  const host = new NodeHost();
  const { job: checked } = loadCheckedJob(host, job);
  const guess = estimateRun({ records: 9e6, inputBytes: 1e17, workers: 1, cores: 1 }, []);
  const scan = { files: [], shards: [], unitCount: 9e6 };
  const found = (fromRuns: number): string[] =>
    readyChecks(host, checked, scan, { ...guess, fromRuns }, `${input}/new`).diagnostics.map(
      ({ code, severity }) => `${severity} ${code}`,
    );
  expect(found(0)).toEqual(["error run.disk-short", "warning run.serials-short"]);
  expect(found(2)).toEqual(["error run.disk-short", "error run.serials-short"]);
});

test("a run is refused for want of room as its check is, unless somebody answers for it", () => {
  const host = new NodeHost();
  const { job: checked } = loadCheckedJob(host, job);
  const file = { file: job, workFile: job, sizeBytes: 1e17, sha256: "", rowCount: 10 };
  // By the bytes without a history, by the records with one: both are far too many.
  const records = 1e12;
  const scan = { files: [file], shards: [], unitCount: records };
  const begin = (unitLimit: number, overrides: Overrides): void =>
    refuseDiskShort(host, `${input}/new`, checked, scan, unitLimit, overrides);
  expect(() => begin(records, new Overrides(undefined))).toThrow(
    /left, and the run will write about/,
  );
  expect(() => begin(0, new Overrides(undefined))).not.toThrow();
  const asked = { codes: ["run.disk-short"], by: "A. Novak", reason: "it is known to fit" };
  const overrides = new Overrides(asked);
  expect(() => begin(records, overrides)).not.toThrow();
  expect(overrides.decisions()).toHaveLength(1);
});
