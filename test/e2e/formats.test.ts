import { inflateSync } from "node:zlib";
import { beforeAll, describe, expect, it } from "vitest";
import { sha256 } from "../../src/base/hash.ts";
import { openHost } from "../../src/run/host/host-node.ts";
import { FragmentReader } from "../../src/spool/fragment-reader.ts";
import {
  E2E_RECORDS,
  filesBelow,
  type FinishedRun,
  nameOf,
  readLines,
  runFixture,
} from "./e2e-run.ts";

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

/** By key of the record: what every rendition holds, as hashes. */
type Renditions = ReadonlyMap<string, string>;

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

/** All renditions of a run's fragments; of two records with one key, those of the first. */
function readRenditions(host: Awaited<ReturnType<typeof openHost>>, out: string): Renditions {
  const found = new Map<string, { ordinal: number; parts: string[] }>();
  const add = (key: string, ordinal: number, part: string): void => {
    const before = found.get(key);
    if (before === undefined || ordinal < before.ordinal)
      found.set(key, { ordinal, parts: [part] });
    else if (ordinal === before.ordinal) before.parts.push(part);
  };
  for (const path of filesBelow(`${out}/shards`, ".frag")) {
    const reader = FragmentReader.open(host, path);
    for (let entry = 0; entry < reader.entries.length; entry += 1) {
      const { meta, pages } = reader.readPrint(entry);
      const { key, ordinal, ...facts } = meta.facts;
      add(key, ordinal, `print ${JSON.stringify(facts)}`);
      for (const [index, page] of pages.entries())
        add(key, ordinal, `page ${pageHash(page, ordinal, index + 1, pages.length)}`);
    }
    for (const channel of ["email", "sms"] as const) {
      const index = reader.index(channel);
      for (let entry = 0; entry < index.length; entry += 1) {
        const ordinal = index.ordinal(entry);
        const { meta, bytes } = reader.readRendition(channel, entry);
        add(meta.key, ordinal, `${channel} ${messageHash(channel, bytes, ordinal)}`);
      }
    }
    reader.close();
  }
  return new Map([...found].map(([key, { parts }]) => [key, parts.join("\n")]));
}

/** Of a page's content without the ordinal, which is another where faults differ. */
function pageHash(page: Uint8Array, ordinal: number, number: number, count: number): string {
  const content = inflateSync(page).toString("latin1");
  const token = `/NPdoc<</O ${ordinal}/I ${number}/N ${count}>>DP\n`;
  expect(content.split(token)).toHaveLength(2);
  return sha256(Buffer.from(content.replace(token, ""), "latin1"));
}

function messageHash(channel: "email" | "sms", bytes: Uint8Array, ordinal: number): string {
  if (channel === "email") return sha256(bytes);
  const { ordinal: said, ...message } = JSON.parse(Buffer.from(bytes).toString()) as {
    ordinal: number;
  };
  expect(said).toBe(ordinal);
  return JSON.stringify(message);
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
