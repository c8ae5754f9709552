import { keysOf } from "../base/keys-of.ts";
import {
  type Generation,
  type PieceNumber,
  type SheetCount,
  asPieceNumber,
} from "../base/units.ts";
import { assert } from "../base/assert.ts";
import type { MarkedFurniture } from "../model/furniture.ts";
import { checkCharacter } from "./check-character.ts";

/**
 * The text of a piece's Data Matrix, one on each sheet's front:
 *
 *     PPPPPPPPP SSSS MMMM G JJJJJJJJ C     (without the spaces)
 *
 * piece number, sheet, sheets of the piece, generation (0 is the first printing), the job mark of
 * one to eight characters, and a check character over all before it (ISO/IEC 7064, MOD 37,36). The
 * first 18 characters are digits, at fixed places and two to a codeword, so that every text fits
 * the symbol of 18 modules. Furniture has a letter of its kind and five digits of the spool's
 * number instead of the 18 digits, so that no camera takes it for a piece; kinds of which a spool
 * has several have five more that tell them apart.
 */
export interface PieceMark {
  readonly jobMark: string;
  readonly pieceNumber: PieceNumber;
  /** 1-based. */
  readonly sheet: number;
  readonly sheets: SheetCount;
  /** 0 for the first printing, one more for each reprint. */
  readonly generation: Generation;
}

/** The content of the Data Matrix of a furniture sheet. */
export interface FurnitureMark {
  readonly jobMark: string;
  readonly kind: MarkedFurniture;
  /** 1-based number of the spool in the run. */
  readonly spoolNumber: number;
  /** 1-based number among the spool's sheets of the kind; there is one header and one trailer. */
  readonly number?: number;
}

/** A letter for each kind; those below have no number. */
const LETTERS: Readonly<Record<MarkedFurniture, string>> = {
  header: "H",
  "set-up": "U",
  pattern: "P",
  break: "B",
  trailer: "T",
};
const UNNUMBERED: readonly MarkedFurniture[] = ["header", "trailer"];

export const SHEETS_PER_PIECE_MAX = 9_999;
export const GENERATION_MAX = 9;
const PIECE_NUMBER_MAX = 999_999_999;
const SPOOL_NUMBER_MAX = 99_999;
/** The symbol every mark is drawn in: 18 codewords of data. */
export const MARK_MODULES = 18;

const JOB_MARK = /^[A-Z0-9]{1,8}$/;
const PIECE_TEXT = /^(\d{9})(\d{4})(\d{4})(\d)([A-Z0-9]{1,8})[A-Z0-9]$/;
const FURNITURE_TEXT = /^(?:([HT])(\d{5})|([UPB])(\d{5})(\d{5}))([A-Z0-9]{1,8})[A-Z0-9]$/;

/** A job mark has one to eight digits and capital letters. */
export function isJobMark(text: string): boolean {
  return JOB_MARK.test(text);
}

/** The text of one sheet's Data Matrix. All numbers must be in range: that is asserted. */
export function dataMatrixText(
  jobMark: string,
  pieceNumber: PieceNumber,
  sheet: number,
  sheets: SheetCount,
  generation = 0,
): string {
  assert(isJobMark(jobMark), "a job mark is one to eight digits and capital letters");
  assert(sheet >= 1 && sheet <= sheets, "a sheet is one of its piece's");
  const digits =
    fixed(pieceNumber, PIECE_NUMBER_MAX, 9) +
    fixed(sheet, SHEETS_PER_PIECE_MAX, 4) +
    fixed(sheets, SHEETS_PER_PIECE_MAX, 4) +
    fixed(generation, GENERATION_MAX, 1);
  return checked(digits + jobMark);
}

/**
 * The content of a Data Matrix, or undefined if it is not a piece's or its check character is
 * wrong.
 */
export function parseDataMatrixText(text: string): PieceMark | undefined {
  const match = PIECE_TEXT.exec(text);
  if (match === null || !isChecked(text)) return undefined;
  const [, piece, sheet, sheets, generation, jobMark = ""] = match;
  return {
    jobMark,
    pieceNumber: asPieceNumber(Number(piece)),
    sheet: Number(sheet),
    sheets: Number(sheets),
    generation: Number(generation),
  };
}

/** The text of a furniture sheet's Data Matrix. */
export function furnitureMarkText(mark: FurnitureMark): string {
  const { jobMark, kind, spoolNumber, number = 1 } = mark;
  assert(isJobMark(jobMark), "a job mark is one to eight digits and capital letters");
  const spool = LETTERS[kind] + fixed(spoolNumber, SPOOL_NUMBER_MAX, 5);
  if (UNNUMBERED.includes(kind)) return checked(spool + jobMark);
  return checked(spool + fixed(number, SPOOL_NUMBER_MAX, 5) + jobMark);
}

/** The content of a furniture sheet's Data Matrix, or undefined if it is not one or is wrong. */
export function parseFurnitureMarkText(text: string): FurnitureMark | undefined {
  const match = FURNITURE_TEXT.exec(text);
  if (match === null || !isChecked(text)) return undefined;
  const [, letter = match[3], spoolNumber = match[4], , , number, jobMark = ""] = match;
  const kinds = keysOf(LETTERS);
  const kind = kinds.find((candidate) => LETTERS[candidate] === letter);
  if (kind === undefined) return undefined;
  const mark = { jobMark, kind, spoolNumber: Number(spoolNumber) };
  return number === undefined ? mark : { ...mark, number: Number(number) };
}

function fixed(value: number, most: number, digits: number): string {
  assert(Number.isInteger(value) && value >= 0 && value <= most, `${value} has ${digits} digits`);
  return String(value).padStart(digits, "0");
}

function checked(text: string): string {
  return text + checkCharacter(text);
}

function isChecked(text: string): boolean {
  return checkCharacter(text.slice(0, -1)) === text.at(-1);
}
