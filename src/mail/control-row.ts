import { assert } from "../base/assert.ts";
import type { Job, MailSpec } from "../model/job.ts";
import type { PlacedPiece } from "../model/piece.ts";
import { dataMatrixText, imbDigits, isJobMark, pageTokenText } from "./marks.ts";

export interface PieceMarksOptions {
  readonly mail: MailSpec;
  /** One to eight digits and capital letters that tell the run's mail from any other. */
  readonly jobMark: string;
  readonly mode: Job["mode"];
  readonly duplex: boolean;
}

/** The marks of one sheet, as the control file says them and the overlay draws them. */
export interface MarkTexts {
  readonly dataMatrix: string;
  /** The IMb's 20 to 31 digits on a piece's first sheet; empty where none is drawn. */
  readonly imb: string;
}

/**
 * Says what stands in each mark of a piece. Overlays and control files both ask here, so that they
 * cannot differ.
 */
export class PieceMarks {
  readonly #mail: MailSpec;
  readonly #jobMark: string;
  readonly #pagesPerSheet: number;
  readonly #drawsImb: boolean;

  constructor({ mail, jobMark, mode, duplex }: PieceMarksOptions) {
    assert(isJobMark(jobMark), "a job mark is one to eight digits and capital letters");
    this.#mail = mail;
    this.#jobMark = jobMark;
    this.#pagesPerSheet = duplex ? 2 : 1;
    this.#drawsImb = mode === "production";
  }

  /** The marks of a sheet, counted from 1. */
  markTexts(piece: PlacedPiece, sheet: number): MarkTexts {
    return { dataMatrix: this.dataMatrix(piece, sheet), imb: sheet === 1 ? this.imb(piece) : "" };
  }

  dataMatrix({ facts, pieceNumber, generation }: PlacedPiece, sheet: number): string {
    return dataMatrixText(this.#jobMark, pieceNumber, sheet, facts.sheets, generation);
  }

  /** The IMb's digits, or empty where the piece has none: in test runs, or without a serial. */
  imb({ facts, serial }: PlacedPiece): string {
    return this.#drawsImb && serial >= 0 ? imbDigits(this.#mail, serial, facts.routing) : "";
  }

  /** The sheet, from 1, that a page (from 0) of a piece is on. */
  sheetOf(pageIndex: number): number {
    return Math.floor(pageIndex / this.#pagesPerSheet) + 1;
  }

  isFront(pageIndex: number): boolean {
    return pageIndex % this.#pagesPerSheet === 0;
  }

  token({ facts, pieceNumber, generation = 0 }: PlacedPiece, pageIndex: number): string {
    return pageTokenText({
      jobMark: this.#jobMark,
      pieceNumber,
      generation,
      sheet: this.sheetOf(pageIndex),
      sheets: facts.sheets,
      side: this.isFront(pageIndex) ? "front" : "back",
    });
  }
}
