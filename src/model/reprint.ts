import type { Generation, Ordinal, PieceNumber, Serial } from "../base/units.ts";
/**
 * Why a piece is printed once more. A `damaged` piece is in somebody's hand, so its IMb serial can
 * go out again; a `missing` or `mailed-maybe` piece may have been mailed.
 */
/** What an inserter can say of a sheet or piece. */
export const INSERTER_STATUSES = ["inserted", "damaged", "missing", "duplicate"] as const;
export type InserterStatus = (typeof INSERTER_STATUSES)[number];

export const REPRINT_CAUSES = ["damaged", "missing", "mailed-maybe"] as const;
export type ReprintCause = (typeof REPRINT_CAUSES)[number];

/** A piece that a decision voids, and the printing that replaces it. */
export interface ReprintedPiece {
  readonly piece: PieceNumber;
  readonly ordinal: Ordinal;
  /** Of the new printing: 1 to 9. The one before is void. */
  readonly generation: Generation;
  /** IMb serial of the new printing, or -1. */
  readonly serial: Serial;
  readonly cause: ReprintCause;
}

/** What a `reprint` decision says of itself, beside its effects on states. */
export interface ReprintDetails {
  readonly kind: "reprint";
  /** 1-based among the re-images and reprints of the run; the folder it lies in. */
  readonly number: number;
  /** Name of the new spool, without extension. */
  readonly spool: string;
  /** Says what was requested, so that repeating the command continues this decision. */
  readonly request: string;
  readonly newSerials: boolean;
  /** It takes the share of pieces printed again past what the shop allows, and that was decided. */
  readonly pastLimit?: boolean;
  /** It prints what was printed again before, and that was decided. */
  readonly again?: boolean;
  /** By piece number. */
  readonly pieces: readonly ReprintedPiece[];
}

/** What a `reimage` decision says of itself. Sheets count from 1 in the old spool. */
export interface ReimageDetails {
  readonly kind: "reimage";
  readonly number: number;
  readonly spool: string;
  readonly request: string;
  /** Name of the spool that jammed, without extension. */
  readonly of: string;
  readonly askedFrom: number;
  readonly askedTo: number;
  /** The sheets of whole pieces: all that is to be destroyed. */
  readonly from: number;
  readonly to: number;
  /** Pieces that are imaged again, in ranges such as `17,40-52`. */
  readonly pieces: string;
  /** Pieces of the range that are not, since they were pulled; their sheets are waste too. */
  readonly pulled: string;
  /** Pieces of the range whose printing was already void, and waste. */
  readonly voided: string;
  readonly wastedSheets: number;
  /** It images what was imaged again before, and that was decided. */
  readonly again?: boolean;
}

/**
 * What a `reprint-made` entry says once a re-image or reprint lies there whole: its files as they
 * were made. The decision is older than its spool, whose trailer has the decision's hash.
 */
export interface MadeDetails {
  /** The number of the re-image or reprint. */
  readonly number: number;
  readonly files: readonly MadeFile[];
}

/** A file of a re-image or reprint, by its name in the folder of these. */
export interface MadeFile {
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
}

export type AgainDetails = ReprintDetails | ReimageDetails;

/** A printing of a piece after its first, as the ledger has it. */
export interface Printing extends ReprintedPiece {
  /** The number of the reprint. */
  readonly reprint: number;
}

/** A piece as somebody names it. */
export interface AskedPiece {
  readonly piece: PieceNumber;
  /** Which printing it is, where a mark was read; undefined for whichever stands. */
  readonly generation?: Generation;
  readonly cause?: ReprintCause;
  /** 1-based line of the list; 0 if it was named on the command line. */
  readonly line: number;
}
