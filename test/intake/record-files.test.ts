import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { recordsOf, recordsSchema } from "../../src/job/formats/records-schema.ts";
import type { ObjectShape } from "../../src/model/data-shape.ts";
import type { InputSpec } from "../../src/model/job.ts";
import { readForeign, refusals, rejectLines } from "./foreign-input.ts";
import { inputSpec } from "./retail.ts";
import { writeInput } from "./run-intake.ts";

const text = { kind: "text", optional: false } as const;
const billShape: ObjectShape = {
  kind: "object",
  fields: {
    account: text,
    paperless: { kind: "boolean", optional: true },
    customer: {
      kind: "object",
      fields: { name: text, address: { kind: "address", optional: true } },
    },
    total: { kind: "money", optional: false },
    charges: {
      kind: "list",
      item: {
        kind: "object",
        fields: {
          text,
          units: { kind: "integer", optional: true },
          amount: { kind: "money", optional: false },
        },
      },
    },
  },
};

const FIXED = `
type: { start: 1, length: 2 }
types:
  "00": { as: header, fields: { created: { start: 3, length: 8 } } }
  "10":
    as: record
    fields:
      account: { start: 3, length: 6 }
      total: { start: 9, length: 8, type: zoned, decimals: 2 }
      paperless: { start: 17, length: 5 }
  "20":
    as: object
    into: customer
    fields:
      name: { start: 3, length: 10 }
      address.lines.0: { start: 13, length: 10 }
      address.lines.1: { start: 23, length: 10 }
      address.zip: { start: 33, length: 5 }
  "30":
    as: list
    into: charges
    fields:
      text: { start: 3, length: 8 }
      units: { start: 11, length: 4 }
      amount: { start: 15, length: 8, type: zoned, decimals: 2 }
  "40": { as: skip }
  "99":
    as: trailer
    fields: { count: { start: 3, length: 6 }, sum: { start: 9, length: 10, type: zoned, decimals: 2 } }
`;
const DELIMITED = `
delimiter: "|"
quote: '"'
type: 1
types:
  H: { as: header, fields: ["-", created] }
  A: { as: record, fields: ["-", account, total, paperless] }
  B: { as: object, into: customer, fields: ["-", name, address.lines.0, address.lines.1, address.zip] }
  C: { as: list, into: charges, fields: ["-", text, units, amount] }
  N: { as: skip }
  T: { as: trailer, fields: ["-", count, sum] }
`;

/** A line with values in fields of these widths; numbers stand at their end. */
function line(type: string, ...fields: readonly (readonly [string, number])[]): string {
  const put = ([value, width]: readonly [string, number]): string =>
    width < 0 ? value.padStart(-width) : value.padEnd(width);
  return type + fields.map(put).join("");
}

const account = (id: string, total: string, paperless = ""): string =>
  line("10", [id, 6], [total, -8], [paperless, 5]);
const charge = (name: string, units: string, amount: string): string =>
  line("30", [name, 8], [units, 4], [amount, -8]);

const FIXED_LINES = [
  "0020261007",
  account("A00001", "123D"),
  line("20", ["ANN LEE", 10], ["1 MAIN ST", 10], ["SALEM OR", 10], ["97301", 5]),
  charge("Water", "12", "100{"),
  charge("Sewer", "", "23D"),
  "40whatever",
  account("A00002", "500{", "true"),
  line("20", ["BO RAY", 10], ["2 OAK AVE", 10], ["BEND OR", 10], ["97701", 5]),
  line("99", ["000002", 6], ["623D", -10]),
];
const DELIMITED_LINES = [
  "H|20261007",
  "A|A00001|12.34",
  "B|ANN LEE|1 MAIN ST|SALEM OR|97301",
  "C|Water|12|10.00",
  'C|"Sew|er"||2.34',
  "N|whatever",
  "A|A00002|50.00|true",
  "B|BO RAY|2 OAK AVE|BEND OR|97701",
  "T|2|62.34",
];

function input(
  section: string,
  lines: readonly string[],
  changes: Partial<InputSpec> = {},
): InputSpec {
  const content = lines.map((line) => `${line}\n`).join("");
  return inputSpec(writeInput("bills.dat", content), {
    foreign: recordsOf(recordsSchema.parse(parse(section))),
    key: "account",
    order: "none",
    ...changes,
  });
}

const trailer = {
  marker: "",
  at: 1,
  records: "count",
  rows: {},
  sums: { total: "sum" },
  job: { cycle: "2026-10", asOf: "2026-10-07" },
};
const expected = { expect: { sums: {}, trailer: { ...trailer, asOf: "header.created" } } };

