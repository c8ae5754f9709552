import { describe, expect, it } from "vitest";
import { defined } from "../../src/base/assert.ts";
import { UsageError } from "../../src/base/diagnostic.ts";
import { redriveInput } from "../../src/desk/rejects/redrive-input.ts";
import { COPY_SIGNS } from "../../src/intake/copy/copy-signs.ts";
import { loadMapped } from "../mapping/mapped-job.ts";

const COLUMNS = "key: id\ncolumns: { ID: id, NAME: name, DUE: { to: due, date: MM/DD/YYYY } }\n";
const DETAILS = `details:
  - { into: lines, file: l.csv, key-column: A, order: key, columns: { D: date, T: text, S: amount } }
`;
const FIXED = `format: fixed
file: a.dat
fixed: { encoding: cp037, record-bytes: 9, fields: { ID: { start: 1, length: 9 } } }
`;

/** What a redrive reads in place of an input: its format, its text, and what stands between fields. */
function formsOf(input: string, files: readonly string[]): unknown[] {
  const { job } = loadMapped(input, {}, "seeds: s.ndjson\n");
  const child = redriveInput(defined(job, "a job"), files);
  expect(child.seeds).toBeUndefined();
  const { details, fields, order, expect: expected } = child.input;
  expect([order, Object.keys(fields ?? {}), expected]).toEqual(["none", ["due"], { sums: {} }]);
  return [child.input, ...details].map((one) => {
    const form = one.foreign?.kind ?? "csv";
    return [form, one.compression, one.encoding, one.csv.delimiter, Object.keys(one.csv.columns)];
  });
}

const { delimiter: COPY } = COPY_SIGNS;
const ids = ["ID", "NAME"];
const LATIN = 'format: csv\nfile: a.csv\nencoding: windows-1252\ndelimiter: ";"\n';

describe("corrected records", () => {
  it.each([
    ["are of the input's form", LATIN, "b.txt.gz", ["csv", "gzip", "windows-1252", ";", ids]],
    ["may be a workbook", LATIN, "b.xlsx", ["xlsx", "none", "utf-8", COPY, ids]],
    ["may be CSV instead", FIXED, "b.csv", ["csv", "none", "utf-8", ",", ids]],
    [
      "are a mainframe's, where nothing else is said",
      FIXED,
      "b",
      ["fixed", "none", "utf-8", COPY, ids],
    ],
  ] as const)("%s", (_, form, file, expected) => {
    expect(formsOf(form + COLUMNS, [file])).toEqual([expected]);
  });

  it("lie in the sheet that the job names", () => {
    const input = `format: xlsx\nfile: a.xlsx\nxlsx: { sheet: Bills }\n${COLUMNS}`;
    const { job } = loadMapped(input);
    const { foreign } = redriveInput(defined(job, "a job"), ["b.xlsx"]).input;
    expect(foreign).toMatchObject({ kind: "xlsx", sheet: "Bills" });
  });

  it("have detail files of their own, of whatever form", () => {
    const [, detail] = formsOf(LATIN + COLUMNS + DETAILS, ["b.csv", "c.parquet"]);
    expect(detail).toEqual(["parquet", "none", "utf-8", COPY, ["D", "T", "S"]]);
    expect(() => formsOf(LATIN + COLUMNS + DETAILS, ["b.csv"])).toThrow(UsageError);
  });

  it("have detail files that the job's settings name", () => {
    const { job } = loadMapped(LATIN + COLUMNS + DETAILS);
    const own = defined(job, "a job");
    const [detail] = redriveInput(own, ["b.csv"], ["lines"]).input.details;
    expect(detail?.file).toMatch(/l\.csv$/);
    expect(detail?.order).toBe("none");
    expect(() => redriveInput(own, ["b.csv", "c.csv"], ["lines"])).toThrow(UsageError);
    expect(() => redriveInput(own, undefined, ["lines"])).toThrow(UsageError);
  });
});
