import { execFileSync } from "node:child_process";
import { dirname } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { NodeHost } from "../../src/run/host/host-node.ts";
import type { InputSpec } from "../../src/model/job.ts";
import { detailHeader, detailRows, masterCsv, masterHeader, masterRow } from "./csv-files.ts";
import { inputSpec, retailRecord, retailShape } from "./retail.ts";
import { csv, csvOf, findingsOf, json, ndjson, runIntake, writeInput } from "./run-intake.ts";

const records = [0, 1, 2].map((index) => retailRecord(index, 2));
const lines = records.map((record) => JSON.stringify(record));

function codesOf(input: InputSpec): [string, number | undefined, string | undefined][] {
  return findingsOf(input).map(({ code, data, hint }) => [code, data?.line, hint]);
}

function csvWithHeader(header: string, changes: Partial<InputSpec> = {}): InputSpec {
  const file = writeInput("c.csv", `${header}\n${records.map((r) => masterRow(r)).join("\n")}\n`);
  return inputSpec(file, { format: "csv", csv: masterCsv, ...changes });
}

test("good inputs give no findings", () => {
  expect(findingsOf(csv(records))).toStrictEqual([]);
  expect(findingsOf(ndjson(lines))).toStrictEqual([]);
  expect(findingsOf(json(`{"customers":[${lines.join(",")}]}`))).toStrictEqual([]);
});

test("all files that are not there are named", () => {
  const input = csv(records);
  const [detail] = input.details;
  if (detail === undefined) throw new Error("no detail file");
  const gone = {
    ...input,
    file: "/nowhere/a.csv",
    details: [{ ...detail, file: "/nowhere/b.csv" }],
  };
  expect(findingsOf(gone).map(({ code, data }) => [code, data?.file])).toStrictEqual([
    ["input.missing-file", "/nowhere/a.csv"],
    ["input.missing-file", "/nowhere/b.csv"],
  ]);
});

test("what is there and is no file is named", () => {
  const input = csv(records);
  const folder = dirname(input.file);
  const pipe = `${folder}/pipe.csv`;
  execFileSync("mkfifo", [pipe]);
  for (const [file, words] of [
    [folder, "It is a folder"],
    [pipe, "It is a device or a pipe"],
  ] as const) {
    const [finding] = findingsOf({ ...input, file }, retailShape, new NodeHost());
    expect([finding?.code, finding?.data?.file]).toEqual(["input.unreadable", file]);
    expect(finding?.message).toContain(words);
  }
});

test("a wrong header is found with all its columns and hints", () => {
  const header = masterHeader().replace("opening", "openning").replace("credits", "debits");
  expect(
    findingsOf(csvWithHeader(header)).map(({ message, hint }) => [message, hint]),
  ).toStrictEqual([
    ["the header has the column debits twice, columns 8 and 9", "give each column a unique name"],
    ["the header has no column opening, which the job maps", "did you mean `openning`?"],
    [
      "the header has no column credits, which the job maps",
      "add it to the file, or remove it from the job's columns",
    ],
    ["the job maps no field to the column openning, column 7", "did you mean `opening`?"],
  ]);
});

test("a column may be left aside on purpose", () => {
  const columns = { ...masterCsv.columns, extra: "-" };
  const rows = records.map((record) => `${masterRow(record)},whatever`);
  const file = writeInput("c.csv", `${masterHeader()},extra\n${rows.join("\n")}\n`);
  const input = inputSpec(file, { format: "csv", csv: { ...masterCsv, columns } });
  expect(runIntake(input).records).toHaveLength(3);
});

