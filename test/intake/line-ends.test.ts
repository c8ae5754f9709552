import { describe, expect, it, test } from "vitest";
import type { InputSpec } from "../../src/model/job.ts";
import { detailRows, masterHeader, masterRow } from "./csv-files.ts";
import { inputSpec, retailRecord } from "./retail.ts";
import { csv, csvOf, findingsOf, ndjson, runIntake, writeInput } from "./run-intake.ts";

const records = [0, 1, 2].map((index) => retailRecord(index, 2));

/** Everything that findings about an input say. */
const saidOf = (input: InputSpec): string[] =>
  findingsOf(input).map(({ code, message, hint }) => `${code} ${message}: ${hint}`);
const BARE_CR =
  "input.format the lines of the input file end in CR only: end them in LF or CR LF, and send it again";

describe("a file whose lines end in CR only is reported as such", () => {
  it("of csv, with and without a byte order mark", () => {
    for (const bom of [false, true])
      expect(saidOf(csv(records, { eol: "\r", bom }))).toEqual([BARE_CR, BARE_CR]);
  });

  it("of csv with quoted fields, and with LF at its end alone", () => {
    const rows = records.map((record) => `"${masterRow(record).replace(",", '",')}`);
    const content = `${[masterHeader(), ...rows].join("\r")}\r\n`;
    const input = { ...csv(records), file: writeInput("c.csv", content) };
    expect(saidOf(input)).toEqual([BARE_CR]);
  });

  it("of csv larger than any header", () => {
    const many = Array.from({ length: 2000 }, () => masterRow(records[0] as never));
    const file = writeInput("c.csv", [masterHeader(), ...many].join("\r"));
    expect(saidOf({ ...csv(records), file })).toEqual([BARE_CR]);
  });

  it("of ndjson", () => {
    const text = records.map((record) => JSON.stringify(record)).join("\r");
    expect(saidOf(inputSpec(writeInput("c.ndjson", text)))).toEqual([BARE_CR]);
  });
});

test("a CR within quotes or before an LF ends nothing", () => {
  const header = masterHeader().replace("product", '"product"');
  const rows = records.map((record) => masterRow(record));
  const file = writeInput("c.csv", `${[header, ...rows].join("\r\n")}\r\n`);
  const input = { ...csv(records), file };
  expect(saidOf(input)).toEqual([]);
  expect(runIntake(input).records).toHaveLength(3);
  expect(saidOf(ndjson(records.map((record) => `${JSON.stringify(record)}\r`)))).toEqual([]);
});

describe("what may be a field's value is in no finding about a header", () => {
  const [first, second] = records as [never, never, never];
  const details = records.flatMap((record) => detailRows(record));

  it.each<[string, string]>([
    ["a header glued to a row", `${masterHeader()},${masterRow(second)}`],
    ["a header glued to a row without a delimiter", masterHeader() + masterRow(second)],
    ["rows without a header", masterRow(second)],
    [
      "a header that lost its line end to a line separator",
      `${masterHeader()}\u2028${masterRow(second)}`,
    ],
  ])("%s", (_what, line) => {
    const input = csvOf([masterRow(first)], details);
    const file = writeInput("c.csv", `${line}\n${masterRow(first)}\n`);
    const findings = saidOf({ ...input, file });
    expect(findings.length).toBeGreaterThan(0);
    const { customer, account } = retailRecord(1, 2);
    const values = [customer.name, account.id, account.opening, ...customer.address.lines];
    for (const value of values) expect(findings.join("\n")).not.toContain(value);
  });

  it("but a column that a header has more is named", () => {
    const file = writeInput("c.csv", `${masterHeader()},promo\n${masterRow(first)},x\n`);
    expect(saidOf({ ...csvOf([], details), file }).join()).toContain("the column promo, column ");
  });
});
