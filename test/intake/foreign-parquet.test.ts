import { parquetWriteBuffer } from "hyparquet-writer";
import { describe, expect, it } from "vitest";
import { parquetSource } from "../../src/intake/parquet/parquet-source.ts";
import type { ParquetSpec } from "../../src/model/input-format.ts";
import { foreignFile, type Reading, readForeign, told } from "./foreign.ts";

const ROWS: ParquetSpec = { kind: "parquet", form: "rows" };
const RECORDS: ParquetSpec = { kind: "parquet", form: "records" };

type Options = Parameters<typeof parquetWriteBuffer>[0];
type SchemaElement = NonNullable<Options["schema"]>[number];

const written = (options: Options): Uint8Array => new Uint8Array(parquetWriteBuffer(options));

function read(
  bytes: Uint8Array,
  spec: ParquetSpec = ROWS,
  columns: readonly string[] = [],
): Promise<Reading> {
  const file = { ...foreignFile("bills.parquet", bytes), columns };
  return readForeign(() => parquetSource(spec, file));
}

/** One column `v` of values as they are stored. */
async function column(
  element: Partial<SchemaElement>,
  data: readonly unknown[],
): Promise<string[]> {
  const schema = [
    { name: "root", num_children: 1 },
    { name: "v", repetition_type: "OPTIONAL", ...element } as SchemaElement,
  ];
  const { units, refusal } = await read(
    written({ columnData: [{ name: "v", data: [...data] }], schema }),
  );
  return refusal === undefined ? units.map(told) : [refusal];
}

const bytes = (...values: readonly number[]): Uint8Array => Uint8Array.from(values);

describe("a Parquet column of", () => {
  it("texts, absent ones, numbers, booleans", async () => {
    const { columns, units } = await read(
      written({
        columnData: [
          { name: "t", data: ["Ann", undefined, "Zoë|"], type: "STRING" },
          { name: "i", data: [1, -2, undefined], type: "INT32" },
          { name: "l", data: [9007199254740993n, undefined, -1n], type: "INT64" },
          { name: "d", data: [0.1, 1e21, undefined], type: "DOUBLE" },
          { name: "f", data: [12.3, 0.1, 16777216], type: "FLOAT" },
          { name: "b", data: [true, false, undefined], type: "BOOLEAN" },
        ],
      }),
    );
    expect(columns).toEqual(["t", "i", "l", "d", "f", "b"]);
    expect(units.map(told)).toEqual([
      "Ann|1|9007199254740993|0.1|12.3|true",
      "|-2||1000000000000000000000|0.1|false",
      "Zoë|||-1||16777216|",
    ]);
  });

  it("exact decimals of any size", async () => {
    const ofInt = { type: "INT32", converted_type: "DECIMAL", scale: 2, precision: 9 } as const;
    expect(await column(ofInt, [12.3, -0.05, 0])).toEqual(["12.30", "-0.05", "0.00"]);
    const logical = { type: "DECIMAL", precision: 38, scale: 4 } as const;
    const fixed = {
      type: "FIXED_LEN_BYTE_ARRAY",
      type_length: 16,
      logical_type: logical,
      scale: 4,
    } as const;
    const large = bytes(
      0x4b,
      0x3b,
      0x4c,
      0xa8,
      0x5a,
      0x86,
      0xc4,
      0x7a,
      0x09,
      0x8a,
      0x22,
      0x3f,
      0xff,
      0xff,
      0xff,
      0xff,
    );
    expect(await column(fixed, [large, bytes(...Array.from({ length: 16 }, () => 255))])).toEqual([
      "9999999999999999999999999999999999.9999",
      "-0.0001",
    ]);
  });

  it("days and points in time, to the nanosecond", async () => {
    expect(
      await column({ type: "INT32", converted_type: "DATE" }, [
        new Date("2026-10-01"),
        new Date(-864e5),
      ]),
    ).toEqual(["2026-10-01", "1969-12-31"]);
    const micros = { type: "TIMESTAMP", isAdjustedToUTC: false, unit: "MICROS" } as const;
    expect(
      await column({ type: "INT64", logical_type: micros }, [new Date("2026-10-01T12:00:00.125Z")]),
    ).toEqual(["2026-10-01T12:00:00.125"]);
    const utc = { type: "INT64", converted_type: "TIMESTAMP_MILLIS" } as const;
    expect(await column(utc, [new Date("1969-12-31T23:59:59Z")])).toEqual(["1969-12-31T23:59:59Z"]);
    expect(await column({ type: "INT32", converted_type: "TIME_MILLIS" }, [45_296_789])).toEqual([
      "12:34:56.789",
    ]);
  });

  it("what is no number, and bytes that are no text, as rejects", async () => {
    expect(await column({ type: "DOUBLE" }, [Number.NaN, 1])).toEqual([
      "1 data.wrong-type v: v is not a number (NaN or infinite) in row 1: correct it",
      "1",
    ]);
    expect(await column({ type: "BYTE_ARRAY" }, [bytes(0xc3, 0x28), bytes(0x41)])).toEqual([
      "1 data.wrong-type v: v is not UTF-8 text in row 1: correct it",
      "A",
    ]);
  });

  it("a type without a text, by its name", async () => {
    expect(
      await column({ type: "FIXED_LEN_BYTE_ARRAY", type_length: 3 }, [bytes(1, 2, 3)]),
    ).toEqual([
      "input.format 0 the column v has a type that has no text, such as a map or bytes: send it as " +
        "text, or map other columns alone",
    ]);
  });
});

