import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { limits } from "../../src/base/limits.ts";
import { readRaw } from "../../src/intake/raw-unit.ts";
import type { InputSpec } from "../../src/model/job.ts";
import { detailRows, masterRow } from "./csv-files.ts";
import { retailRecord } from "./retail.ts";
import type { Retail } from "./retail.ts";
import { csv, csvOf, json, ndjson, runIntake, writeInput } from "./run-intake.ts";
import { TestHost } from "./test-host.ts";

const good = (index: number, rowCount = 2): Retail => retailRecord(index, rowCount);
const key = (index: number): string => good(index).account.id;

/** What a test says about the rejects of an input: code, line, key and field of each. */
function rejectsOf(input: InputSpec): [string, number, string, string][] {
  return runIntake(input).rejects.map((one) => [one.code, one.line, one.key, one.field]);
}

/** Three NDJSON records, the middle one changed. */
function changed(change: (record: Record<string, any>) => unknown): InputSpec {
  const middle = structuredClone(good(1)) as Record<string, any>;
  const replacement = change(middle) ?? middle;
  return ndjson([good(0), replacement, good(2)].map((record) => JSON.stringify(record)));
}

test.each<[string, string, (record: Record<string, any>) => unknown]>([
  ["data.missing-key", "account.id", (r) => void delete r["account"].id],
  ["data.missing-key", "account.id", (r) => void (r["account"].id = "")],
  ["data.missing-key", "account.id", (r) => void (r["account"].id = null)],
  ["data.wrong-type", "account.id", (r) => void (r["account"].id = 7)],
  ["data.missing-field", "customer.name", (r) => void delete r["customer"].name],
  ["data.missing-field", "customer.name", (r) => void (r["customer"].name = "")],
  ["data.missing-field", "customer", (r) => void delete r["customer"]],
  ["data.missing-field", "customer.address", (r) => void delete r["customer"].address],
  [
    "data.missing-field",
    "customer.address.lines",
    (r) => void (r["customer"].address.lines = [""]),
  ],
  ["data.missing-field", "transactions.1.amount", (r) => void delete r["transactions"][1].amount],
  ["data.wrong-type", "account.opening", (r) => void (r["account"].opening = 12.5)],
  ["data.wrong-type", "account.opening", (r) => void (r["account"].opening = "1,234.50")],
  ["data.too-fine", "account.opening", (r) => void (r["account"].opening = "1.234")],
  ["data.too-fine", "account.apy", (r) => void (r["account"].apy = "0.0500001")],
  ["data.wrong-type", "account.from", (r) => void (r["account"].from = 20261001)],
  ["data.wrong-type", "consent.sms", (r) => void (r["consent"].sms = "yes")],
  ["data.wrong-type", "customer", (r) => void (r["customer"] = [])],
  ["data.wrong-type", "transactions", (r) => void (r["transactions"] = {})],
  ["data.wrong-type", "transactions.0", (r) => void (r["transactions"][0] = "row")],
  ["data.wrong-type", "transactions.0.check", (r) => void (r["transactions"][0].check = 1.5)],
  ["data.too-large", "transactions.0.check", (r) => void (r["transactions"][0].check = 2 ** 60)],
  ["data.wrong-type", "customer.address.lines.1", (r) => void (r["customer"].address.lines[1] = 5)],
  ["data.impossible-date", "account.from", (r) => void (r["account"].from = "2026-02-29")],
  ["data.impossible-date", "account.from", (r) => void (r["account"].from = "31/10/2026")],
  ["data.unknown-value", "account.kind", (r) => void (r["account"].kind = "loan")],
  [
    "data.unknown-value",
    "customer.address.country",
    (r) => void (r["customer"].address.country = "USA"),
  ],
  ["data.too-long", "customer.name", (r) => void (r["customer"].name = "x".repeat(20_001))],
  [
    "data.too-long",
    "customer.address.lines",
    (r) => void (r["customer"].address.lines = Array(7).fill("x")),
  ],
  ["data.wrong-type", "", () => []],
  ["data.wrong-type", "", () => "text"],
])("%s at %s costs one NDJSON record", (code, field, change) => {
  const result = runIntake(changed(change));
  const [reject] = result.rejects;
  expect(result.rejects).toHaveLength(1);
  expect(reject).toMatchObject({ ordinal: 1, line: 2, code, field });
  expect(reject?.diagnostics[0]?.data).toMatchObject({ record: 1, line: 2, field });
  expect(result.records.map(({ ordinal }) => ordinal)).toStrictEqual([0, 2]);
});

