import { beforeAll, describe, expect, it } from "vitest";
import { READING_FORMATS, READING_SEED } from "../../bench/reading/reading-formats.ts";
import { readingOutcome } from "../../bench/reading/reading-outcome.ts";
import type { ReadingFacts, TurnResult } from "../../bench/turn-request.ts";
import {
  type ForeignFixtureFormat,
  writeForeignFixture,
} from "../../fixtures/statement/foreign/write-foreign-fixture.ts";
import { readInput } from "../../src/intake/read-input.ts";
import { ShardReader } from "../../src/intake/shard-reader.ts";
import { loadCheckedJob } from "../../src/run/folder/load-run.ts";
import { NodeHost } from "../../src/run/host/host-node.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";

const RECORDS = 300;
const host = new NodeHost();
const ZEROS = /(?<="-?\d+)(?:(\.\d*[1-9])|\.)0*"/g;
const formats = READING_FORMATS.map(({ format }) => format).filter(
  (format) => format !== "postgres",
);

/** What the shards of the data in a format hold. */
async function recordsOf(format: ForeignFixtureFormat): Promise<unknown[]> {
  const folder = temporaryFolder(`reading-${format}`);
  const data = { folder: `${folder}/input`, format, records: RECORDS, seed: READING_SEED };
  const jobFile = await writeForeignFixture({ ...data, transactions: 1, isLatin: true });
  const { job, plan } = loadCheckedJob(host, jobFile);
  const options = { workFolder: `${folder}/work` };
  const scan = await readInput(host, job.input, plan.shape, options);
  const reader = new ShardReader(host, job.input, plan.shape, scan);
  const records: unknown[] = [];
  const reject = (): never => expect.fail("a record was rejected");
  for (const shard of scan.shards)
    reader.read(shard, { record: ({ key, values }) => records.push([key, values]), reject });
  // A cell of a workbook is a number: it does not know how many zeros a text of it has.
  const texts = JSON.stringify(records).replaceAll(ZEROS, (_, kept = "") => `${kept}"`);
  return JSON.parse(texts) as unknown[];
}

describe("the formats that are read beside each other", () => {
  let wanted: unknown[];

  beforeAll(async () => {
    wanted = await recordsOf("ndjson");
  });

  it.each(formats)("hold the same records: %s", async (format) => {
    const records = await recordsOf(format);
    expect(wanted).toHaveLength(RECORDS);
    expect(records).toEqual(wanted);
  });
});

/** A turn of 1,000 records with so many microseconds each. */
function turn(us: number, facts: Partial<ReadingFacts> = {}): TurnResult {
  const peaks = [100e6, 100e6, 110e6];
  return {
    documents: 1000,
    pages: 0,
    transactions: 0,
    bytes: 1_000_000,
    seconds: us / 1000,
    cpuSeconds: us / 1000,
    rssPeakBytes: 110e6,
    reading: {
      prepareCpuSeconds: 0,
      copyPeaksBytes: [],
      scanPeaksBytes: peaks,
      readPeaksBytes: peaks,
      ...facts,
    },
  };
}

describe("what reading is held against", () => {
  const turns = new Map([
    ["JSON.parse alone", [turn(10)]],
    ["ndjson", [turn(20)]],
    ["csv", [turn(30)]],
    ["fixed width", [turn(33)]],
    ["XML", [turn(40, { readPeaksBytes: [100e6, 100e6, 120e6] })]],
    ["JSON list", [turn(40)]],
    ["JSON lists", [turn(60)]],
  ]);
  const missed = (isLarge: boolean): string[] =>
    readingOutcome(turns, isLarge)
      .targets.filter(({ met }) => !met)
      .map(({ name }) => name);

  it("is the time of other formats, and megabytes a second", () => {
    expect(missed(false)).toEqual(["CPU of fixed width to csv", "MB/s of JSON lists a core"]);
  });

  it("is memory at half of the records, where they are many", () => {
    expect(missed(true).slice(2)).toEqual(["peak RSS of XML, all to half"]);
  });

  it("leaves out of the history what a turn does not have", () => {
    const bare: TurnResult = { ...turn(10) };
    const { reading: _, ...plain } = bare;
    const { figures } = readingOutcome(new Map([["JSON.parse alone", [plain]]]), false);
    const names = ["CPU us/record", "MB", "MB/s a core", "seconds"];
    expect(Object.keys(figures["JSON.parse alone"] ?? {})).toEqual(names);
  });
});
