import { asPieceNumber, asSerial } from "../../src/base/units.ts";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { dataMatrixSizeFor } from "../../src/barcode/data-matrix.ts";
import { PieceMarks } from "../../src/mail/control-row.ts";
import {
  dataMatrixText,
  furnitureMarkText,
  imbDigits,
  pageTokenText,
  parseDataMatrixText,
  parseFurnitureMarkText,
  parsePageToken,
} from "../../src/mail/marks.ts";
import { mail, placed } from "./samples.ts";

const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const someJobMark = fc.stringMatching(/^[A-Z0-9]{1,8}$/);
const someMark = fc
  .record({
    jobMark: someJobMark,
    pieceNumber: fc.integer({ min: 1, max: 999_999_999 }).map(asPieceNumber),
    sheets: fc.integer({ min: 1, max: 9_999 }),
    generation: fc.nat(9),
  })
  .chain((mark) => fc.integer({ min: 1, max: mark.sheets }).map((sheet) => ({ ...mark, sheet })));

describe("the Data Matrix's text", () => {
  test("is as documented", () => {
    expect(dataMatrixText("RS2610", asPieceNumber(123), 1, 2)).toMatch(
      /^000000123000100020RS2610[A-Z0-9]$/,
    );
    expect(dataMatrixText("RS2610", asPieceNumber(123), 1, 2, 3)).toMatch(
      /^000000123000100023RS2610/,
    );
  });

  // A1-2425G-ABC1234002-M is the published example of a Global Release Identifier, which uses it.
  test("has the check character of the standard", async () => {
    const { checkCharacter } = await import("../../src/mail/check-character.ts");
    expect(checkCharacter("A12425GABC1234002")).toBe("M");
  });

  test("reads back, and always fits 18 modules", () => {
    fc.assert(
      fc.property(someMark, (mark) => {
        const { jobMark, pieceNumber, sheet, sheets, generation } = mark;
        const text = dataMatrixText(jobMark, pieceNumber, sheet, sheets, generation);
        expect(parseDataMatrixText(text)).toEqual(mark);
        expect(parseFurnitureMarkText(text)).toBeUndefined();
        expect(dataMatrixSizeFor(text)).toBeLessThanOrEqual(18);
      }),
    );
  });

  test("shows every changed character", () => {
    const text = dataMatrixText("RS2610", asPieceNumber(123), 1, 2);
    for (let at = 0; at < text.length; at += 1)
      for (const character of ALPHABET) {
        if (character === text[at]) continue;
        const changed = text.slice(0, at) + character + text.slice(at + 1);
        expect(parseDataMatrixText(changed)).toBeUndefined();
      }
  });

  test("refuses what it has no room for", () => {
    expect(() => dataMatrixText("RS2610", asPieceNumber(1_000_000_000), 1, 1)).toThrow("9 digits");
    expect(() => dataMatrixText("RS2610", asPieceNumber(1), 3, 2)).toThrow("one of its piece's");
    expect(() => dataMatrixText("RS2610", asPieceNumber(1), 1, 10_000)).toThrow("4 digits");
    expect(() => dataMatrixText("RS2610", asPieceNumber(1), 1, 1, 10)).toThrow("1 digits");
    expect(() => dataMatrixText("rs", asPieceNumber(1), 1, 1)).toThrow("job mark");
  });

  test("is told from a header's and a trailer's", () => {
    fc.assert(
      fc.property(
        someJobMark,
        fc.constantFrom("header" as const, "trailer" as const),
        fc.integer({ min: 1, max: 99_999 }),
        (jobMark, kind, spoolNumber) => {
          const mark = { jobMark, kind, spoolNumber };
          const text = furnitureMarkText(mark);
          expect(parseFurnitureMarkText(text)).toEqual(mark);
          expect(parseDataMatrixText(text)).toBeUndefined();
        },
      ),
    );
  });
});

describe("the page token", () => {
  test("is as documented", () => {
    const token = {
      jobMark: "RS2610",
      pieceNumber: asPieceNumber(123),
      generation: 0,
      sheet: 1,
      sheets: 2,
    };
    expect(pageTokenText({ ...token, side: "front" })).toBe("RS2610-000000123 1/2 A");
    expect(pageTokenText({ ...token, side: "back", generation: 1 })).toBe(
      "RS2610-000000123R1 1/2 B",
    );
  });

  test("reads back", () => {
    fc.assert(
      fc.property(someMark, fc.constantFrom("front" as const, "back" as const), (mark, side) => {
        expect(parsePageToken(pageTokenText({ ...mark, side }))).toEqual({ ...mark, side });
      }),
    );
    expect(parsePageToken("RS2610-123 1/2 A")).toBeUndefined();
  });
});

describe("the control row", () => {
  const options = { mail, jobMark: "RS2610", mode: "production" } as const;

  test("says the barcode on the first sheet only", () => {
    const marks = new PieceMarks(options);
    expect(marks.markTexts(placed(), 1)).toEqual({
      dataMatrix: dataMatrixText("RS2610", asPieceNumber(123), 1, 2),
      imb: "0027090212345600004262704123412",
    });
    expect(marks.markTexts(placed(), 2).imb).toBe("");
    expect(imbDigits(mail, asSerial(42), "")).toBe("00270902123456000042");
  });

  test("has no barcode in test runs, nor without a serial", () => {
    expect(new PieceMarks({ ...options, mode: "test" }).imb(placed())).toBe("");
    expect(new PieceMarks(options).imb(placed({}, -1))).toBe("");
  });

  test("names sheet and side of a side", () => {
    const marks = new PieceMarks(options);
    const tokens = [0, 1, 2, 3].map((side) => parsePageToken(marks.token(placed(), side)));
    expect(tokens.map((token) => token && [token.sheet, token.sheets, token.side])).toEqual([
      [1, 2, "front"],
      [1, 2, "back"],
      [2, 2, "front"],
      [2, 2, "back"],
    ]);
  });
});