test("everything that is wrong with a record is told, the key first, and no value with it", () => {
  const { rejects } = runIntake(
    changed((record) => {
      record["account"].opening = "SECRET";
      record["account"].from = "SECRET";
      record["account"].kind = "SECRET";
      delete record["account"].id;
    }),
  );
  const [reject] = rejects;
  expect(reject?.diagnostics.map(({ code }) => code)).toStrictEqual([
    "data.missing-key",
    "data.unknown-value",
    "data.impossible-date",
    "data.wrong-type",
  ]);
  expect(JSON.stringify(reject?.diagnostics)).not.toContain("SECRET");
  expect(reject?.key).toBe("");
});

test("absent values, unknown fields and unusable codes are left out of the values", () => {
  const { records } = runIntake(
    changed((record) => {
      record["customer"].coOwner = null;
      record["customer"].email = "";
      record["customer"].shoeSize = { deep: null };
      record["customer"].address.zip = "6270";
      record["customer"].address.lines.push("", null);
      record["transactions"] = null;
    }),
  );
  const expected = structuredClone(good(1)) as Record<string, any>;
  const { lines, country } = expected["customer"].address;
  expected["customer"].address = { lines, country };
  expected["transactions"] = [];
  expect(records[1]?.values).toStrictEqual(expected);
});

test("a foreign address keeps its lines only", () => {
  const { records } = runIntake(
    changed((record) => void (record["customer"].address.country = "DE")),
  );
  const { lines } = good(1).customer.address;
  expect(records[1]?.values["customer"]).toMatchObject({ address: { lines, country: "DE" } });
  expect(JSON.stringify(records[1]?.values["customer"])).not.toContain("zip");
});

test("torn and garbled lines of NDJSON cost a record each", () => {
  const whole = JSON.stringify(good(0));
  const bytes = Buffer.concat([
    Buffer.from(`${whole}\n\n${JSON.stringify(good(1)).slice(0, 300)}\n`),
    Buffer.from(JSON.stringify(good(2)).replace("Everyday", "\u00ff"), "latin1"),
    Buffer.from(`\r\n${JSON.stringify(good(3))}`),
  ]);
  const result = runIntake({ ...ndjson([]), file: writeInput("c.ndjson", bytes) });
  expect(result.rejects.map(({ code, line, ordinal }) => [code, line, ordinal])).toStrictEqual([
    ["data.json-syntax", 3, 1],
    ["data.bad-utf8", 4, 2],
  ]);
  expect(result.records.map(({ ordinal, place }) => [ordinal, place.line])).toStrictEqual([
    [0, 1],
    [3, 5],
  ]);
});

test("a record past the size limit costs one record, and its bytes are cut short", () => {
  const huge = `{"x":"${"y".repeat(limits.recordBytesMax)}"}`;
  const lines = [JSON.stringify(good(0)), huge, JSON.stringify(good(2))];
  for (const input of [ndjson(lines), json(`{"customers":[${lines.join(",")}]}`)]) {
    const { rejects, records } = runIntake(input);
    expect(rejects.map(({ code, ordinal }) => [code, ordinal])).toStrictEqual([
      ["data.record-too-large", 1],
    ]);
    expect(rejects[0]?.rawTruncated).toBe(true);
    expect(Buffer.from(rejects[0]?.raw ?? "", "base64")).toHaveLength(limits.rejectRawBytesMax);
    expect(records.map(({ ordinal }) => ordinal)).toStrictEqual([0, 2]);
  }
});

test("too many rows cost one record", () => {
  const rows = Array(limits.detailRowsPerRecordMax + 1).fill({});
  const { rejects } = runIntake(changed((record) => void (record["transactions"] = rows)));
  expect(rejects.map(({ code, field }) => [code, field])).toStrictEqual([
    ["data.too-many-rows", "transactions"],
  ]);
  expect(rejects[0]?.diagnostics.length).toBeLessThanOrEqual(50);
});

test("a broken element of a JSON array costs one record", () => {
  const [a, , c] = [0, 1, 2].map((index) => JSON.stringify(good(index)));
  const content = `{"customers":[${a},{"account":{"id":"x",}},${c},nonsense]}`;
  const { rejects } = runIntake(json(content));
  expect(rejects.map((r) => [r.code, r.ordinal, r.line, r.byteOffset])).toStrictEqual([
    ["data.json-syntax", 1, 0, Buffer.from(content).indexOf(`{"account":{"id":"x"`)],
    ["data.json-syntax", 3, 0, Buffer.from(content).indexOf("nonsense")],
  ]);
});

