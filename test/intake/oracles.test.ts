import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { streamArray } from "stream-json/streamers/stream-array.js";
import { expect, test } from "vitest";
import { compileRecordCheck } from "../../src/intake/check/record-check.ts";
import { compileFaultFinder } from "../../src/intake/check/record-faults.ts";
import { cleanObject } from "../../src/intake/check/clean-value.ts";
import { FileWindow } from "../../src/intake/files/file-window.ts";
import { JsonCursor } from "../../src/intake/json/json-cursor.ts";
import { LineCursor } from "../../src/intake/files/line-cursor.ts";
import { RowCursor } from "../../src/intake/csv/row-cursor.ts";
import { splitFields } from "../../src/intake/csv/row-fields.ts";
import { RowGatherer, RunReader, mergeRuns } from "../../src/intake/csv/row-runs.ts";
import { DECIMAL_FORM, isNumberText, moneyForm } from "../../src/rules/scalar-forms.ts";
import type { HostFile } from "../../src/base/host.ts";
import type { UnitCursor } from "../../src/intake/unit-cursor.ts";
import { delimitedTable } from "../../src/intake/dialect/delimited-table.ts";
import { csvRow } from "./csv-files.ts";
import { FORMS, recordSchema } from "./record-schema.ts";
import { retailRecord, retailShape } from "./retail.ts";
import { TestHost } from "./test-host.ts";

/** An open file over bytes in memory. */
function fileOver(bytes: Buffer): HostFile {
  return {
    read: (buffer, offset, length, position) => {
      const part = bytes.subarray(position, position + length);
      buffer.set(part, offset);
      return part.length;
    },
    write: () => {},
    sync: () => {},
    close: () => {},
  };
}

function windowOver(bytes: Buffer, chunkBytes: number): FileWindow {
  return new FileWindow(fileOver(bytes), { start: 0, end: bytes.length, chunkBytes });
}

type Span = [number, number, number, string];

function spansOf(cursor: UnitCursor): Span[] {
  const spans: Span[] = [];
  while (cursor.next()) spans.push([cursor.start, cursor.contentEnd, cursor.line, cursor.fault]);
  return spans;
}

const grammar = { delimiter: 0x2c, quote: 0x22, columnCount: 3 };
const field = fc.oneof(
  fc.constantFrom("", "a", 'x"y', "1,2", '"', '""', "é\nü", "long text of some words"),
  fc.string({ maxLength: 8 }).map((text) => text.replaceAll("\r", "")),
);
const row = fc.tuple(field, field, field);

test("rows of 20,000 random files are cut and split as csv-parse does", () => {
  const rows = fc.array(row, { maxLength: 4 });
  const parts = fc.tuple(rows, fc.constantFrom("\n", "\r\n"), fc.constantFrom(",", ";", "\t", "|"));
  const blank = fc.constantFrom("", "", "\n", "\r\n");
  fc.assert(
    fc.property(parts, blank, ([fields, eol, delimiter], between) => {
      const text = fields.map((one) => csvRow(one, delimiter) + eol + between).join("");
      const bytes = Buffer.from(text);
      const signs = { ...grammar, delimiter: delimiter.charCodeAt(0) };
      const cursor = new RowCursor(FileWindow.over(bytes, 0), 1, signs);
      const found: string[][] = [];
      while (cursor.next()) {
        if (cursor.fault !== "" || cursor.countFields() !== 3) throw new Error(cursor.fault);
        const content = bytes.toString("utf8", cursor.contentStart, cursor.contentEnd);
        found.push(cursor.isQuoted ? splitFields(content, signs) : content.split(delimiter));
      }
      const options = { delimiter, record_delimiter: ["\n", "\r\n"], skip_empty_lines: true };
      expect(found).toStrictEqual(parse(text, options));
    }),
    { numRuns: 20_000 },
  );
});

