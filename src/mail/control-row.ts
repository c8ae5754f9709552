import { assert } from "../base/assert.ts";
import type { Job, MailSpec } from "../model/job.ts";
import type { PlacedPiece } from "../model/piece.ts";
import { isFrontSide, sheetOfSide } from "../rules/sheet-plan.ts";
import { dataMatrixText, imbDigits, isJobMark, pageTokenText } from "./marks.ts";

export interface PieceMarksOptions {
  readonly mail: MailSpec;
  /** One to eight digits and capital letters that distinguish the run's mail from any other. */
  readonly jobMark: string;
  readonly mode: Job["mode"];
}

/** The marks of one sheet, as the control file lists and the overlay draws them. */
export interface MarkTexts {
  readonly dataMatrix: string;
  /** The IMb's 20 to 31 digits on a piece's first sheet; empty if none is drawn. */
  readonly imb: string;
}

/**
 * The content of each mark of a piece. Overlays and control files both ask here, so that they
 * cannot differ.
 */
export class PieceMarks {
  readonly #mail: MailSpec;
  readonly #jobMark: string;
  readonly #drawsImb: boolean;

  constructor({ mail, jobMark, mode }: PieceMarksOptions) {
    assert(isJobMark(jobMark), "a job mark is one to eight digits and capital letters");
    this.#mail = mail;
    this.#jobMark = jobMark;
    this.#drawsImb = mode === "production";
  }

  /** The marks of a sheet, counted from 1. */
  markTexts(piece: PlacedPiece, sheet: number): MarkTexts {
    return { dataMatrix: this.dataMatrix(piece, sheet), imb: sheet === 1 ? this.imb(piece) : "" };
  }

  dataMatrix({ facts, pieceNumber, generation }: PlacedPiece, sheet: number): string {
    return dataMatrixText(this.#jobMark, pieceNumber, sheet, facts.sheets, generation);
  }

  /** The IMb's digits, or empty if the piece has none: in test runs, or without a serial. */
  imb({ facts, serial }: PlacedPiece): string {
    return this.#drawsImb && serial >= 0 ? imbDigits(this.#mail, serial, facts.routing) : "";
  }

  /** What people read on a side of one of the piece's sheets, see `SheetPlan`. */
  token({ facts, pieceNumber, generation = 0 }: PlacedPiece, side: number): string {
    return pageTokenText({
      jobMark: this.#jobMark,
      pieceNumber,
      generation,
      sheet: sheetOfSide(side) + 1,
      sheets: facts.sheets,
      side: isFrontSide(side) ? "front" : "back",
    });
  }
}
