import { keysOf } from "../../base/keys-of.ts";
import type { MarkedFurniture } from "../../model/furniture.ts";

/** The text on a side of a piece for people, such as `RS2610-000000123R1 1/2 A`. */
export interface SideName {
  readonly jobMark: string;
  readonly piece: number;
  readonly generation: number;
  /** 1-based, of `sheets`. */
  readonly sheet: number;
  readonly sheets: number;
  readonly isFront: boolean;
}

const SIDE_NAME = /^([A-Z0-9]{1,8})-(\d{9})(?:R(\d))? (\d{1,5})\/(\d{1,5}) ([AB])$/;
const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

export function sideNameText(name: SideName): string {
  const { jobMark, piece, generation, sheet, sheets, isFront } = name;
  const reprint = generation === 0 ? "" : `R${generation}`;
  return `${jobMark}-${digits(piece, 9)}${reprint} ${sheet}/${sheets} ${isFront ? "A" : "B"}`;
}

/** Reads a side's name; undefined if the text is not one. */
export function readSideName(text: string): SideName | undefined {
  const match = SIDE_NAME.exec(text);
  if (match === null) return undefined;
  const [, jobMark = "", piece, generation = "0", sheet, sheets, side] = match;
  return {
    jobMark,
    piece: Number(piece),
    generation: Number(generation),
    sheet: Number(sheet),
    sheets: Number(sheets),
    isFront: side === "A",
  };
}

/**
 * The text that the Data Matrix on a sheet's front must have: digits at fixed places, then the job.
 */
export function pieceMatrixText(name: SideName): string {
  const { jobMark, piece, generation, sheet, sheets } = name;
  const text = digits(piece, 9) + digits(sheet, 4) + digits(sheets, 4) + generation + jobMark;
  return text + checkCharacter(text);
}

const LETTERS: Readonly<Record<MarkedFurniture, string>> = {
  header: "H",
  "set-up": "U",
  pattern: "P",
  break: "B",
  trailer: "T",
};

/**
 * The text that the Data Matrix of a furniture sheet must have. Header and trailer have no number.
 */
export function furnitureMatrixText(
  jobMark: string,
  kind: MarkedFurniture,
  spool: number,
  number: number,
): string {
  const isOnly = kind === "header" || kind === "trailer";
  const text = LETTERS[kind] + digits(spool, 5) + (isOnly ? "" : digits(number, 5)) + jobMark;
  return text + checkCharacter(text);
}

const FURNITURE_MATRIX = /^([HT])(\d{5})[A-Z0-9]{2,9}$|^([UPB])\d{5}(\d{5})[A-Z0-9]{2,9}$/;

/** The kind and number of the furniture sheet with this Data Matrix. */
export function readFurnitureMatrix(
  text: string,
): { readonly kind: MarkedFurniture; readonly number: number } | undefined {
  const match = FURNITURE_MATRIX.exec(text);
  const letter = match?.[1] ?? match?.[3];
  for (const kind of keysOf(LETTERS))
    if (LETTERS[kind] === letter) return { kind, number: Number(match?.[4] ?? 1) };
  return undefined;
}

/** The check character of ISO/IEC 7064, MOD 37,36, over digits and capital letters. */
export function checkCharacter(text: string): string {
  let product = 36;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    const sum = (product + (code < 0x3a ? code - 0x30 : code - 0x37)) % 36;
    product = ((sum === 0 ? 36 : sum) * 2) % 37;
  }
  return ALPHABET.charAt((37 - product) % 36);
}

function digits(value: number, count: number): string {
  return String(value).padStart(count, "0");
}
