import { describe, expect, it } from "vitest";
import { type Cell, cellName, xlsxBytes, xlsxParts, zipBytes } from "../../fixtures/xlsx-file.ts";
import type { Workbook } from "../../fixtures/xlsx-file.ts";
import { xlsxTable } from "../../src/intake/xlsx/xlsx-table.ts";
import type { XlsxSpec } from "../../src/model/input-format.ts";
import { foreignFile, type Reading, readForeign, told } from "./foreign.ts";

const SPEC: XlsxSpec = { kind: "xlsx", form: "rows", sheet: 1, headerRow: 1, hiddenRows: "refuse" };
const FORMATS = [
  "yyyy-mm-dd",
  "00000",
  "00000-0000",
  "[h]:mm",
  "h:mm AM/PM",
  '#,##0.00 "days"',
  "mmm-yy",
];
const [DATE, ZIP, PLUS4, HOURS, CLOCK, QUOTED, MONTH] = [0, 1, 2, 3, 4, 5, 6];

async function read(bytes: Uint8Array, spec: Partial<XlsxSpec> = {}): Promise<Reading> {
  return readForeign(() => xlsxTable({ ...SPEC, ...spec }, foreignFile("bills.xlsx", bytes)));
}

const book = (rows: readonly (readonly Cell[])[], more: Partial<Workbook> = {}): Promise<Buffer> =>
  xlsxBytes({ sheets: [{ name: "Bills", rows }], formats: FORMATS, ...more });

/** What a cell under the column `v` becomes; a fault without its place. */
async function cell(value: Cell, more: Partial<Workbook> = {}): Promise<string> {
  const { units, refusal } = await read(
    await book(
      [
        ["id", "v"],
        ["1", value],
      ],
      more,
    ),
  );
  return (
    refusal ??
    units
      .map(told)
      .join(";")
      .replace(/^1\|/, "")
      .replace(/^2 data.bad-cell v: the cell B2 /, "!")
  );
}

const n = (value: string, format?: number): Cell => ({
  value,
  ...(format !== undefined && { format }),
});

const CELLS: readonly (readonly [string, Cell, string, Partial<Workbook>?])[] = [
  ["noise of binary fractions", n("12.300000000000001"), "12.3"],
  ["a sum of tenths", n("0.30000000000000004"), "0.3"],
  ["an exponent", n("1.5E-7"), "0.00000015"],
  ["a large exponent", n("1.2E+6"), "1200000"],
  ["zero and its negative", n("-0"), "0"],
  ["a negative amount", n("-1234.5"), "-1234.5"],
  ["fifteen digits", n("123456789012345"), "123456789012345"],
  [
    "sixteen digits, cut by Excel",
    n("1234567890123456"),
    "!has a number of more than 15 digits, which Excel cuts: make it a text",
  ],
  ["a date", n("46296", DATE), "2026-10-01"],
  ["a date with a time", n("46296.75", DATE), "2026-10-01T18:00:00"],
  ["a date a hair before midnight", n("46295.99999999999", DATE), "2026-10-01"],
  ["a month", n("46296", MONTH), "2026-10-01"],
  ["the day before the leap bug", n("59", DATE), "1900-02-28"],
  ["the leap bug", n("60", DATE), "!has 29 February 1900, which never was"],
  ["the day after it", n("61", DATE), "1900-03-01"],
  ["the first day", n("1", DATE), "1900-01-01"],
  ["day 0", n("0", DATE), "!has a day before the first of its calendar"],
  ["the last day", n("2958465", DATE), "9999-12-31"],
  ["a day too many", n("2958466", DATE), "!has a day after the year 9999"],
  ["day 0 of 1904", n("0", DATE), "1904-01-01", { is1904: true }],
  ["a date of 1904", n("44834", DATE), "2026-10-01", { is1904: true }],
  ["a time of day", n("0.75", CLOCK), "18:00:00"],
  [
    "a duration",
    n("1.5", HOURS),
    "!has a duration: give its column a number format, or make it a text",
  ],
  ["a ZIP code with a format of zeros", n("501", ZIP), "00501"],
  ["a ZIP+4 with a format of zeros", n("5014444", PLUS4), "00501-4444"],
  ["letters of a date in quotes", n("1234.5", QUOTED), "1234.5"],
  ["a date in ISO 8601", { type: "d", value: "2026-10-01T00:00:00" }, "2026-10-01"],
  ["a boolean", { type: "b", value: "1" }, "true"],
  ["a formula with its result", { formula: "1+1", value: "2" }, "2"],
  ["a text of a formula", { formula: 'A1&"x"', type: "str", value: "1x" }, "1x"],
  ["an empty text of a formula", { formula: '""', type: "str", value: "" }, ""],
  [
    "a formula without its result",
    { formula: "HYPERLINK(1)" },
    "!has a formula without its result: open the workbook in Excel and save it",
  ],
  ["an error", { type: "e", value: "#N/A" }, "!has an error, such as #N/A: correct it"],
  [
    "a shared text that is missing",
    { type: "s", value: "99" },
    "!refers to a text that is missing",
  ],
  ["a text like a formula", "=1+1", "=1+1"],
  ["an escaped character", "a_x0009_b", "a\tb"],
  ["no number", n("twelve"), "!is not a number"],
];