const rowsOf = (...indexes: number[]): string[] => indexes.map((index) => masterRow(good(index)));
const detailsOf = (...indexes: number[]): string[] =>
  indexes.flatMap((index) => detailRows(good(index)));

test.each<[string, (row: string) => string]>([
  ["a quote in a plain field", (row) => row.replace("Everyday", 'Every"day')],
  ["an unclosed quote", (row) => row.replace("Everyday", '"Everyday')],
  ["text behind a closing quote", (row) => row.replace("Everyday", '"Every"day')],
])("%s of a master row costs one line", (_what, spoil) => {
  const [first, middle, last] = rowsOf(0, 1, 2) as [string, string, string];
  const input = csvOf([first, spoil(middle), last], detailsOf(0, 1, 2));
  expect(rejectsOf(input)).toStrictEqual([["data.csv-quote", 3, key(1), ""]]);
  expect(runIntake(input).records.map((r) => r.values)).toStrictEqual([good(0), good(2)]);
});

test("two stray quotes some lines apart cost two lines", () => {
  const rows = rowsOf(0, 1, 2, 3, 4);
  rows[1] = (rows[1] as string).replace(",checking,", ',"checking,');
  rows[3] = (rows[3] as string).replace(",checking,", ',checking",');
  expect(rejectsOf(csvOf(rows, detailsOf(0, 1, 2, 3, 4)))).toStrictEqual([
    ["data.csv-quote", 3, key(1), ""],
    ["data.csv-quote", 5, key(3), ""],
  ]);
});

test("a torn master row costs one record, its details with it", () => {
  const [first, middle, last] = rowsOf(0, 1, 2) as [string, string, string];
  const input = csvOf([first, middle.slice(0, 60), last], detailsOf(0, 1, 2));
  expect(rejectsOf(input)).toStrictEqual([["data.field-count", 3, key(1), ""]]);
});

test("a master row without a key leaves orphans", () => {
  const [first, middle, last] = rowsOf(0, 1, 2) as [string, string, string];
  const input = csvOf([first, middle.slice(key(1).length), last], detailsOf(0, 1, 2));
  expect(rejectsOf(input)).toStrictEqual([
    ["data.missing-key", 3, "", "account.id"],
    ["data.orphan-detail", 4, key(1), "transactions"],
  ]);
});

test("orphan groups are units in key order, the last ones too", () => {
  const { units, scan } = runIntake(
    csvOf(rowsOf(1, 3), detailsOf(0, 1, 2, 3, 4), {}, { shardBytes: 1 }),
  );
  expect(
    units.map((unit) => ("record" in unit ? unit.record.key : unit.reject.code)),
  ).toStrictEqual([
    "data.orphan-detail",
    key(1),
    "data.orphan-detail",
    key(3),
    "data.orphan-detail",
  ]);
  expect(scan).toMatchObject({ unitCount: 5, files: [{ rowCount: 2 }, { rowCount: 10 }] });
  expect(scan.shards).toHaveLength(2);
});

test("details of a key that comes twice go to the first record", () => {
  const { records } = runIntake(csvOf(rowsOf(0, 0), detailsOf(0)));
  expect(records.map(({ values }) => (values["transactions"] as unknown[]).length)).toStrictEqual([
    2, 0,
  ]);
});

