import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { expect, test } from "vitest";
import { type CheckReport, checkJobFile, UsageError } from "../../src/index.ts";
import { addressOf, writeSmallJob } from "./small-job.ts";
import { makeInput } from "./e2e-run.ts";
import { runJob } from "../kit/in-process.ts";

/** Codes with severity and the line of the first; what is said of the fixture's sums apart. */
function told({ diagnostics }: CheckReport): string[] {
  const others = diagnostics.filter(({ code }) => code !== "input.sum-unproven");
  return others.map(({ severity, code, data }) => `${severity} ${code} ${data?.line ?? ""}`);
}

/** Spoils some lines of an NDJSON fixture, and sets its job's reject limit. */
function spoil(input: string, lines: readonly number[], limit: number): void {
  const records = readFileSync(`${input}/customers.ndjson`, "utf8").trimEnd().split("\n");
  const spoiled = records.map((line, index) => (lines.includes(index) ? `{"no": 1}` : line));
  writeFileSync(`${input}/customers.ndjson`, `${spoiled.join("\n")}\n`);
  const job = readFileSync(`${input}/job.yaml`, "utf8").replace(/^limits:.*$/m, "");
  writeFileSync(`${input}/job.yaml`, `${job}\nlimits: { rejects: ${limit} }\n`);
}

test("a check composes all of a small input: its rejects are those of the run", async () => {
  const input = makeInput({ format: "ndjson", records: 30, transactions: 2 });
  spoil(input, [3, 9, 20], 3);
  const before = readdirSync(input);
  const checked = await checkJobFile(`${input}/job.yaml`);
  expect(told(checked)).toEqual(["warning data.missing-field 4"]);
  expect(checked.ok).toBe(true);
  const { records, isWhole, rejects, expectedRejects } = checked.sample ?? {};
  expect({ records, isWhole, rejects, expectedRejects }).toEqual({
    records: 30,
    isWhole: true,
    rejects: 3,
    expectedRejects: 3,
  });
  expect(readdirSync(input)).toEqual(before);
  const report = await runJob(`${input}/job.yaml`, { out: `${input}/out`, workers: 1 });
  expect(report.rejects).toEqual([{ code: "data.missing-field", count: 3 }]);
  expect([report.pages, report.pieces]).toEqual([checked.sample?.pages, checked.sample?.pieces]);

  spoil(input, [3, 9, 20, 21], 3);
  const worse = await checkJobFile(`${input}/job.yaml`);
  expect(told(worse)).toEqual(["warning data.missing-field 4", "error run.rejects-expected "]);
  spoil(
    input,
    Array.from({ length: 30 }, (_, line) => line),
    500,
  );
  const none = await checkJobFile(`${input}/job.yaml`);
  expect(told(none)).toEqual(["warning data.missing-field 1", "error run.nothing-expected "]);
});

test("in a large input the lots stand for all, and what is at its end counts as it is", async () => {
  const input = makeInput({ format: "ndjson", records: 3000, transactions: 0, layout: "plain" });
  const everyTenth = Array.from({ length: 290 }, (_, index) => 100 + index * 10);
  spoil(input, everyTenth, 150);
  const { sample, diagnostics } = await checkJobFile(`${input}/job.yaml`);
  expect(sample?.records).toBe(700);
  // 280 of 2800 between the ends, ten in the tail; the lots are off by chance, the same each time.
  expect(sample?.expectedRejects).toBeGreaterThan(200);
  expect(sample?.expectedRejects).toBeLessThan(380);
  expect(sample?.leastRejects).toBeLessThan(290);
  const last = diagnostics.at(-1);
  expect(last?.code).toBe("run.rejects-expected");
  const isSure = (sample?.leastRejects ?? 0) > 150;
  expect(last?.severity).toBe(isSure ? "error" : "warning");
});

test("no run gets a folder that is a file or holds what it reads, in check as in run", async () => {
  const input = makeInput({ format: "ndjson", records: 3, transactions: 0, layout: "plain" });
  const job = `${input}/job.yaml`;
  writeFileSync(`${input}/file`, "");
  mkdirSync(`${input}/closed`, { mode: 0o500 });
  const codes = async (out: string): Promise<string[]> => {
    const { ok, diagnostics } = await checkJobFile(job, { out });
    expect(ok).toBe(false);
    const refused: unknown = await runJob(job, { out, workers: 1 }).catch(
      (error: unknown) => error,
    );
    expect(refused).toBeInstanceOf(UsageError);
    const inRun = (refused as UsageError).diagnostics.map(({ code }) => code);
    const inCheck = diagnostics
      .map(({ code }) => code)
      .filter((code) => code !== "run.folder-open");
    expect(inRun).toEqual(inCheck);
    return inRun;
  };
  const before = readdirSync(input);
  expect(await codes(`${input}/file`)).toEqual(["run.out-no-folder"]);
  expect(await codes(`${input}/file/below`)).toEqual(["run.out-no-folder"]);
  expect(await codes(input)).toEqual(["run.out-holds-input"]);
  expect(await codes(`${input}/..`)).toEqual(["run.out-holds-input"]);
  expect(await codes(`${input}/`)).toEqual(["run.out-holds-input"]);
  expect(readdirSync(input)).toEqual(before);
});

test("seeds that a run would refuse are found by the check", async () => {
  const input = makeInput({ format: "ndjson", records: 3, transactions: 0, layout: "plain" });
  const job = readFileSync(`${input}/job.yaml`, "utf8").replace(/^seeds:.*$/m, "");
  writeFileSync(`${input}/job.yaml`, `${job}\nseeds: seeds.ndjson\n`);
  const codes = async (): Promise<string[]> =>
    (await checkJobFile(`${input}/job.yaml`)).diagnostics.map(({ code }) => code);
  expect(await codes()).toContain("seed.missing-file");
  const [line = ""] = readFileSync(`${input}/customers.ndjson`, "utf8").split("\n");
  writeFileSync(`${input}/seeds.ndjson`, `${line}\n${line}\n`);
  expect(await codes()).toEqual(["seed.same-key"]);
});

test("duplicate keys are counted over all of a large input, and count as rejects", async () => {
  const address = addressOf({ zip: "62704" });
  const lines = Array.from({ length: 1500 }, (_, at) =>
    JSON.stringify({ id: `R${at}`, by: "paper", due: "1.00", address }),
  );
  lines.push(...lines.slice(400, 403), ...lines.slice(0, 400));
  const job = writeSmallJob({ currency: "USD", lines });
  const text = readFileSync(job, "utf8").replace("rejects: 500", "rejects: 402");
  writeFileSync(job, text);
  const checked = await checkJobFile(job);
  expect(told(checked)).toContain("warning data.duplicate-key 1501");
  expect(checked.sample?.expectedRejects).toBe(0);
  const [last] = checked.diagnostics.filter(({ code }) => code === "run.rejects-expected");
  expect([last?.severity, last?.message]).toEqual([
    "error",
    expect.stringContaining("403 rejects; more than 402 hold it"),
  ]);
  // Who gets nothing is nobody's twin.
  writeFileSync(`${dirname(job)}/list.csv`, "R400\nR401\n");
  writeFileSync(job, `${text}suppress: list.csv\n`);
  const left = await checkJobFile(job);
  expect([left.ok, told(left)]).toEqual([true, ["warning data.duplicate-key 1503"]]);
  expect(left.diagnostics.at(-1)?.message).toMatch(/^401 records would be rejected, /);
});
