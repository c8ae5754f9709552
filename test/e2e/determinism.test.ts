import { readFileSync, statSync, writeFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { inProcess } from "../kit/in-process.ts";
import { onThreads } from "../kit/on-threads.ts";
import { runJob } from "../../src/index.ts";
import type { RunReport } from "../../src/model/run-report.ts";
import {
  differences,
  filesBelow,
  fragmentsOf,
  outputHashes,
  partialFiles,
  smallShardJob,
} from "./run-fixture.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";

const folder = temporaryFolder("determinism");

describe("the same job", () => {
  const job = `${folder}/job/job.yaml`;
  const reports: RunReport[] = [];
  const outOf = (workers: number): string => `${folder}/out-${workers}`;

  beforeAll(async () => {
    smallShardJob(`${folder}/job`, {
      records: 230,
      shardBytes: 4 * 1024,
      spoolSheets: 36,
      seed: 16,
    });
    reports.push(await inProcess(() => runJob(job, { out: outOf(1), workers: 1 })));
    for (const workers of [2, 4]) {
      const delay = { seed: 100 * workers, msMax: 20 };
      reports.push(await onThreads({ delay }, () => runJob(job, { out: outOf(workers), workers })));
    }
  });

  it("has many shards, spools, batches and rejects to get wrong", () => {
    expect(reports.map(({ status }) => status)).toEqual(["finished", "finished", "finished"]);
    expect(fragmentsOf(outOf(1)).length).toBeGreaterThanOrEqual(60);
    const names = Object.keys(outputHashes(outOf(1)));
    const count = (pattern: RegExp): number => names.filter((name) => pattern.test(name)).length;
    expect(count(/^print\/.*\.pdf$/)).toBeGreaterThanOrEqual(6);
    expect(count(/^print\/.*\.csv$/)).toBe(count(/^print\/.*\.pdf$/));
    expect(count(/^email\//)).toBe(2);
    expect(count(/^sms\//)).toBe(2);
    expect(count(/^rejects\/rejects\.ndjson$/)).toBe(1);
    expect(reports[0]?.records.rejected).toBeGreaterThan(5);
  });

  it.each([2, 4])("gives the same bytes with 1 worker and with %i", (workers) => {
    expect(differences(outputHashes(outOf(workers)), outputHashes(outOf(1)))).toEqual([]);
    expect(filesBelow(outOf(workers))).toEqual(filesBelow(outOf(1)));
    expect(partialFiles(outOf(workers))).toEqual([]);
  });

  it("was in fact composed in another order with more workers", () => {
    const byAge = (out: string): string[] => {
      const age = (name: string): bigint =>
        statSync(`${out}/shards/${name}`, { bigint: true }).mtimeNs;
      const names = fragmentsOf(out).map((name) => ({ name, written: age(name) }));
      return names.sort((a, b) => (a.written < b.written ? -1 : 1)).map(({ name }) => name);
    };
    expect(byAge(outOf(1))).toEqual(fragmentsOf(outOf(1)));
    expect(byAge(outOf(4))).not.toEqual(fragmentsOf(outOf(4)));
  });

  it("gives the same spools, batches and rejects however its input is cut", async () => {
    const coarse = `${folder}/job/coarse.yaml`;
    const text = readFileSync(job, "utf8");
    writeFileSync(coarse, text.replace(/shard-bytes: \d+/, "shard-bytes: 100000"));
    const out = `${folder}/out-coarse`;
    await inProcess(() => runJob(coarse, { out, workers: 1, verify: false }));
    const few = fragmentsOf(out).length;
    expect(few).toBeGreaterThan(1);
    expect(few).toBeLessThan(fragmentsOf(outOf(1)).length / 4);
    expect(differences(deliveredHashes(out), deliveredHashes(outOf(1)))).toEqual([]);
  });
});

describe.each(["csv", "json"] as const)("a job with %s input, packed", (format) => {
  it("gives the same bytes with 1 worker and with 3", async () => {
    const job = `${folder}/${format}/job.yaml`;
    const choice = { records: 110, shardBytes: 4 * 1024, spoolSheets: 20, format } as const;
    smallShardJob(`${folder}/${format}`, { ...choice, gzip: true, layout: "plain" });
    const [one, three] = [`${folder}/${format}-1`, `${folder}/${format}-3`];
    await inProcess(() => runJob(job, { out: one, workers: 1, verify: false }));
    const delay = { seed: 3, msMax: 10 };
    await inProcess(() => runJob(job, { out: three, workers: 3, verify: false }), { delay });
    expect(fragmentsOf(one).length).toBeGreaterThan(20);
    expect(differences(outputHashes(three), outputHashes(one))).toEqual([]);
  });
});

/** What leaves the house: everything that must be the same but for the fragments. */
function deliveredHashes(out: string): Record<string, string> {
  const all = Object.entries(outputHashes(out));
  return Object.fromEntries(all.filter(([file]) => !file.startsWith("shards/")));
}
