import {
  type Generation,
  type PieceNumber,
  type Serial,
  type SheetCount,
  asPieceNumber,
} from "../base/units.ts";
import { assert } from "../base/assert.ts";
import { imbTracking } from "../barcode/imb.ts";
import type { MailSpec } from "../model/job.ts";
import { isJobMark } from "./data-matrix-text.ts";

export * from "./data-matrix-text.ts";

const PIECE_DIGITS = 9;
const PAGE_TOKEN = /^([A-Z0-9]{1,8})-(\d{9})(?:R(\d))? (\d+)\/(\d+) ([AB])$/;

/** What people read beside the Data Matrix. */
export interface PageToken {
  readonly jobMark: string;
  readonly pieceNumber: PieceNumber;
  readonly generation: Generation;
  readonly sheet: number;
  readonly sheets: SheetCount;
  readonly side: "front" | "back";
}

/**
 * The page token, such as `RS2610-000000123 1/2 A`: job mark, piece number, sheet n of m, and A for
 * a sheet's front or B for its back. Reprints have their generation after the number: `...123R1`.
 */
export function pageTokenText(token: PageToken): string {
  const { jobMark, pieceNumber, generation, sheet, sheets, side } = token;
  assert(isJobMark(jobMark), "a job mark is one to eight digits and capital letters");
  const number = String(pieceNumber).padStart(PIECE_DIGITS, "0");
  const reprint = generation === 0 ? "" : `R${generation}`;
  const sideLetter = side === "front" ? "A" : "B";
  return `${jobMark}-${number}${reprint} ${sheet}/${sheets} ${sideLetter}`;
}

/** Reads a page token back; undefined if the text is none. */
export function parsePageToken(text: string): PageToken | undefined {
  const match = PAGE_TOKEN.exec(text);
  if (match === null) return undefined;
  const [, jobMark = "", piece, generation = "0", sheet, sheets, side] = match;
  return {
    jobMark,
    pieceNumber: asPieceNumber(Number(piece)),
    generation: Number(generation),
    sheet: Number(sheet),
    sheets: Number(sheets),
    side: side === "A" ? "front" : "back",
  };
}

/**
 * All digits of an Intelligent Mail barcode: 20 of tracking, then the 0, 5, 9 or 11 of routing. The
 * fields must be valid: that is asserted.
 */
export function imbDigits(mail: MailSpec, serial: Serial, routing: string): string {
  const { barcodeId, serviceType, mailerId } = mail;
  return imbTracking({ barcodeId, serviceType, mailerId, serial }) + routing;
}
