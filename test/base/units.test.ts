import { expect, it } from "vitest";
import {
  asPieceNumber,
  asSerial,
  type Generation,
  type Mpt,
  type Ordinal,
  type PageCount,
  type PieceNumber,
  type Serial,
  type SheetCount,
} from "../../src/base/units.ts";
import { columnsFrom, pieceColumns } from "../../src/model/piece-columns.ts";
import type { ProvenItem } from "../../src/model/proven-item.ts";

const [piece, serial] = [asPieceNumber(17), asSerial(500)];
const generation: Generation = 2;
const ordinal: Ordinal = 3;
const sheets: SheetCount = 4;
const pages: PageCount = 7;
const heightMpt: Mpt = 12_000;

it("has numbers of different kinds that the compiler does not let swap", () => {
  const mark = (number: PieceNumber, printing: Generation): string => `${number} R${printing}`;
  expect(mark(piece, generation)).toBe("17 R2");
  // @ts-expect-error: the two are swapped.
  expect(mark(generation, piece)).toBe("2 R17");
  // @ts-expect-error: an ordinal is no number of a piece.
  expect(mark(ordinal, generation)).toBe("3 R2");
  // @ts-expect-error: a length is no serial.
  const wrong: Serial = heightMpt;
  expect(wrong).toBe(12_000);
});

it("has numbers of pieces and serials that no plain number is taken for", () => {
  // @ts-expect-error: the piece behind another is made by `asPieceNumber`.
  const next: PieceNumber = piece + 1;
  // @ts-expect-error: a piece's number is no serial.
  const other: Serial = piece;
  // Where sheets or lengths are added up, the place that computes them knows what they are.
  const more: SheetCount = sheets + 1;
  expect([next, other, more]).toEqual([18, 17, 5]);
  expect(() => asPieceNumber(1.5)).toThrow("whole");
  expect(() => asSerial(Number.NaN)).toThrow("whole");
});

it("has what is proven of a piece with each number in its own place", () => {
  const file = { channel: "print", output: "a.pdf", contentSha256: "" } as const;
  const sound: ProvenItem = {
    ...file,
    document: ordinal,
    piece,
    generation,
    serial,
    sheets,
    pages,
  };
  // @ts-expect-error: ordinal and piece are swapped.
  const turned: ProvenItem = { ...sound, document: piece, piece: ordinal };
  // @ts-expect-error: sheets and pages are swapped.
  const folded: ProvenItem = { ...sound, sheets: pages, pages: sheets };
  // @ts-expect-error: serial and piece are swapped.
  const marked: ProvenItem = { ...sound, piece: serial, serial: piece };
  expect([turned.piece, folded.sheets, marked.piece]).toEqual([3, 7, 500]);
});

it("has columns of pieces whose numbers keep their kind", () => {
  const columns = columnsFrom({ pieceNumbers: [piece], serials: [serial], pieceSheets: [sheets] });
  const first: PieceNumber | undefined = columns.pieceNumbers[0];
  // @ts-expect-error: a column of serials has no numbers of pieces.
  const wrong: PieceNumber | undefined = columns.serials[0];
  // @ts-expect-error: a column of sheets has no pages.
  const pagesOfFirst: PageCount | undefined = columns.pieceSheets[0];
  // @ts-expect-error: nor are they made of others.
  const made = columnsFrom({ pieceNumbers: [serial] });
  const empty = pieceColumns(["serials"], 1);
  // @ts-expect-error: nor are others put in.
  empty.serials[0] = piece;
  expect([first, wrong, pagesOfFirst, made.pieceNumbers[0]]).toEqual([17, 500, 4, 500]);
});