test("files with faults are read alike by the fast scanner and through csv-parse", async () => {
  const signs = fc.constantFrom('"', '"', ",", ",", "\n", "a", "b", "\r\n", "#x\n");
  const noise = fc.array(signs, { maxLength: 60 }).map((parts) => parts.join(""));
  await fc.assert(
    fc.asyncProperty(noise, async (text) => {
      const bytes = Buffer.from(`h1,h2,h3\n${text}`);
      const cursor = new RowCursor(FileWindow.over(bytes.subarray(9), 9), 2, {
        ...grammar,
        comment: "#".charCodeAt(0),
      });
      const fast: unknown[] = [];
      while (cursor.next()) {
        const isTorn = cursor.fault === "" && cursor.countFields() !== 3;
        fast.push([cursor.line, cursor.byteOffset, isTorn ? "data.field-count" : cursor.fault]);
      }
      const spec = { kind: "delimited", form: "rows", encoding: "utf-8", comment: "#" } as const;
      const sizeBytes = bytes.length;
      const file = { host: new TestHost(), file: "f", path: "f", open: fileOver(bytes), sizeBytes };
      const table = delimitedTable({ ...spec, delimiter: ",", quote: '"' }, file);
      const slow: unknown[] = [];
      for await (const batch of table.batches())
        for (const { place, fault } of batch)
          slow.push([place.line, place.byteOffset, fault?.code ?? ""]);
      expect(slow).toStrictEqual(fast);
    }),
    { numRuns: 3000 },
  );
});

test("elements are cut as stream-json does", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.jsonValue()), fc.boolean(), async (values, isPretty) => {
      const text = JSON.stringify(values, null, isPretty ? 2 : 0);
      const bytes = Buffer.from(text.slice(1, -1));
      const spans = spansOf(new JsonCursor(FileWindow.over(bytes, 0)));
      const found = spans.map(([start, end]) => JSON.parse(bytes.toString("utf8", start, end)));
      const expected: unknown[] = [];
      const stream = streamArray.withParserAsStream();
      stream.on("data", ({ value }: { value: unknown }) => expected.push(value));
      await pipeline(Readable.from([text]), stream);
      expect(found).toStrictEqual(expected);
    }),
    { numRuns: 50 },
  );
});

test("the size of the chunks a file is read in changes nothing", () => {
  const noise = fc.array(fc.constantFrom(...Buffer.from('",\n\r{}[]:\\ ab')), { maxLength: 200 });
  fc.assert(
    fc.property(noise, fc.integer({ min: 1, max: 9 }), (noisy, chunkBytes) => {
      const bytes = Buffer.from(noisy);
      const at = (size: number): Span[][] => [
        spansOf(new LineCursor(windowOver(bytes, size), 1)),
        spansOf(new RowCursor(windowOver(bytes, size), 1, grammar)),
      ];
      expect(at(chunkBytes)).toStrictEqual(at(1_000_000));
    }),
    { numRuns: 300 },
  );
  const values = fc.array(fc.jsonValue());
  fc.assert(
    fc.property(values, fc.integer({ min: 1, max: 9 }), (elements, chunkBytes) => {
      const bytes = Buffer.from(JSON.stringify(elements).slice(1, -1));
      const at = (size: number): Span[] => spansOf(new JsonCursor(windowOver(bytes, size)));
      expect(at(chunkBytes)).toStrictEqual(at(1_000_000));
    }),
  );
});

const odd = fc.oneof(
  fc.constantFrom<unknown>(null, "", undefined, 0, 1.5, -7, true, [], {}, "loan", "2026-02-30"),
  fc.constantFrom<unknown>("12.345", "-1.00", "US", "usa", ["a", ""], [{}], "x".repeat(20_001)),
);
const paths = [
  "account",
  "account.id",
  "account.kind",
  "account.from",
  "account.opening",
  "account.apy",
  "customer",
  "customer.name",
  "customer.coOwner",
  "customer.address",
  "customer.address.lines",
  "customer.address.zip",
  "customer.address.plus4",
  "customer.address.country",
  "customer.address.lines.0",
  "consent.sms",
  "consent.preference",
  "consent.more",
  "transactions",
  "transactions.0",
  "transactions.0.check",
  "transactions.1.date",
  "more",
];