describe.each([
  ["at places", FIXED, FIXED_LINES, "Sewer"],
  ["delimited", DELIMITED, DELIMITED_LINES, "Sew|er"],
])("records of several types %s", (_, section, lines, sewer) => {
  test("become nested records, and the file's own totals hold", async () => {
    const { records, rejects } = await readForeign(input(section, lines, expected), billShape);
    expect(rejects).toEqual([]);
    expect(records.map(({ values, place }) => [place.line, values])).toEqual([
      [
        2,
        {
          account: "A00001",
          total: "12.34",
          customer: {
            name: "ANN LEE",
            address: { lines: ["1 MAIN ST", "SALEM OR"], zip: "97301" },
          },
          charges: [
            { text: "Water", units: 12, amount: "10.00" },
            { text: sewer, amount: "2.34" },
          ],
        },
      ],
      [
        7,
        {
          account: "A00002",
          total: "50.00",
          paperless: true,
          customer: {
            name: "BO RAY",
            address: { lines: ["2 OAK AVE", "BEND OR"], zip: "97701" },
          },
          charges: [],
        },
      ],
    ]);
  });

  test("are incomplete without their trailer, and refused past it", async () => {
    expect(await refusals(input(section, lines.slice(0, -1), expected), billShape)).toEqual([
      expect.stringContaining("input.no-trailer"),
    ]);
    expect(await refusals(input(section, [...lines, lines[1] ?? ""], expected), billShape)).toEqual(
      [expect.stringContaining("input.trailer line 10 follows the trailer")],
    );
    expect(
      await refusals(input(section, lines.toSpliced(2, 0, lines[0] ?? ""), expected), billShape),
    ).toEqual([expect.stringContaining("input.trailer line 3 is a header among the records")]);
  });

  test("are refused if a record is missing, by count and sum", async () => {
    const short = lines.toSpliced(6, 2);
    expect(await refusals(input(section, short, expected), billShape)).toEqual([
      expect.stringContaining("input.expectation the trailer says 2 records, the file has 1"),
      expect.stringContaining("input.expectation the sum of total is not what the trailer says"),
    ]);
  });
});

const ORDER = "lines are missing or out of order";
/** The lines, what is rejected, and how many records are good. */
const ODD: readonly (readonly [string, readonly string[], readonly string[], number])[] = [
  [
    "rows before any record",
    [...FIXED_LINES.slice(3, 5), ...FIXED_LINES.slice(6, 8)],
    [
      `data.record-order | line 1 | the line belongs to a record, and none has begun before it: ${ORDER}`,
    ],
    1,
  ],
  [
    "a record that lost its first line",
    [...FIXED_LINES.slice(1, 5), ...FIXED_LINES.slice(7, 8)],
    [
      "data.record-order | line 5 | A00001 | the record has a second line of the type 20: a line " +
        "that begins the next record is missing, or `as: list` is meant",
    ],
    0,
  ],
  [
    "a line of an unknown type",
    [...FIXED_LINES.slice(1, 4), "77?", ...FIXED_LINES.slice(6, 8)],
    [
      "data.record-order | line 4 | A00001 | the line has a type that the job does not declare: " +
        "add it to `types`",
    ],
    1,
  ],
  [
    "a number that is none",
    FIXED_LINES.slice(1, 8).with(2, charge("Water", "12", "1x0{")),
    [
      "data.bad-field | line 3 | A00001 | amount | amount is no zoned decimal: its byte 6 of 8 is " +
        "X'78'; correct it, or its place and type",
    ],
    1,
  ],
  [
    "a line torn within a number",
    FIXED_LINES.slice(1, 8).with(3, charge("Sewer", "", "23D").slice(0, -3)),
    [
      "data.record-length | line 4 | A00001 | amount | amount is cut off by the record's end: the " +
        "record is torn, or the field's place is wrong",
    ],
    1,
  ],
  [
    "a value that the layout does not take, by its own line",
    FIXED_LINES.slice(1, 8).with(2, charge("Water", "1x", "100{")),
    [
      "data.wrong-type | line 3 | A00001 | charges.0.units | charges.0.units is not a whole number: correct it",
    ],
    1,
  ],
  [
    "a field that every record needs",
    FIXED_LINES.slice(1, 8).with(5, account("A00002", "", "true")),
    ["data.missing-field | line 6 | A00002 | total | total is missing: fill it in"],
    1,
  ],
];

test.each(ODD)("one reject with its line: %s", async (_, lines, rejects, good) => {
  const read = await readForeign(input(FIXED, lines), billShape);
  expect(rejectLines(read.rejects)).toEqual(rejects);
  expect(read.records.length).toBe(good);
});