test.each<[string, string, (row: string) => string]>([
  ["data.csv-quote", "", (row) => row.replace("deposit", 'dep"osit')],
  ["data.field-count", "", (row) => `${row},more`],
  ["data.field-count", "", (row) => row.slice(0, 30)],
  [
    "data.wrong-type",
    "transactions.1.check",
    (row) => row.replace(/(,|")(\d*),(\d+\.\d\d),/, "$1x,$3,"),
  ],
  ["data.impossible-date", "transactions.1.date", (row) => row.replace("2026-10-02", "2026-10-32")],
])("%s in a detail row rejects its record at the row's place", (code, field, spoil) => {
  const details = detailsOf(0, 1, 2);
  details[3] = spoil(details[3] as string);
  const input = csvOf(rowsOf(0, 1, 2), details);
  const { rejects, records } = runIntake(input);
  expect(rejects.map((r) => [r.code, r.line, r.key])).toStrictEqual([[code, 5, key(1)]]);
  expect(rejects[0]?.field).toBe(field === "" ? "transactions" : field);
  expect(rejects[0]?.file).toBe(input.details[0]?.file);
  expect(Buffer.from(rejects[0]?.raw ?? "", "base64").toString()).toBe(details[3]);
  expect(records.map((record) => record.key)).toStrictEqual([key(0), key(2)]);
});

test("a broken detail row whose key cannot be trusted puts its neighbours in doubt", () => {
  const details = detailsOf(0, 1, 2, 3);
  details.splice(4, 0, "NB0000torn");
  for (const shardBytes of [1, 100_000]) {
    const { rejects, records } = runIntake(csvOf(rowsOf(0, 1, 2, 3), details, {}, { shardBytes }));
    expect(rejects.map((r) => [r.code, r.line])).toStrictEqual([
      ["data.doubtful-detail", 3],
      ["data.field-count", 6],
      ["data.doubtful-detail", 4],
    ]);
    expect(records.map((record) => record.key)).toStrictEqual([key(0), key(3)]);
  }
});

test("a reject gives its bytes, and so does a place later on", () => {
  const [first, middle] = rowsOf(0, 1) as [string, string];
  for (const order of ["key", "none"] as const) {
    const bad = middle.replace("checking", "loan");
    const input = csvOf(order === "key" ? [first, bad] : [bad, first], detailsOf(0, 1), {
      order,
      gzip: true,
    });
    const { rejects, records, scan } = runIntake(input);
    expect(Buffer.from(rejects[0]?.raw ?? "", "base64").toString()).toBe(bad);
    expect(rejects[0]).toMatchObject({ line: order === "key" ? 3 : 2, key: key(1) });
    const [file] = scan.files;
    if (file === undefined || records[0] === undefined) throw new Error("no file, no record");
    const raw = readRaw(new TestHost(), file, records[0].place);
    expect(Buffer.from(raw.raw, "base64").toString()).toBe(first);
    expect(raw.truncated).toBe(false);
  }
});

test("the scan hashes the files as they are sent", async () => {
  const { createHash } = await import("node:crypto");
  for (const order of ["key", "none"] as const)
    for (const gzip of [true, false]) {
      const { scan } = runIntake(csv([good(0), good(1)], { gzip, order }));
      for (const { file, sha256, sizeBytes } of scan.files) {
        const bytes = readFileSync(file);
        expect(sha256).toBe(createHash("sha256").update(bytes).digest("hex"));
        expect(sizeBytes).toBe(bytes.length);
      }
    }
});

test("a row past the size limit costs one line, and no more of it is kept than proves it", () => {
  const [first, middle, last] = rowsOf(0, 1, 2) as [string, string, string];
  const huge = middle.replace("Everyday", "x".repeat(limits.csvRowBytesMax));
  for (const order of ["key", "none"] as const) {
    const { rejects, records } = runIntake(csvOf([first, huge, last], detailsOf(0, 2), { order }));
    expect(rejects.map((r) => [r.code, r.line, r.rawTruncated])).toStrictEqual([
      ["data.record-too-large", 3, true],
    ]);
    expect(records.map((record) => record.key)).toStrictEqual([key(0), key(2)]);
  }
});

test("a quote that never closes costs one line of a file larger than the limit", () => {
  const rows = Array.from({ length: 5000 }, (_, index) => masterRow(retailRecord(index, 0)));
  rows[7] = (rows[7] as string)
    .replace("Everyday", '"Everyday')
    .replaceAll(/"(Smith, John)"/g, "$1");
  const plain = rows.map((text, at) => (at > 7 ? text.replaceAll('"', "") : text));
  const spoilt = plain.map((text) => text.replaceAll("Smith, John", "Smith"));
  const { rejects, records } = runIntake(csvOf(spoilt, [], {}, { shardBytes: 500_000 }));
  expect(rejects.map((r) => [r.code, r.line])).toStrictEqual([["data.csv-quote", 9]]);
  expect(records).toHaveLength(4999);
});

test("too many detail rows cost one record of CSV", () => {
  const [row] = detailsOf(1) as [string, string];
  const many = Array<string>(limits.detailRowsPerRecordMax + 1).fill(row);
  const { rejects, records } = runIntake(csvOf(rowsOf(0, 1, 2), [...many, ...detailsOf(2)]));
  expect(rejects.map((r) => [r.code, r.line, r.key])).toStrictEqual([
    ["data.too-many-rows", 2, key(1)],
  ]);
  expect(records.map((record) => record.key)).toStrictEqual([key(0), key(2)]);
});
