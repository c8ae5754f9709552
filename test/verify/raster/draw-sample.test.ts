import { columnsFrom, pieceColumns } from "../../../src/model/piece-columns.ts";
import { asPieceNumber } from "../../../src/base/units.ts";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { SpoolExpectation } from "../../../src/model/verification.ts";
import { drawSample, sheetsOf } from "../../../src/verify/raster/draw-sample.ts";

/** A spool of pieces with so many sheets each. */
function spool(pieceSheets: readonly number[], breaks: readonly number[] = []): SpoolExpectation {
  const count = pieceSheets.length;
  const pieceNumbers = pieceSheets.map((_, index) => asPieceNumber(index + 501));
  return {
    file: "print/a.pdf",
    controlFile: "print/a.csv",
    index: 0,
    spoolNumber: 1,
    stream: "automation-1",
    part: 1,
    parts: 1,
    bytes: 1,
    sha256: "",
    sheets: pieceSheets.reduce((sum, sheets) => sum + sheets, 0),
    pages: 1,
    ...columnsFrom({
      ordinals: pieceNumbers.map((number) => number * 2),
      pieceNumbers,
      pieceSheets,
      piecePages: pieceSheets,
    }),
    keyBytes: new Uint8Array(),
    ...pieceColumns(["keyEnds", "serials", "generations", "pulled"], count),
    fragmentOf: Uint32Array.from(pieceNumbers, (_, index) => index % 3),
    fragments: [0, 1, 2].map((index) => ({ file: `shards/${index}`, bytes: 1, checksum: "" })),
    furniture: { covers: 1, setUpSheets: 2, hasPattern: true, breaks },
  };
}

describe("the sample of a spool", () => {
  it("is all of it where it is small, each sheet as what it is", () => {
    const { sheets } = drawSample(spool([1, 3, 2], [1]), 50, "run");
    expect(sheets.map(({ kind, number }) => `${kind} ${number}`)).toEqual([
      "header 1",
      "cover 1",
      "set-up 1",
      "set-up 2",
      "pattern 1",
      "piece 1",
      "break 1",
      ...Array.from({ length: 5 }, () => "piece 1"),
      "trailer 1",
    ]);
    expect(sheets.map(({ sheet }) => sheet)).toEqual(sheets.map((_, index) => index + 1));
    const pieces = sheets.flatMap(({ piece }) => (piece === undefined ? [] : [piece]));
    expect(pieces.map(({ pieceNumber, sheetOfPiece }) => [pieceNumber, sheetOfPiece])).toEqual([
      [501, 1],
      ...[1, 2, 3].map((sheet) => [502, sheet]),
      ...[1, 2].map((sheet) => [503, sheet]),
    ]);
  });

  it("has as many sheets as asked for, a first one of a piece, and those of a smaller one", () => {
    const of = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 5, maxLength: 60 });
    fc.assert(
      fc.property(of, fc.string(), fc.integer({ min: 1, max: 9 }), (pieces, name, count) => {
        const whole = spool(pieces);
        const { sheets, fragments } = drawSample(whole, count, name);
        const wanted = Math.min(count, sheetsOf(whole));
        expect(sheets).toHaveLength(wanted);
        expect(sheets.some(({ piece }) => piece?.sheetOfPiece === 1)).toBe(true);
        for (const { piece } of sheets)
          if (piece !== undefined)
            expect(fragments[piece.fragment]?.file).toBe(`shards/${(piece.pieceNumber - 501) % 3}`);
        const more = drawSample(whole, count + 3, name).sheets.map(({ sheet }) => sheet);
        expect(more).toEqual(expect.arrayContaining(sheets.map(({ sheet }) => sheet)));
      }),
    );
  });

  it("depends on the run and the spool alone", () => {
    const large = spool(Array.from({ length: 500 }, () => 2));
    const draw = (name: string): number[] =>
      drawSample(large, 8, name).sheets.map(({ sheet }) => sheet);
    expect(draw("one")).toEqual(draw("one"));
    expect(draw("one")).not.toEqual(draw("two"));
  });
});