test("the fast check, the finder of faults and a zod schema agree on random records", () => {
  const check = compileRecordCheck(retailShape);
  const findFaults = compileFaultFinder(retailShape);
  const schema = recordSchema(retailShape);
  const change = fc.tuple(fc.constantFrom(...paths), odd);
  let goodCount = 0;
  fc.assert(
    fc.property(fc.array(change, { maxLength: 3 }), (changes) => {
      const record = structuredClone(retailRecord(3, 2)) as unknown as Record<string, unknown>;
      for (const [path, value] of changes) setAt(record, path.split("."), value);
      const values = check(structuredClone(record));
      const faults = findFaults(record);
      expect(values === undefined).toBe(faults.length > 0);
      const issues = schema.safeParse(cleanObject(record, retailShape)).error?.issues ?? [];
      const places = new Set(issues.map(({ path }) => path.join(".")));
      expect(new Set(faults.map((fault) => fault.field))).toEqual(places);
      if (values === undefined) return;
      goodCount += 1;
      expect(values).toStrictEqual(cleanObject(record, retailShape));
      expect(JSON.stringify(values)).not.toMatch(/null|""/);
    }),
    { numRuns: 2000 },
  );
  expect(goodCount).toBeGreaterThan(100);
});

function setAt(target: unknown, path: readonly string[], value: unknown): void {
  const [step, ...rest] = path;
  if (typeof target !== "object" || target === null || step === undefined) return;
  // JSON knows no named members of arrays.
  if (Array.isArray(target) && !/^\d+$/.test(step)) return;
  const holder = target as Record<string, unknown>;
  if (rest.length > 0) setAt(holder[step], rest, value);
  // A copy, for a later change may go into it, and the samples are shared by all runs.
  else holder[step] = structuredClone(value);
}

test("numbers read by hand agree with their forms", () => {
  const number = fc.stringMatching(/^-?[0-9]{0,15}\.?[0-9]{0,8}[ -]?$/);
  fc.assert(
    fc.property(number, (text) => {
      expect(isNumberText(text, moneyForm())).toBe(FORMS.money.test(text));
      expect(isNumberText(text, DECIMAL_FORM)).toBe(FORMS.decimal.test(text));
    }),
    { numRuns: 2000 },
  );
});

test("runs are merged in key order, stably", () => {
  const keys = fc.array(fc.constantFrom("a", "b", "bb", "c", "é", ""), { maxLength: 60 });
  fc.assert(
    fc.property(keys, fc.integer({ min: 60, max: 400 }), (wanted, runBytes) => {
      const gatherer = new RowGatherer(runBytes);
      const runs: Buffer[] = [];
      const flush = (): void => {
        const parts: Uint8Array[] = [];
        gatherer.flush((bytes) => parts.push(Uint8Array.from(bytes)));
        runs.push(Buffer.concat(parts));
      };
      wanted.forEach((key, index) => {
        const bytes = Buffer.from(`${key}:${index}`, "latin1");
        if (!gatherer.hasRoomFor(key, bytes)) flush();
        gatherer.add(key, bytes);
      });
      flush();
      const merged: string[] = [];
      const readers = runs.map((run, at) => new RunReader(fileOver(run), run.length, at, 7));
      mergeRuns(readers, (bytes) => merged.push(Buffer.from(bytes).toString("latin1")));
      const rows = wanted.map((key, index) => ({ key, text: `${key}:${index}` }));
      const sorted = rows.toSorted((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
      expect(merged).toStrictEqual(sorted.map(({ text }) => text));
    }),
  );
});
