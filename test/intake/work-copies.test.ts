import { readFileSync, readdirSync, rmSync } from "node:fs";
import { expect, test } from "vitest";
import type { FixedField, FixedSpec } from "../../src/model/input-format.ts";
import type { DetailSpec, InputSpec } from "../../src/model/job.ts";
import { detailCsv, masterCsv } from "./csv-files.ts";
import { readForeign, refusals, rejectLines } from "./foreign-input.ts";
import { inputSpec, retailRecord, type Retail } from "./retail.ts";
import { csvOf, runIntake, writeInput } from "./run-intake.ts";
import { detailRows, masterRow } from "./csv-files.ts";
import { newFolder } from "./test-host.ts";

const WIDTH = 48;
const masterColumns = Object.keys(masterCsv.columns);
const detailColumns = ["account_id", ...Object.keys(detailCsv.columns)];

function textField(name: string, start: number, length: number): FixedField {
  return { name, start, length, form: { type: "text" } };
}

function fixedSpec(columns: readonly string[], more: Partial<FixedSpec> = {}): FixedSpec {
  const fields = columns.map((name, at) => textField(name, 1 + at * WIDTH, WIDTH));
  return { kind: "fixed", form: "rows", encoding: "utf-8", hasLineEnds: true, fields, ...more };
}

/** A value in as many bytes as its column has. */
function padded(text: string): string {
  return text + " ".repeat(WIDTH - Buffer.byteLength(text));
}

function valuesOf(row: string): string[] {
  return row.split(",").map((field) => field.replaceAll(/^"|"$/g, ""));
}

/** Records whose texts a plain split of their CSV rows gives back. */
const records: Retail[] = Array.from({ length: 40 }, (_, index) => {
  const record = retailRecord(index, index % 5);
  const name = ["Ana O'Neil-Núñez Jr", "Wu Li"][index % 2] as string;
  const transactions = record.transactions.map((row) => ({ ...row, text: "Direct déposit" }));
  return { ...record, customer: { ...record.customer, name }, transactions };
});
const masterRows = records.map((record) => valuesOf(masterRow(record)));
const rows = records.flatMap((record) => detailRows(record).map(valuesOf));

function fixedInput(
  masterLines: readonly string[],
  detailLines: readonly string[],
  changes: Partial<InputSpec> = {},
): InputSpec {
  const detail: DetailSpec = {
    into: "transactions",
    file: writeInput("transactions.dat", detailLines.map((line) => `${line}\n`).join("")),
    compression: "none",
    encoding: "utf-8",
    foreign: fixedSpec(detailColumns),
    keyColumn: "account_id",
    order: "none",
    csv: detailCsv,
  };
  return inputSpec(writeInput("customers.dat", masterLines.map((line) => `${line}\n`).join("")), {
    format: "csv",
    csv: masterCsv,
    foreign: fixedSpec(masterColumns),
    details: [detail],
    order: "none",
    shardBytes: 4096,
    ...changes,
  });
}

const fixedLines = (of: readonly (readonly string[])[]): string[] =>
  of.map((values) => values.map(padded).join(""));
const masterLines = fixedLines(masterRows);
const detailLines = fixedLines(rows);

test("records of fixed width with their details are those of the same CSV, in any order", async () => {
  const { records: wanted } = runIntake(
    csvOf(
      records.map((one) => masterRow(one)),
      records.flatMap((one) => detailRows(one)),
    ),
  );
  const sorted = await readForeign(fixedInput(masterLines, detailLines));
  expect(sorted.records.map(({ values }) => values)).toStrictEqual(
    wanted.map(({ values }) => values),
  );
  expect(sorted.rejects).toEqual([]);
  const turned = await readForeign(fixedInput(masterLines.toReversed(), detailLines));
  expect(turned.records.map(({ values }) => values)).toStrictEqual(
    wanted.map(({ values }) => values),
  );
  expect(turned.records.map(({ place }) => place.line)).toEqual(
    records.map((_, at) => records.length - at),
  );
});

test("a reject has the line and the bytes of the sender's file", async () => {
  const broken = masterLines.with(7, masterLines[7]?.replace("2026-10-01", "2026-13-01") ?? "");
  const wrongRow = detailLines.with(3, detailLines[3]?.replace("deposit", "depxsit") ?? "");
  for (const order of ["key", "none"] as const) {
    const input = fixedInput(broken, wrongRow, { order });
    const { rejects } = await readForeign(input);
    expect(rejects.map(({ code, line, file }) => [code, line, file])).toEqual([
      ["data.unknown-value", 4, input.details[0]?.file],
      ["data.impossible-date", 8, input.file],
    ]);
    for (const { file, raw, line, byteOffset } of rejects) {
      const lines = file === input.file ? broken : wrongRow;
      const sent = readFileSync(file);
      const row = Buffer.from(raw, "base64");
      expect(row.toString()).toBe(lines[line - 1]);
      expect(sent.subarray(byteOffset, byteOffset + row.length)).toEqual(row);
    }
  }
});

test("a copy that is made again is the same, byte by byte", async () => {
  const folder = newFolder();
  const input = fixedInput(masterLines, detailLines);
  const first = await readForeign(input, undefined, folder);
  const names = readdirSync(folder);
  expect(names).toEqual([
    "input-0.copy",
    "input-0.copy.sorted",
    "input-1.copy",
    "input-1.copy.sorted",
  ]);
  const before = names.map((name) => readFileSync(`${folder}/${name}`));
  for (const name of names) rmSync(`${folder}/${name}`);
  const again = await readForeign(input, undefined, folder);
  expect(names.map((name) => readFileSync(`${folder}/${name}`))).toEqual(before);
  expect(again).toEqual(first);
});