test("a file of another format is told from its first bytes", () => {
  const text = `${lines.join("\n")}\n`;
  expect(codesOf(csvWithHeader(text))[0]?.[2]).toContain("format: json");
  expect(codesOf(ndjson(["[", ...lines, "]"]))[0]).toStrictEqual([
    "input.format",
    0,
    "set format: json",
  ]);
  expect(codesOf(ndjson(["a,b", "1,2"]))[0]?.[2]).toBe("set format: csv");
  expect(codesOf(inputSpec(writeInput("c", gzipSync(text))))[0]?.[2]).toBe(
    "give it a name that ends in .gz",
  );
  expect(codesOf(inputSpec(writeInput("c", text), { compression: "gzip" }))[0]?.[0]).toBe(
    "input.format",
  );
  expect(codesOf(inputSpec(writeInput("c", Buffer.from(`\uFEFF${text}`, "utf16le"))))[0]?.[0]).toBe(
    "input.format",
  );
  expect(codesOf(inputSpec(writeInput("c", "")))[0]?.[0]).toBe("input.format");
  expect(codesOf(inputSpec(writeInput("c", " \n")))[0]?.[0]).toBe("input.format");
});

test("a gzip file or a JSON document that ends early is found", () => {
  const packed = gzipSync(lines.join("\n"));
  const file = writeInput("c.gz", packed.subarray(0, packed.length - 5));
  expect(codesOf(inputSpec(file, { compression: "gzip" }))).toStrictEqual([
    ["input.truncated", 0, undefined],
  ]);
  const document = `{"customers":[${lines.join(",")}]}`;
  for (const cut of [1, 2, 40, document.length - 20])
    expect(codesOf(json(document.slice(0, -cut)))[0]?.[0]).toBe("input.truncated");
});

test("a JSON document broken between its records is found", () => {
  for (const content of [
    `{"customers":[${lines[0]} ${lines[1]}]}`,
    `{"customers":[${lines[0]},]}`,
    `{"customers" [${lines[0]}]}`,
    `{"customers":[${lines[0]}]]`,
    `{customers:[]}`,
    "[".repeat(100) + "]".repeat(100),
  ])
    expect(codesOf(json(content))[0]?.[0]).toBe("input.json-broken");
});

test("a path to no array is found, with the nearest name", () => {
  expect(codesOf(json(`{"customer":[]}`))).toStrictEqual([
    ["input.records-path", 0, "did you mean `customer`?"],
  ]);
});

test("records are found through arrays, at the root, and in documents one after the other", () => {
  const [a, b, c] = lines;
  const nested = `{"runs":[{"customers":[${a}]},{"customers":[]},{"x":1,"customers":[${b},${c}]}]}`;
  for (const [content, recordsPath] of [
    [nested, "runs.customers"],
    [`[${lines.join(",")}]`, ""],
    [lines.join(" "), ""],
    [`{"customers":[${a},${b}]}\n{"customers":[${c}]}`, "customers"],
  ] as const) {
    const { records: found } = runIntake(json(content, { recordsPath }));
    expect(found.map(({ values }) => values)).toStrictEqual(records);
  }
});

test("files that are not sorted as declared are found, with the line", () => {
  const reversed = records.toReversed();
  const hint = "set order: none";
  expect(codesOf(csv(reversed))).toStrictEqual([
    ["input.order", 3, hint],
    ["input.order", 4, hint],
  ]);
  expect(codesOf(ndjson(lines.toReversed()))).toStrictEqual([["input.order", 2, hint]]);
  expect(codesOf(json(`{"customers":[${lines.toReversed().join(",")}]}`))).toStrictEqual([
    ["input.order", 0, hint],
  ]);
  expect(codesOf(ndjson(lines.toReversed(), { order: "none" }))).toStrictEqual([]);
});