const nested: SchemaElement[] = [
  { name: "root", num_children: 3 },
  { name: "id", type: "BYTE_ARRAY", converted_type: "UTF8", repetition_type: "REQUIRED" },
  { name: "to", num_children: 1, repetition_type: "OPTIONAL" },
  { name: "name", type: "BYTE_ARRAY", converted_type: "UTF8", repetition_type: "OPTIONAL" },
  { name: "charges", num_children: 1, converted_type: "LIST", repetition_type: "OPTIONAL" },
  { name: "list", num_children: 1, repetition_type: "REPEATED" },
  { name: "element", num_children: 2, repetition_type: "OPTIONAL" },
  { name: "text", type: "BYTE_ARRAY", converted_type: "UTF8", repetition_type: "OPTIONAL" },
  {
    name: "amount",
    type: "INT64",
    converted_type: "DECIMAL",
    scale: 2,
    precision: 18,
    repetition_type: "OPTIONAL",
  },
];
const nestedFile = (): Uint8Array =>
  written({
    schema: nested,
    rowGroupSize: 1,
    columnData: [
      { name: "id", data: ["1", "2", "3"] },
      { name: "to", data: [{ name: "Ann" }, undefined, { name: undefined }] },
      {
        name: "charges",
        data: [
          [
            { text: "fee", amount: 5.1 },
            { text: "tax", amount: 0.25 },
          ],
          [],
          undefined,
        ],
      },
    ],
  });

describe("a Parquet file", () => {
  it("with structures and lists gives records", async () => {
    expect((await read(nestedFile(), RECORDS)).units.map(told)).toEqual([
      '{"id":"1","to":{"name":"Ann"},"charges":[{"text":"fee","amount":"5.10"},{"text":"tax","amount":"0.25"}]}',
      '{"id":"2","charges":[]}',
      '{"id":"3","to":{}}',
    ]);
  });

  it("with structures and lists gives rows of what the job names", async () => {
    const { columns, units } = await read(nestedFile(), ROWS, ["to.name", "id", "charges", "no"]);
    expect(columns).toEqual(["to.name", "id"]);
    expect(units.map(told)).toEqual(["Ann|1", "|2", "|3"]);
  });

  it("is read in parts, groups and pages, that give each row once", async () => {
    const count = 20_000;
    const data = Array.from({ length: count }, (_, index) => `${index}-${"x".repeat(index % 300)}`);
    const bytesOf = written({
      columnData: [{ name: "v", data, type: "STRING" }],
      rowGroupSize: 7000,
      pageSize: 4096,
    });
    const { units } = await read(bytesOf);
    expect(units.map(told)).toEqual(data);
    expect(units.map(({ place }) => place.line)).toEqual(data.map((_, index) => index + 1));
  });

  it("is refused if it ends early, is something else, or is damaged", async () => {
    const whole = nestedFile();
    expect((await read(whole.subarray(0, whole.length - 9))).refusal).toBe(
      "input.truncated 0 the Parquet file ends early: send it again",
    );
    expect((await read(Buffer.from("id,v\n1,2\n"))).refusal).toBe(
      "input.format 0 the file is not Parquet: set the format that it is in",
    );
    expect((await read(Buffer.from("PAR1PAR1"))).refusal).toContain("input.truncated");
    for (let at = 4; at < whole.length - 4; at += 7) {
      const damaged = Uint8Array.from(whole);
      damaged[at] = (damaged[at] as number) ^ 0x5a;
      // What the damage says is anybody's guess; it is never an error of the program.
      await read(damaged, RECORDS);
    }
  });

  it("is refused if its pages say that they hold more than a group has", async () => {
    const data = Array.from({ length: 50 }, () => "x");
    const whole = written({
      columnData: [{ name: "v", data, type: "STRING" }],
      codec: "UNCOMPRESSED",
    });
    // The header of the one data page (Thrift): sizes, then the number of its values, as varints.
    const count = whole.findIndex(
      (byte, index) => byte === 100 && whole[index - 1] === 0x15 && index > 20,
    );
    const lying = Uint8Array.from(whole);
    lying[count] = 102;
    expect((await read(lying)).refusal).toContain(
      "a column has more values than its group has rows",
    );
  });
});
