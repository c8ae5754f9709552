import { closeSync, ftruncateSync, openSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { limits } from "../../src/base/limits.ts";
import type { InputSpec } from "../../src/model/job.ts";
import { masterCsv, masterHeader, masterRow } from "./csv-files.ts";
import { inputSpec, retailRecord } from "./retail.ts";
import { csvOf, findingsOf, json, ndjson, runIntake, writeInput } from "./run-intake.ts";
import { newFolder } from "./test-host.ts";

const good = [0, 1, 2].map((index) => retailRecord(index, 2));
const lines = good.map((record) => JSON.stringify(record));
const MIB = 1024 * 1024;

const codesOf = (input: InputSpec): string[] => runIntake(input).rejects.map(({ code }) => code);
const refusalsOf = (input: InputSpec): string[] => findingsOf(input).map(({ code }) => code);
const changed = (find: string, replacement: string): string =>
  (lines[1] as string).replace(find, () => replacement);
/** What becomes of the middle record of three, the others being good. */
const codesOfLine = (line: string): string[] =>
  codesOf(ndjson([lines[0] as string, line, lines[2] as string], { order: "none" }));

/** A file with a hole of so many bytes between a head and a tail. */
function withHole(name: string, head: string, holeBytes: number, tail: string): string {
  const path = join(newFolder(), name);
  const file = openSync(path, "w");
  writeSync(file, head);
  ftruncateSync(file, head.length + holeBytes);
  writeSync(file, tail, head.length + holeBytes);
  closeSync(file);
  return path;
}

/** Runs something, and says how many bytes the process grew beyond what it ever was. */
function growthOf(work: () => void): number {
  const before = process.resourceUsage().maxRSS;
  work();
  return (process.resourceUsage().maxRSS - before) * 1024;
}

test("a line of 240 MB costs one reject and little memory", () => {
  const hole = 240 * MIB;
  const asLines = withHole("c.ndjson", `${lines[0]}\n{"a":"`, hole, `"}\n${lines[2]}\n`);
  const [first, last] = [good[0], good[2]].map((record) => masterRow(record as never));
  const asRows = withHole("c.csv", `${masterHeader()}\n${first}\nx`, hole, `\n${last}\n`);
  const asList = withHole("c.json", `[${lines[0]},"`, hole, `",${lines[2]}]`);
  const growthBytes = growthOf(() => {
    expect(codesOf(inputSpec(asLines))).toEqual(["data.record-too-large"]);
    const spec = inputSpec(asRows, { format: "csv", csv: masterCsv });
    expect(codesOf(spec)).toEqual(["data.record-too-large"]);
    expect(codesOf(inputSpec(asList, { format: "json" }))).toEqual(["data.record-too-large"]);
  });
  expect(growthBytes).toBeLessThan(220 * MIB);
});

test("a member name of 200 MB is refused without being read whole", () => {
  const file = withHole("c.json", '{"', 200 * MIB, `":1,"customers":[]}`);
  const input = inputSpec(file, { format: "json", recordsPath: "customers" });
  const growthBytes = growthOf(() => expect(refusalsOf(input)).toEqual(["input.json-broken"]));
  expect(growthBytes).toBeLessThan(100 * MIB);
});

test("a header of 100,000 columns is refused, and a row of as many fields is one reject", () => {
  const columns = Array.from({ length: 100_000 }, (_, index) => `c${index}`).join(",");
  const file = writeInput("c.csv", `${columns}\n`);
  expect(refusalsOf(inputSpec(file, { format: "csv", csv: masterCsv }))).toContain("input.header");
  const rows = [masterRow(good[0] as never), ",".repeat(100_000), masterRow(good[2] as never)];
  expect(codesOf(csvOf(rows, []))).toEqual(["data.field-count"]);
});

test("100,000 nested values cost one reject, or the file where they hide the records", () => {
  const nest = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;
  expect(codesOfLine(changed('"checking"', nest))).toEqual(["data.too-deep"]);
  expect(codesOfLine(nest)).toEqual(["data.too-deep"]);
  expect(codesOfLine("[".repeat(100_000))).toEqual(["data.json-syntax"]);
  expect(codesOfLine('{"a":'.repeat(100_000))).toEqual(["data.json-syntax"]);
  expect(refusalsOf(json(`${"[".repeat(100_000)}`))).toEqual(["input.json-broken"]);
  const unknown = changed('"account":', `"unknown":${nest},"account":`);
  expect(codesOfLine(unknown)).toEqual(["data.too-deep"]);
});

test("a field of 5 MB is too long, and one of 100 MB makes its record too large", () => {
  const name = '"product":"Everyday Checking"';
  expect(codesOfLine(changed(name, `"product":"${"x".repeat(5 * MIB)}"`))).toEqual([
    "data.too-long",
  ]);
  expect(codesOfLine(changed(name, `"product":"${"x".repeat(100 * MIB)}"`))).toEqual([
    "data.record-too-large",
  ]);
});

test("gzip bombs are refused by their ratio, and so is what is packed twice", () => {
  const zeros = gzipSync(Buffer.alloc(limits.gzipFreeBytes + 8 * MIB), { level: 9 });
  const bomb = inputSpec(writeInput("c.gz", zeros), { compression: "gzip" });
  expect(refusalsOf(bomb)).toEqual(["input.unpacks-too-large"]);
  const twice = gzipSync(gzipSync(lines.join("\n")));
  const found = findingsOf(inputSpec(writeInput("c.gz", twice), { compression: "gzip" }));
  expect(found.map(({ code, hint }) => [code, hint])).toEqual([
    ["input.format", "unpack it once by hand"],
  ]);
});

test("a small file may be packed however well", () => {
  const rows = Array.from({ length: 2000 }, () => masterRow(good[0] as never));
  const packed = gzipSync(`${masterHeader()}\n${rows.join("\n")}\n`, { level: 9 });
  const spec = { format: "csv", csv: masterCsv, compression: "gzip", order: "key" } as const;
  expect(codesOf(inputSpec(writeInput("c.gz", packed), spec))).toEqual([]);
});

test.each([
  ["1e999", '"check":1e999', "data.too-large"],
  ["a number past 2 to the 53rd", '"check":9007199254740993', "data.too-large"],
  ["a fraction", '"check":1.5', "data.wrong-type"],
])("a whole number of %s is refused", (_what, member, code) => {
  const line = JSON.stringify({
    ...good[1],
    transactions: [{ ...good[1]?.transactions[0], check: 77 }],
  });
  expect(codesOfLine(line)).toEqual([]);
  expect(codesOfLine(line.replace('"check":77', member))).toEqual([code]);
});

test.each(["1e5", "1E+400000000", "-", ".5", "5.", "1,000.00", "0x10", "٣"])(
  "money written %j is refused",
  (amount) => {
    const line = changed(`"opening":"${good[1]?.account.opening}"`, `"opening":"${amount}"`);
    expect(codesOfLine(line)).toEqual(["data.wrong-type"]);
  },
);

test("half a surrogate pair is no text, and makes no two keys one", () => {
  const ofName = changed('"name":"', '"name":"\\ud800');
  expect(codesOfLine(ofName)).toEqual(["data.bad-text"]);
  const ofLine = changed('"12 EXAMPLE ST APT 4"', '"12 EXAMPLE \\udc00"');
  expect(codesOfLine(ofLine)).toEqual(["data.bad-text"]);
  const ofKey = changed('"id":"', '"id":"\\ud801');
  expect(codesOfLine(ofKey)).toEqual(["data.bad-text"]);
  expect(codesOfLine(changed('"name":"', '"name":"\\ud83d\\ude00'))).toEqual([]);
});

test("a key with control characters is refused, in JSON and in CSV", () => {
  for (const character of ["\\u0000", "\\n", "\\u001b[2J", "\\u0085"])
    expect(codesOfLine(changed('"id":"', `"id":"${character}`))).toEqual(["data.bad-key"]);
  const nul = { ...good[1], account: { ...good[1]?.account, id: "NB\u0000" } };
  const rows = [good[0], nul, good[2]].map((record) => masterRow(record as never));
  expect(codesOf(csvOf(rows, [], { order: "none" }))).toEqual(["data.bad-key"]);
});

test("a member that is named twice has two values, so its record is refused", () => {
  expect(codesOfLine(changed('"opening":', '"opening":"1.00","opening":'))).toEqual([
    "data.repeated-name",
  ]);
  expect(codesOfLine(changed('"opening":', '"opening" : "1.00","opening":'))).toEqual([
    "data.repeated-name",
  ]);
  expect(codesOfLine(changed('"opening":', '"\\u006fpening":"1.00","opening":'))).toEqual([
    "data.repeated-name",
  ]);
  expect(codesOfLine(changed('"Everyday Checking"', '"a:b \\" : \\\\"'))).toEqual([]);
});

test("names that objects have by themselves are names like others", () => {
  const proto = changed('"account":', '"__proto__":{"account":{"id":"X"}},"account":');
  const run = runIntake(ndjson([lines[0] as string, proto, lines[2] as string]));
  expect(run.records.map(({ key }) => key)).toEqual(good.map(({ account }) => account.id));
  expect(Object.keys(run.records[1]?.values ?? {})).not.toContain("__proto__");
  const noAccount = '{"__proto__":{"account":{"id":"X"}},"constructor":{"account":1}}';
  expect(codesOfLine(noAccount)).toEqual(["data.missing-field"]);
});

test("NUL bytes and bytes that are no UTF-8 cost their record", () => {
  const bytes = Buffer.from(`${lines.join("\n")}\n`);
  const nul = Buffer.from(bytes);
  nul[(lines[0] as string).length + 4] = 0;
  const file = writeInput("c.ndjson", nul);
  expect(codesOf(inputSpec(file))).toEqual(["data.json-syntax"]);
  bytes[(lines[0] as string).length + 4] = 0xff;
  writeFileSync(file, bytes);
  expect(codesOf(inputSpec(file))).toEqual(["data.bad-utf8"]);
});

test("a million detail rows of one key cost one reject and little memory", () => {
  const row = `${good[1]?.account.id},2026-10-01,deposit,Coffee,,1.00,1.00`;
  const master = good.map((record) => masterRow(record));
  const input = csvOf(master, Array<string>(1_000_000).fill(row));
  const growthBytes = growthOf(() => expect(codesOf(input)).toEqual(["data.too-many-rows"]));
  expect(growthBytes).toBeLessThan(300 * MIB);
});

test("rows that are all broken are bounded, and do not take a second each", () => {
  const master = good.map((record) => masterRow(record));
  const many = Array<string>(limits.strayRowsMax + 1).fill("x");
  expect(refusalsOf(csvOf(master, many))).toEqual(["input.broken-rows"]);
  const key = good[1]?.account.id;
  const rows = Array.from({ length: 40_000 }, (_, n) => (n % 2 === 0 ? `${key},${n}` : "x"));
  const codes = codesOf(csvOf(master, [`${key},2026-10-01,fee,Fee,,1.00,1.00`, ...rows]));
  expect(new Set(codes)).toEqual(new Set(["data.field-count"]));
});

test("a shard of nothing but line ends has no more units than it may", () => {
  const count = limits.shardUnitsMax + 10;
  const { scan } = runIntake(
    ndjson([...lines, ...Array<string>(count).fill("x")], {
      shardBytes: limits.shardBytesMax,
    }),
  );
  expect(scan.shards.map(({ unitCount }) => unitCount)).toEqual([limits.shardUnitsMax, 13]);
});

test("a document whose records lie in more lists than can be read apart is refused", () => {
  const document = `${'{"customers":[{}]}'.repeat(limits.shardsMax + 2)}`;
  expect(refusalsOf(json(document))).toEqual(["input.scattered"]);
});
