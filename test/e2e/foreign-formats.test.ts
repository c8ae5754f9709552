import { appendFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import {
  FOREIGN_FORMATS,
  type ForeignFixtureFormat,
  MAINFRAME_FORMATS,
  writeForeignFixture,
} from "../../fixtures/statement/foreign/write-foreign-fixture.ts";
import { diskHost } from "../kit/disk-host.ts";
import { runJob } from "../kit/in-process.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";
import { runFixture } from "./e2e-run.ts";
import { readRenditions, type Renditions } from "./renditions.ts";

/** Set NIGHTPRESS_FORMAT_RECORDS=1000 for the full proof. */
const RECORDS = Number(process.env["NIGHTPRESS_FORMAT_RECORDS"] ?? 8);
const SEED = 7;
const formats = [...FOREIGN_FORMATS.filter((format) => format !== "postgres"), "sent-csv"] as const;

let wanted: Renditions;

beforeAll(async () => {
  const { out } = await runFixture({ format: "ndjson", records: RECORDS, seed: SEED });
  wanted = readRenditions(diskHost, out);
}, 600_000);

/** Runs the statements in a format; the run's folder. */
async function runFormat(format: ForeignFixtureFormat, isLatin?: true): Promise<string> {
  const folder = `${temporaryFolder("formats")}/input`;
  const data = { folder, format, records: RECORDS, seed: SEED };
  const jobFile = await writeForeignFixture({ ...data, ...(isLatin && { isLatin }) });
  appendFileSync(jobFile, "verify: { raster: 0 }\n");
  const report = await runJob(jobFile, { out: `${folder}/../out`, workers: 1 });
  expect(report.status).toBe("finished");
  expect(report.records).toMatchObject({ read: RECORDS, accepted: RECORDS });
  return report.out;
}

describe.each(formats)("a run of %s", (format) => {
  it("composes, to the byte, the pages and messages of the same records in NDJSON", async () => {
    const renditions = readRenditions(diskHost, await runFormat(format));
    expect(wanted.size).toBe(RECORDS);
    expect(byKey(renditions)).toEqual(byKey(wanted));
  }, 600_000);
});

/** Copies are cut into other shards, in whose order renditions are read. */
function byKey(renditions: Renditions): [string, string][] {
  return [...renditions].toSorted(([one], [other]) => (one < other ? -1 : 1));
}

describe("a run of a mainframe's files", () => {
  let latin: Renditions;

  beforeAll(async () => {
    latin = readRenditions(diskHost, await runFormat("ndjson", true));
  }, 600_000);

  it.each(MAINFRAME_FORMATS)("composes the same from %s", async (format) => {
    const renditions = readRenditions(diskHost, await runFormat(format));
    expect(latin.size).toBe(RECORDS);
    expect(byKey(renditions)).toEqual(byKey(latin));
  });
});