test("sums, counts and a trailer line hold for a copy as for a CSV file", async () => {
  const trailer = ["T", String(records.length), ...masterColumns.slice(2).map(() => "")];
  const trailerSpec = {
    marker: "T",
    at: 1,
    records: 2,
    rows: {},
    sums: {},
    job: { cycle: "2026-10", asOf: "2026-10-31" },
  };
  const withTrailer = fixedInput([...masterLines, ...fixedLines([trailer])], detailLines, {
    expect: { records: records.length, sums: {}, trailer: trailerSpec },
  });
  const { records: read, rejects } = await readForeign(withTrailer);
  expect([read.length, rejects.length]).toEqual([records.length, 0]);
  const without = fixedInput(masterLines, detailLines, {
    expect: { sums: {}, trailer: trailerSpec },
  });
  expect(await refusals(without)).toEqual([
    expect.stringContaining("input.no-trailer the file does not end with its trailer"),
  ]);
  const wrong = { expect: { sums: { "account.opening": "1.00" } } };
  expect(await refusals(fixedInput(masterLines, detailLines, wrong))).toEqual([
    expect.stringContaining("input.expectation the sum of account.opening"),
  ]);
});

const ODD: readonly (readonly [string, string | Buffer, Partial<FixedSpec>, readonly string[]])[] =
  [
    ["no line end at the end", "A1 1.00\nA2 2.00", {}, []],
    ["CR LF", "A1 1.00\r\nA2 2.00\r\n", {}, []],
    ["blank lines", "A1 1.00\n\n   \nA2 2.00\n", {}, []],
    ["a byte order mark", "\uFEFFA1 1.00\nA2 2.00\n", {}, []],
    ["blanks left out at the end", "A1 1.00\nA2 2\n", {}, []],
    ["no line ends", "A1 1.00A2 2.00", { recordBytes: 7, hasLineEnds: false }, []],
    ["an end of CP/M", "A1 1.00A2 2.00\u001a", { recordBytes: 7, hasLineEnds: false }, []],
    [
      "a torn line among records of one size",
      "A1 1.00\nA2 2.\n",
      { recordBytes: 7 },
      [
        "data.record-length | line 2 | A2 | the line has 5 bytes, not 7: it may be torn; " +
          "send it again, or correct `record-bytes`",
      ],
    ],
    [
      "bytes that are not UTF-8",
      Buffer.from("A1 1.00\nA2 2.\xe90\n", "latin1"),
      {},
      [
        "data.bad-utf8 | line 2 | A2 | TOTAL | TOTAL is not valid UTF-8: name the file's encoding, " +
          "or correct where the field starts (in bytes)",
      ],
    ],
    ["windows-1252", Buffer.from("A\xe9 1.00\n", "latin1"), { encoding: "windows-1252" }, []],
  ];

test.each(ODD)("fixed width: %s", async (_, content, more, rejects) => {
  const shape = {
    kind: "object",
    fields: { id: { kind: "text", optional: false }, total: { kind: "money", optional: false } },
  } as const;
  const fields = [textField("ID", 1, 3), textField("TOTAL", 4, 4)];
  const input = inputSpec(writeInput("odd.dat", content), {
    format: "csv",
    key: "id",
    csv: { delimiter: ",", quote: '"', columns: { ID: "id", TOTAL: "total" } },
    foreign: fixedSpec([], { fields, ...more }),
  });
  const { records: read, rejects: found } = await readForeign(input, shape);
  expect(rejectLines(found)).toEqual(rejects);
  expect(read.length + found.length).toBe(content.length > 9 ? 2 : 1);
});

test("a file that is no whole number of records is refused, with what to write", async () => {
  const fields = [textField("ID", 1, 7)];
  const of = (content: string): InputSpec =>
    inputSpec(writeInput("torn.dat", content), {
      format: "csv",
      csv: { ...masterCsv, columns: { ID: "account.id" } },
      foreign: fixedSpec([], { fields, recordBytes: 7, hasLineEnds: false }),
    });
  const shape = {
    kind: "object",
    fields: { account: { kind: "object", fields: { id: { kind: "text", optional: false } } } },
  } as const;
  expect(await refusals(of("A1 1.00A2 2."), shape)).toEqual([
    "input.truncated the file has 12 bytes, which is not a whole number of records of 7 bytes: " +
      "correct `record-bytes`, or request the file again: its last record is torn",
  ]);
  expect(await refusals(of("A1 1.00\nA2 2.00\n"), shape)).toEqual([
    expect.stringContaining("line ends follow the records: set `line-ends: true`"),
  ]);
});

test("values with the signs of CSV come out of a copy as they went in", async () => {
  const values = ['"', 'a "b" c', '"x', "1,2", ',"', '""', "two\nlines", 'l"1\nl,2', "\r\nx"];
  const spec = fixedSpec([], {
    fields: [textField("ID", 1, 3), textField("TEXT", 4, 12)],
    recordBytes: 15,
    hasLineEnds: false,
  });
  const content = values.map((value, at) => `K${at} ${value.padEnd(12)}`).join("");
  const input = inputSpec(writeInput("signs.dat", content), {
    format: "csv",
    key: "id",
    csv: { delimiter: ",", quote: '"', columns: { ID: "id", TEXT: "text" } },
    foreign: spec,
  });
  const text = { kind: "text", optional: false } as const;
  const shape = { kind: "object", fields: { id: text, text } } as const;
  const { records: read, rejects } = await readForeign(input, shape);
  expect(rejects).toEqual([]);
  expect(read.map(({ values: found }) => found.text)).toEqual(values.map((value) => value.trim()));
});