const ODD_DELIMITED: readonly (readonly [string, string, string])[] = [
  ["a stray quote", 'C|Wa"ter|12|10.00', "data.csv-quote | line 3 | A00001 | the line has a stray"],
  [
    "a field too many",
    "C|Water|12|10.00|x",
    "data.field-count | line 3 | A00001 | the line has more",
  ],
];

test.each(ODD_DELIMITED)("one reject of a delimited line: %s", async (_, line, reject) => {
  const lines = DELIMITED_LINES.slice(1, 8).with(2, line);
  const { records, rejects } = await readForeign(input(DELIMITED, lines), billShape);
  expect(rejectLines(rejects)).toEqual([expect.stringContaining(reject)]);
  expect(records.length).toBe(1);
});

test("a list in each record is read as far as its count says, from records of their own length", async () => {
  const section = `
encoding: cp037
prefix: rdw
fields:
  account: { start: 1, length: 4 }
  total: { start: 5, length: 3, type: packed, decimals: 2 }
  customer.name: { start: 8, length: 5 }
  COUNT: { start: 13, length: 2, type: binary }
  charges:
    start: 15
    length: 6
    times: 5
    depending-on: COUNT
    fields:
      text: { start: 1, length: 3 }
      amount: { start: 4, length: 3, type: packed, decimals: 2 }
`;
  const a =
    "C1F0F0F1" + "01234C" + "C1D5D54040" + "0002" + "E6C1E3" + "01000C" + "E2C5E6" + "00234C";
  const b = "C1F0F0F2" + "05000C" + "C2D6404040" + "0000";
  const c = "C1F0F0F3" + "05000C" + "C2D6404040" + "0006";
  const d = "C1F0F0F4" + "05000C" + "C2D6404040" + "0001" + "E6C1E3" + "01Z00C".replace("Z", "A");
  const rdw = (hex: string): string =>
    `${(hex.length / 2 + 4).toString(16).padStart(4, "0")}0000${hex}`;
  const content = Buffer.from([a, b, c, d].map(rdw).join(""), "hex");
  const spec = inputSpec(writeInput("bills.vb", content), {
    foreign: recordsOf(recordsSchema.parse(parse(section))),
    key: "account",
    order: "key",
  });
  const { records, rejects } = await readForeign(spec, billShape);
  expect(records.map(({ values, place }) => [place.line, values.charges])).toEqual([
    [
      1,
      [
        { text: "WAT", amount: "10.00" },
        { text: "SEW", amount: "2.34" },
      ],
    ],
    [2, []],
  ]);
  expect(rejectLines(rejects)).toEqual([
    "data.bad-field | line 3 | A003 | COUNT | the count of a list is not from 0 to 5: correct it, " +
      "or the description of the list",
    "data.bad-field | line 4 | A004 | amount | amount is no packed decimal: its byte 2 of 3 is X'A0'; " +
      "correct it, or its place and type",
  ]);
  expect(Buffer.from(rejects[0]?.raw ?? "", "base64").toString("hex")).toBe(rdw(c).toLowerCase());
});

test("prefixes that are none are refused with their place", async () => {
  const section = "prefix: bdw\nencoding: cp037\nfields: { account: { start: 1, length: 4 } }";
  const of = (hex: string): InputSpec =>
    inputSpec(writeInput("bills.vb", Buffer.from(hex, "hex")), {
      foreign: recordsOf(recordsSchema.parse(parse(section))),
      key: "account",
      order: "none",
    });
  const good = "0014000000080000C1F0F0F100080000C1F0F0F2";
  const shape = { kind: "object", fields: { account: text } } as const;
  const { records } = await readForeign(of(good + good), shape);
  expect(records.map(({ key, place }) => [key, place.line, place.byteOffset])).toEqual([
    ["A001", 1, 4],
    ["A002", 2, 12],
    ["A001", 3, 24],
    ["A002", 4, 32],
  ]);
  expect(await refusals(of(good.slice(0, -2)), shape)).toEqual([
    expect.stringContaining("input.truncated no length of a block stands at byte 0"),
  ]);
  expect(await refusals(of(good.replace("00080000C1F0F0F2", "00090000C1F0F0F2")), shape)).toEqual([
    expect.stringContaining("input.truncated no length of a record stands at byte 12"),
  ]);
  expect(await refusals(of(good.replace("00080000C1F0F0F1", "00080400C1F0F0F1")), shape)).toEqual([
    expect.stringContaining("input.truncated no length of a record stands at byte 4"),
  ]);
});