describe("a cell with", () => {
  it.each(CELLS.map(([says, ...rest]) => ({ says, rest })))("$says", async ({ rest }) => {
    const [value, text, more] = rest;
    expect(await cell(value, more)).toBe(text);
  });
});

describe("a sheet", () => {
  const rows = [
    ["id", "v"],
    ["1", "a"],
  ] as const;

  it("is found by name and number, and missed with a hint", async () => {
    const bytes = await xlsxBytes({
      sheets: [
        { name: "Intro", rows: [["x"]] },
        { name: "Bills", rows },
      ],
    });
    for (const sheet of ["Bills", "bills", 2])
      expect((await read(bytes, { sheet })).units.map(told)).toEqual(["1|a"]);
    expect((await read(bytes, { sheet: "Bill" })).refusal).toBe(
      'input.sheet 0 the workbook has no sheet "Bill": name one of its 2 sheets (did you mean `Bills`?)',
    );
    expect((await read(bytes, { sheet: 3 })).refusal).toContain('(it has "Intro", "Bills")');
  });

  it("has its header where the job says, blank rows, and values under no header", async () => {
    const bytes = await book([
      ["Report"],
      [],
      [" id ", "", "v"],
      [],
      ["1", "", "a"],
      ["2", "stray", "b"],
    ]);
    const { columns, units } = await read(bytes, { headerRow: 3 });
    expect(columns).toEqual(["id", "v"]);
    expect(units.map(told)).toEqual([
      "1|a",
      "6 data.bad-cell -: the cell B6 has a value, but its column has no header",
    ]);
    expect((await read(bytes, { headerRow: 2 })).refusal).toBe(
      "input.sheet 2 the sheet has no header in the row that the job names (say with `header-row` in " +
        "which row the column names are)",
    );
    expect((await read(bytes, { headerRow: 9 })).refusal).toContain(
      "input.sheet 9 the sheet has no header",
    );
  });

  it("keeps the key of a row whose cell is at fault", async () => {
    const { units } = await read(
      await book([
        ["id", "v"],
        ["7", { type: "e", value: "#REF!" }],
      ]),
    );
    expect(units[0]).toMatchObject({ fields: ["7", ""], fault: { column: "v" } });
  });

  it("has no two columns of one name, and not too many columns", async () => {
    expect((await read(await book([["a", "b", "a"]]))).refusal).toBe(
      "input.sheet 1 the sheet has two columns of one name, the second in C1 (give each column of " +
        "the header row a name of its own)",
    );
    const wide = Array.from({ length: 16_384 }, (_, index) => `c${index}`);
    expect((await read(await book([wide]))).refusal).toContain("has more than 1024 columns");
    const parts = xlsxParts({ sheets: [{ name: "s", rows }] });
    const sheet = parts.get("xl/worksheets/sheet1.xml") ?? "";
    const cells = Array.from(
      { length: 100_000 },
      (_, index) => `<c r="${cellName(index + 1, 1)}"><v>1</v></c>`,
    );
    parts.set("xl/worksheets/sheet1.xml", sheet.replace("</row>", `${cells.join("")}</row>`));
    expect((await read(await zipBytes(parts))).refusal).toContain(
      "has a cell whose place cannot be",
    );
  });

  it("may have hidden rows only if the job says what becomes of them", async () => {
    const parts = xlsxParts({ sheets: [{ name: "s", rows: [...rows, ["2", "b"]] }] });
    const sheet = parts.get("xl/worksheets/sheet1.xml") ?? "";
    parts.set("xl/worksheets/sheet1.xml", sheet.replace('<row r="2">', '<row r="2" hidden="1">'));
    const bytes = await zipBytes(parts);
    expect((await read(bytes)).refusal).toBe(
      "input.sheet 2 the sheet has a hidden row (say `hidden-rows: take` or `hidden-rows: skip` in the job)",
    );
    expect((await read(bytes, { hiddenRows: "take" })).units.map(told)).toEqual(["1|a", "2|b"]);
    expect((await read(bytes, { hiddenRows: "skip" })).units.map(told)).toEqual(["2|b"]);
  });

  it("may have merged cells above its rows alone", async () => {
    const parts = xlsxParts({ sheets: [{ name: "s", rows: [["Title"], ...rows] }] });
    const sheet = parts.get("xl/worksheets/sheet1.xml") ?? "";
    const merged = (range: string): Promise<Buffer> => {
      const cells = `</sheetData><mergeCells><mergeCell ref="${range}"/></mergeCells>`;
      return zipBytes(parts.set("xl/worksheets/sheet1.xml", sheet.replace("</sheetData>", cells)));
    };
    expect((await read(await merged("A1:B1"), { headerRow: 2 })).units.map(told)).toEqual(["1|a"]);
    expect((await read(await merged("A3:A4"), { headerRow: 2 })).refusal).toBe(
      "input.sheet 4 the sheet has merged cells in its rows (A3:A4) (unmerge them and fill each)",
    );
  });
});

