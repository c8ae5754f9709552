import { expect, test } from "vitest";
import { readBatch } from "./batches.ts";
import { filesBelow } from "./e2e-run.ts";
import { hasPrograms, readPageTexts } from "./page-words.ts";
import { addressOf, writeSmallJob } from "./small-job.ts";
import { runJob } from "../kit/in-process.ts";

const address = addressOf({ zip: "62704" });
const record = (id: string, by: string, due: string): string =>
  JSON.stringify({ id, by, due, address, email: "a@b.example", mobile: "+12025557319" });

test("amounts of a currency with three decimals are whole and proven on every channel", async () => {
  const lines = [
    record("R1", "paper", "1.250"),
    record("R2", "email", "1234.505"),
    record("R3", "sms", "7.5"),
    record("R4", "paper", "0.0005"),
  ];
  const job = writeSmallJob({ currency: "KWD", lines });
  const report = await runJob(job, { out: `${job}/../out`, workers: 1 });
  expect(report.records).toMatchObject({ read: 4, accepted: 3, rejected: 1 });
  expect(report.rejects).toEqual([{ code: "data.too-fine", count: 1 }]);
  expect(report.verification?.found?.sums).toEqual([
    { field: "due", composed: "1.250", printed: "1.250" },
  ]);
  const [email] = filesBelow(report.out, ".eml-batch").flatMap(readBatch);
  expect(email?.bytes.toString("utf8")).toContain("1,234.505");
  const [sms] = filesBelow(`${report.out}/sms`, ".ndjson").flatMap(readBatch);
  expect(sms?.bytes.toString("utf8")).toContain("KWD 7.500");
  if (!hasPrograms("pdftotext")) return;
  const [spool = ""] = filesBelow(`${report.out}/print`, ".pdf");
  expect(readPageTexts(spool, 8).join()).toMatch(/>1\.250</);
});
