import fc from "fast-check";
import { expect, test } from "vitest";
import { inputSpec, retailRecord } from "./retail.ts";
import type { Retail } from "./retail.ts";
import { csv, json, ndjson, runIntake, writeInput } from "./run-intake.ts";

const wording = fc.string({ unit: "grapheme", minLength: 1, maxLength: 40 }).map(tame);
const nasty = fc.constantFrom('"', ",", "a,b", 'x "y" z', "'", ";", "two\nlines", "é", "字", " ");
const text = fc.oneof(wording, nasty, fc.constant("plain"));

/** A text that a file can carry in every format: no lone halves, no bare carriage returns. */
function tame(value: string): string {
  return value.toWellFormed().replaceAll("\r", "").replaceAll("\u0000", "") || "x";
}

const records: fc.Arbitrary<Retail[]> = fc
  .array(fc.record({ name: text, rows: fc.array(text, { maxLength: 5 }) }), {
    maxLength: 12,
    minLength: 1,
  })
  .map((items) =>
    items.map(({ name, rows }, index) => {
      const record = retailRecord(index, rows.length);
      const transactions = record.transactions.map((row, at) => ({
        ...row,
        text: rows[at] as string,
      }));
      return { ...record, customer: { ...record.customer, name }, transactions };
    }),
  );
const style = fc.record({
  eol: fc.constantFrom("\n", "\r\n"),
  bom: fc.boolean(),
  gzip: fc.boolean(),
  delimiter: fc.constantFrom(",", ";", "\t", "|"),
  order: fc.constantFrom("key" as const, "none" as const),
});

test("the same records come out of CSV, NDJSON and JSON, whatever the style and shards", () => {
  fc.assert(
    fc.property(records, style, fc.integer({ min: 1, max: 20_000 }), (wanted, look, shardBytes) => {
      const lines = wanted.map((record) => JSON.stringify(record));
      const inputs = [
        csv(wanted, look, { shardBytes }),
        ndjson(lines, { shardBytes }),
        json(`{"meta":["]}",1],"customers":[${lines.join(" ,\n")}]}`, { shardBytes }),
      ];
      for (const input of inputs) {
        const { scan, units, records: found } = runIntake(input);
        expect(found.map(({ values }) => values)).toStrictEqual(wanted);
        expect(found.map(({ ordinal }) => ordinal)).toStrictEqual(wanted.map((_, at) => at));
        expect(found.map(({ key }) => key)).toStrictEqual(wanted.map(({ account }) => account.id));
        expect(units.length).toBe(scan.unitCount);
        expect(scan.shards.reduce((sum, shard) => sum + shard.unitCount, 0)).toBe(scan.unitCount);
      }
    }),
    { numRuns: 60 },
  );
});

test("any shard size gives the same units", () => {
  const wanted = Array.from({ length: 40 }, (_, index) => retailRecord(index, index % 7));
  const whole = runIntake(csv(wanted, {}, { shardBytes: 1_000_000 }));
  expect(whole.scan.shards).toHaveLength(1);
  const places = whole.records.map(({ place }) => [place.line, place.byteOffset, place.sizeBytes]);
  for (const shardBytes of [1, 300, 5000, 10_000]) {
    const { scan, records: found } = runIntake(csv(wanted, {}, { shardBytes }));
    expect(scan.shards.length).toBeGreaterThan(1);
    expect(found.map(({ place: p }) => [p.line, p.byteOffset, p.sizeBytes])).toStrictEqual(places);
    expect(found.map(({ values }) => values)).toStrictEqual(wanted);
  }
});

test("files in any order are joined, and places name the original lines", () => {
  const wanted = Array.from({ length: 30 }, (_, index) => retailRecord(index, 3));
  const shuffled = wanted.toSorted((a, b) => (a.account.opening < b.account.opening ? -1 : 1));
  const { records: found } = runIntake(csv(shuffled, { order: "none" }));
  expect(found.map(({ values }) => values)).toStrictEqual(wanted);
  const lines = wanted.map((record) => shuffled.indexOf(record) + 2);
  expect(found.map(({ place }) => place.line)).toStrictEqual(lines);
});

test("windows-1252 and UTF-8 give the same records", () => {
  const wanted = [retailRecord(1, 3), retailRecord(2, 0)].map((record) => ({
    ...record,
    customer: { ...record.customer, name: "Núñez \u201cZoë\u201d €" },
  }));
  const lines = wanted.map((record) => JSON.stringify(record));
  const bytes = lines.map((line) => toWindows1252(`${line}\n`));
  const file = writeInput("customers.ndjson", Buffer.concat(bytes));
  const input = inputSpec(file, { encoding: "windows-1252" });
  expect(runIntake(input).records.map(({ values }) => values)).toStrictEqual(wanted);
});

function toWindows1252(value: string): Buffer {
  const signs = new Map([
    ["\u201c", 0x93],
    ["\u201d", 0x94],
    ["€", 0x80],
  ]);
  return Buffer.from(value.split("").map((sign) => signs.get(sign) ?? sign.charCodeAt(0)));
}
