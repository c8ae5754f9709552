import { readFileSync, writeFileSync } from "node:fs";
import { beforeAll, expect, it } from "vitest";
import type { RunReport } from "../../src/index.ts";
import { nightpress } from "../kit/command.ts";
import { runJob } from "../kit/in-process.ts";
import { addressOf, writeSmallJob } from "./small-job.ts";

const address = addressOf({ zip: "62704" });
const line = (id: string, due: string) => JSON.stringify({ id, by: "paper", due, address });
const job = writeSmallJob({
  currency: "USD",
  lines: [
    ...["0001", "0002", "W-0003", "w-44", "0005", "0006"].map((id) => line(id, "1.00")),
    line("0007", "bad"),
  ],
});
const folder = job.slice(0, job.lastIndexOf("/"));
const out = `${folder}/out`;
const who = ["--by", "A. Novak", "--reason", "as asked"];
let report: RunReport;

beforeAll(async () => {
  const list = `${folder}/list.csv`;
  writeFileSync(list, "key\n1\n0002\nW3\nW-44\n'0005\n9999\n7\n");
  report = await runJob(job, { out, suppress: [list] });
});

it("keys of a suppression list that miss the run narrowly are named", () => {
  expect(report.suppression).toMatchObject({ listed: 7, suppressed: 1, notInRun: 6 });
  const [warning] = report.warnings.filter(({ code }) => code === "suppress.near-key");
  expect(warning?.message).toBe(
    "3 keys of a suppression list are not in the run, but nearly: " +
      "'0005 for 0005, 1 for 0001, W-44 for w-44.",
  );
  const told = JSON.parse(readFileSync(`${out}/reports/suppressions.json`, "utf8")) as {
    near: unknown;
  };
  expect(told.near).toEqual([
    { key: "'0005", near: ["0005"] },
    { key: "1", near: ["0001"] },
    { key: "W-44", near: ["w-44"] },
  ]);
});

it("a key to be pulled is asked back for", async () => {
  const list = `${folder}/pull.csv`;
  writeFileSync(list, "key\n6\nw-0003\n8888\n");
  const { code, err } = await nightpress(["pull", out, "--from", list, ...who]);
  expect(code).toBe(2);
  for (const told of ["did you mean 0006?", "did you mean W-0003?", "nothing for key 8888"])
    expect(err).toContain(told);
  expect(err.match(/did you mean/g)).toHaveLength(2);
});

it("a corrected record is asked back for", async () => {
  const corrected = `${folder}/corrected.ndjson`;
  writeFileSync(corrected, `${line("7", "1.00")}\n`);
  const redrive = ["--rejects-of", out, "--input", corrected, "--out", `${folder}/child`];
  const { code, err } = await nightpress(["run", job, ...redrive, ...who]);
  expect([code, err]).toEqual([2, expect.stringContaining("did you mean 0007?")]);
});