describe("a file that is no workbook, or a hostile one", () => {
  it("is refused by what it is", async () => {
    expect((await read(Buffer.from("id,v\n1,2\n"))).refusal).toBe(
      "input.format 0 the file is not an XLSX workbook (set the format that it is in)",
    );
    expect((await read(Buffer.from("d0cf11e0a1b11ae1", "hex"))).refusal).toContain(
      "the workbook is in the format before 2007, or has a password (save it as .xlsx without a password)",
    );
    const whole = await book([["id"], ["1"]]);
    expect((await read(whole.subarray(0, whole.length - 30))).refusal).toContain(
      "input.format 0 the workbook is damaged",
    );
    expect((await read(await zipBytes(new Map([["a.txt", "x"]])))).refusal).toContain(
      "the part xl/workbook.xml is missing",
    );
  });

  it("is refused where it unpacks to what no workbook has", async () => {
    const parts = xlsxParts({ sheets: [{ name: "s", rows: [["id"]] }] });
    parts.set("xl/sharedStrings.xml", `<sst>${" ".repeat(70 * 1024 * 1024)}</sst>`);
    const { refusal } = await read(await zipBytes(parts));
    expect(refusal).toContain(
      "input.unpacks-too-large 0 the workbook unpacks to far more than a real one would",
    );
  });

  it("is refused where a part lies about its size", async () => {
    const bytes = await book([["id"], ...Array.from({ length: 2000 }, (_, index) => [`${index}`])]);
    const sizeAt =
      bytes.indexOf("xl/worksheets/sheet1.xml", bytes.indexOf(Buffer.of(0x50, 0x4b, 1, 2))) -
      46 +
      24;
    bytes.writeUInt32LE(100, sizeAt);
    expect((await read(bytes)).refusal).toContain(
      "input.format 0 the workbook is damaged or not one: too many bytes",
    );
  });

  it("is refused with entities", async () => {
    const parts = xlsxParts({ sheets: [{ name: "s", rows: [["id"]] }] });
    parts.set("xl/workbook.xml", '<!DOCTYPE x [<!ENTITY a "b">]><workbook/>');
    expect((await read(await zipBytes(parts))).refusal).toContain(
      "the part xl/workbook.xml has a document type",
    );
  });
});
