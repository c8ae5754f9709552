import { beforeAll, describe, expect, it } from "vitest";
import { openHost } from "../../src/run/host/host-node.ts";
import { E2E_RECORDS, type FinishedRun, nameOf, readLines, runFixture } from "./e2e-run.ts";
import { readRenditions, type Renditions } from "./renditions.ts";

/** So many that every kind of fault is among them. */
const BAD_PERCENT = 8;
const formats = ["csv", "ndjson", "json"] as const;
type Format = (typeof formats)[number];

/** A reject as the run writes it, and a fault as the fixture lists it. */
interface Listed {
  readonly file: string;
  readonly line: number;
  readonly code: string;
  readonly key: string;
  readonly field: string;
  readonly ordinal?: number;
  readonly record?: number;
}

const runs = new Map<Format, FinishedRun>();
const renditions = new Map<Format, Renditions>();

beforeAll(async () => {
  const host = await openHost(undefined);
  for (const format of formats) {
    const run = await runFixture({ format, records: E2E_RECORDS, badPercent: BAD_PERCENT });
    runs.set(format, run);
    renditions.set(format, readRenditions(host, run.out));
  }
}, 600_000);

function runOf(format: Format): FinishedRun {
  return runs.get(format) as FinishedRun;
}

/** Where and why a unit was turned away. JSON is told by the record's place. */
function verdict({ file, line, code, ordinal, record }: Listed): string {
  const place = line > 0 ? `line ${line}` : `record ${ordinal ?? record}`;
  return [nameOf(file), place, code].join(" | ");
}

describe.each(formats)("a run of %s", (format) => {
  it("accounts for every unit of the input", () => {
    const { report } = runOf(format);
    const { read, accepted, rejected } = report.records;
    expect(report.status).toBe("finished");
    expect(read).toBeGreaterThanOrEqual(E2E_RECORDS);
    expect(read).toBe(accepted + rejected);
    expect(report.documents).toBe(accepted);
    expect(report.balance.filter(({ ok }) => !ok)).toEqual([]);
  });

  it("rejects what was planted, no more and no less", () => {
    const { input, out, report } = runOf(format);
    const planted = readLines<Listed>(`${input}/planted.ndjson`);
    const rejects = readLines<Listed>(`${out}/rejects/rejects.ndjson`);
    expect(planted.length).toBeGreaterThan((E2E_RECORDS * BAD_PERCENT) / 200);
    expect(rejects.map(verdict).toSorted()).toEqual(planted.map(verdict).toSorted());
    expect(report.records.rejected).toBe(planted.length);
  });

  it("names the key and the field of what it rejects", () => {
    const { input, out } = runOf(format);
    const faults = readLines<Listed>(`${input}/planted.ndjson`);
    const planted = new Map(faults.map((fault) => [verdict(fault), fault]));
    for (const reject of readLines<Listed>(`${out}/rejects/rejects.ndjson`)) {
      const fault = planted.get(verdict(reject)) as Listed;
      const { key, field } = reject;
      // Broken bytes and broken rows have no field, and not always a key that can be read.
      if (fault.field !== "")
        expect({ key, field }).toEqual({ key: fault.key, field: fault.field });
      else expect(["", fault.key]).toContain(key);
    }
  });

  it("says of every reject where, what and how to mend it", () => {
    const rejects = readLines<Record<string, unknown>>(
      `${runOf(format).out}/rejects/rejects.ndjson`,
    );
    for (const reject of rejects) {
      expect(reject["reason"]).toMatch(/\w{3,} \w+/);
      expect(reject["byteOffset"]).toBeTypeOf("number");
      expect(reject["raw"]).toMatch(/^[A-Za-z0-9+/]+=*$/);
    }
  });
});

describe("records that are good in all formats", () => {
  it("give the same pages, e-mails and text messages", () => {
    const [first, ...others] = formats.map((format) => renditions.get(format) as Renditions);
    const shared = [...(first as Renditions).keys()].filter((key) =>
      others.every((other) => other.has(key)),
    );
    expect(shared.length).toBeGreaterThan(E2E_RECORDS * (0.99 - BAD_PERCENT / 100));
    for (const other of others) {
      const different = shared.filter((key) => other.get(key) !== first?.get(key));
      expect(different).toEqual([]);
    }
  });

  it("are all that the runs accepted", () => {
    for (const format of formats)
      expect(renditions.get(format)?.size).toBe(runOf(format).report.records.accepted);
  });
});
