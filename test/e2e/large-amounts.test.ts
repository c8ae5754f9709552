import { readFileSync } from "node:fs";
import { dirname } from "node:path";
import { expect, test } from "vitest";
import { checkJobFile } from "../../src/index.ts";
import { runJob } from "../kit/in-process.ts";
import { readBatch } from "./batches.ts";
import { filesBelow } from "./e2e-run.ts";
import { addressOf, type SmallJob, writeSmallJob } from "./small-job.ts";

const address = addressOf({ zip: "62704" });
const record = (id: string, by: string, due: string): string =>
  JSON.stringify({ id, by, due, address, email: "a@b.example", mobile: "+12025557319" });

/** As large as an amount of a record can be: ten times as much is too much. */
const HUGE = "9999999999999.99";

test.each<[string, string, Partial<SmallJob>]>([
  ["the subject of an e-mail", "email", { subject: "Ten times {due * 10}" }],
  ["the text of an SMS", "sms", { text: "Northbank: {due * 10}" }],
  ["an SMS beside an e-mail", "email", { text: "Northbank: {due * 10}", smsBeside: "true" }],
  ["a rule that routes", "email", { emailWhen: 'due * 10 > due && by == "email"' }],
])(
  "a sum too large in %s rejects its record alone",
  async (_, by, parts) => {
    const lines = [record("R1", by, "1.00"), record("R2", by, HUGE), record("R3", by, "2.00")];
    const job = writeSmallJob({ currency: "USD", lines, ...parts });
    const checked = await checkJobFile(job);
    expect(checked.diagnostics.map(({ code }) => code)).not.toContain("run.worker-died");
    const report = await runJob(job, { out: `${dirname(job)}/out`, workers: 1 });
    expect(report.records).toMatchObject({ read: 3, accepted: 2, rejected: 1 });
    expect(report.rejects).toEqual([{ code: "data.money-range", count: 1 }]);
    const [reject] = readFileSync(`${report.out}/rejects/rejects.ndjson`, "utf8")
      .trim()
      .split("\n");
    expect(JSON.parse(reject ?? "")).toMatchObject({ key: "R2", line: 2, ordinal: 1 });
    // Nothing of it went out beside, either.
    const messages = filesBelow(report.out, by === "sms" ? ".ndjson" : ".eml-batch");
    expect(messages.filter((one) => !one.includes("rejects")).flatMap(readBatch)).toHaveLength(2);
  },
  60_000,
);
