import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { csvText } from "../../src/spool/csv-row.ts";
import { csvRows } from "../../src/verify/file/csv-rows.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe("the verifier's reader of CSV files", () => {
  it("reads cells with quotes, commas and line breaks, and counts lines", () => {
    const text = 'a,"b,1","say ""no"""\r\n"two\r\nlines",,\r\nlast,\'=x,"\'+y"\r\n';
    expect(csvRows(bytes(text))).toEqual({
      rows: [
        { line: 1, cells: ["a", "b,1", 'say "no"'] },
        { line: 2, cells: ["two\r\nlines", "", ""] },
        { line: 4, cells: ["last", "=x", "+y"] },
      ],
      brokenLine: undefined,
    });
  });

  it("stops at the first line that is not by the grammar", () => {
    const good = [{ line: 1, cells: ["a", "b"] }];
    for (const rest of ["c", "c,d", 'c,"d\r\n', 'c,d"\r\n', '"c"d,e\r\n', "c\nd\r\n", 'c,"d"'])
      expect(csvRows(bytes(`a,b\r\n${rest}`))).toEqual({ rows: good, brokenLine: 2 });
    expect(csvRows(bytes(""))).toEqual({ rows: [], brokenLine: undefined });
  });

  it("reads what the writer wrote", () => {
    const signs = ["a", "é", ",", '"', "'", "=", "+", "\uFF1D", "\r", "\n", " "];
    const cell = fc.string({ unit: fc.constantFrom(...signs) });
    const table = fc.array(fc.array(cell, { minLength: 1, maxLength: 5 }), { maxLength: 6 });
    fc.assert(
      fc.property(table, (rows) => {
        const read = csvRows(csvText(rows));
        expect(read.brokenLine).toBeUndefined();
        expect(read.rows.map(({ cells }) => cells)).toEqual(rows);
      }),
    );
  });

  it("never fails at any bytes", () => {
    fc.assert(
      fc.property(
        fc.uint8Array(),
        fc.string({ unit: fc.constantFrom("a", '"', ",", "\r", "\n") }),
        (raw, text) => {
          csvRows(raw);
          csvRows(bytes(text));
        },
      ),
    );
  });
});