test("totals that do not hold are found", () => {
  const cents = records.map(({ account }) => BigInt(account.opening.replace(".", "")));
  const sum = String(cents.reduce((total, amount) => total + amount, 0n)).padStart(3, "0");
  const exact = `${sum.slice(0, -2)}.${sum.slice(-2)}`;
  const right = { records: 3, sums: { "account.opening": exact } };
  for (const input of [ndjson(lines, { expect: right }), csv(records, {}, { expect: right })])
    expect(findingsOf(input)).toStrictEqual([]);
  const wrong = { records: 4, sums: { "account.opening": `${exact}1`, "account.closing": "0.00" } };
  expect(findingsOf(ndjson(lines, { expect: wrong })).map(({ code }) => code)).toStrictEqual(
    Array(3).fill("input.expectation"),
  );
  const input = csv(records);
  const details = input.details.map((detail) => ({ ...detail, expectRows: 5 }));
  expect(findingsOf({ ...input, details }).map(({ message }) => message)).toStrictEqual([
    "the job expects 5 rows, the file has 6",
  ]);
});

test("bad records do not spoil a sum as long as their amounts can be read", () => {
  const bad = records.map((record, index) => ({
    account: { ...record.account, opening: "1.00", kind: index === 1 ? "loan" : "savings" },
  }));
  const text = bad.map((record) => JSON.stringify(record));
  const sums = (total: string) => ({ expect: { sums: { "account.opening": total } } });
  expect(findingsOf(ndjson(text, sums("3.00")))).toStrictEqual([]);
  expect(findingsOf(ndjson(text, sums("2.00")))).toHaveLength(1);
  expect(findingsOf(ndjson([...text, "{torn"], sums("2.00")))).toStrictEqual([]);
});

test("what job and layout say of each other is checked before any file is read", () => {
  const columns = {
    ...masterCsv.columns,
    name: "customer.nane",
    zip: "customer.address.zipp",
    email: "account.id",
  };
  const input = inputSpec("/nowhere", {
    format: "csv",
    key: "account.idd",
    csv: { ...masterCsv, delimiter: "::", columns },
    expect: { sums: { "customer.name": "1.00" } },
  });
  expect(findingsOf(input).map(({ message, hint }) => [message, hint])).toStrictEqual([
    ["the key account.idd is not a text field of the layout's data", "did you mean `account.id`?"],
    [
      "a sum is expected of customer.name, which is not a money field",
      "did you mean `customer.name`?",
    ],
    ["the delimiter and the quote must be two different ASCII characters", undefined],
    ["a column is mapped to customer.nane, which is not a field", "did you mean `customer.name`?"],
    [
      "a column is mapped to customer.address.zipp, which is not a field",
      "did you mean `customer.address`?",
    ],
    ["two columns are mapped to account.id", undefined],
    ["no column is mapped to customer.name, which every record needs", undefined],
    ["no column is mapped to the key account.idd", undefined],
  ]);
});

test("detail files must go into a list, and into CSV", () => {
  const input = csv(records);
  const details = input.details.map((detail) => ({ ...detail, into: "transaction" }));
  expect(findingsOf({ ...input, details })[0]?.hint).toBe("did you mean `transactions`?");
  expect(findingsOf(ndjson(lines, { details: input.details }))[0]?.code).toBe("input.mapping");
});

test("a field cannot have a name that every object has", () => {
  const shape = { ...retailShape, fields: { ...retailShape.fields, toString: retailShape } };
  expect(findingsOf(ndjson(lines), shape)[0]?.message).toBe("a field cannot be named toString");
});

test("a file without a header is found, and none of its values shown", () => {
  const [found, ...others] = findingsOf(csvWithHeader(masterRow(retailRecord(7, 1))));
  expect(others).toStrictEqual([]);
  expect(found?.message).toBe(
    "the first line is not a header: it names no column that the job maps",
  );
});

test("a header that cannot be read is found", () => {
  const input = csvOf([], [`${detailRows(records[0] as never)[0]}`]);
  const broken = writeInput("d.csv", `${detailHeader()},"x`);
  const details = input.details.map((detail) => ({ ...detail, file: broken }));
  const hint = "the first line must name the columns that the job maps";
  expect(codesOf({ ...input, details })).toStrictEqual([["input.header", 1, hint]]);
});
