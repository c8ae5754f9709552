import { expect, test } from "vitest";
import { checkJobFile } from "../../src/index.ts";
import type { Reject } from "../../src/model/reject.ts";
import { readLines } from "./e2e-run.ts";
import { addressOf, writeSmallJob } from "./small-job.ts";
import { runJob } from "../kit/in-process.ts";

const record = (id: string, codes: Readonly<Record<string, string>>): string =>
  JSON.stringify({ id, by: "paper", due: "1.00", address: addressOf(codes) });
const WHOLE = { zip: "62704-1234", deliveryPoint: "12" };

test("what looks alike or loses automation goes out and is warned of; what cannot be seen does not", async () => {
  const lines = [
    record("K1", WHOLE),
    record("K1 ", WHOLE),
    record("  K1", WHOLE),
    record("\uFEFFK2", WHOLE),
    record("k1", { zip: "627041234", deliveryPoint: "12" }),
    record("Ä1", { zip: "2704" }),
    record("A\u03081", { zip: "00000" }),
    record("K3", { zip: "62704" }),
    record(" ", WHOLE),
  ];
  const job = writeSmallJob({ currency: "USD", lines });
  const { diagnostics } = await checkJobFile(job);
  const codes = diagnostics.filter(({ code }) => code === "mail.spoilt-code");
  expect(codes.map(({ message }) => message)).toEqual([
    "2 of the 9 records sampled have an invalid ZIP, ZIP+4 or delivery point: " +
      "their pieces will go without automation.",
  ]);
  const twins = diagnostics.filter(({ code }) => /^data\.(duplicate|similar)-key$/.test(code));
  expect(twins.map(({ severity, data, message }) => [severity, data?.line, message])).toEqual([
    [
      "warning",
      2,
      "2 records would be rejected, since an earlier record of the input has the same key; " +
        "the first is in line 2.",
    ],
    [
      "warning",
      undefined,
      "2 keys differ from another one only in case or in composed characters.",
    ],
  ]);
  const report = await runJob(job, { out: `${job}/../out`, workers: 1 });
  expect(report.records).toMatchObject({ read: 9, accepted: 5, rejected: 4 });
  const rejects = readLines<Reject>(`${report.out}/rejects/rejects.ndjson`);
  expect(rejects.map(({ ordinal, code, key }) => [ordinal, code, key])).toEqual([
    [1, "data.duplicate-key", "K1"],
    [2, "data.duplicate-key", "K1"],
    [3, "data.bad-key", "\uFEFFK2"],
    [8, "data.missing-key", ""],
  ]);
  const streams = report.streams.map(({ name, pieces }) => [name.split("-")[0], pieces]);
  expect(streams).toEqual([
    ["automation", 2],
    ["machinable", 3],
  ]);
  const warned = report.warnings.map(({ code, message }) => [code, /^\d+/.exec(message)?.[0]]);
  expect(warned).toContainEqual(["mail.spoilt-code", "2"]);
  expect(warned).toContainEqual(["data.similar-key", "2"]);
});
