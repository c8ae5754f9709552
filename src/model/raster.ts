import type { Generation, Mpt, Ordinal, PieceNumber, SheetCount } from "../base/units.ts";
import type { FurnitureKind } from "./furniture.ts";
import type { Rect } from "./geometry.ts";
import type { Breach, FragmentExpectation } from "./verification.ts";

/**
 * What is known of the sheets of a run whose pixels are looked at: a sample of each spool is drawn
 * by a renderer that shares nothing with Nightpress, and what people and machines would see of it
 * is held against the control file and what was composed.
 */

/** A paper as its pages must look. */
export interface RasterPaper {
  readonly stock: string;
  readonly widthMpt: Mpt;
  readonly heightMpt: Mpt;
  readonly noPrintEdgeMpt: Mpt;
  readonly markStrip: Rect;
  /** Further areas that must stay free on a piece's pages, such as a perforation. */
  readonly free: readonly Rect[];
}

/** An envelope's window in its nominal place, and how far from there it may be. */
export interface RasterWindow {
  readonly window: Rect;
  /** How far the insert can move towards each edge. */
  readonly playLeftMpt: Mpt;
  readonly playRightMpt: Mpt;
  readonly playUpMpt: Mpt;
  readonly playDownMpt: Mpt;
}

/** What all spools of a run have in common. Plain, for a worker to be handed. */
export interface RasterSetup {
  /** The run's folder. */
  readonly root: string;
  readonly jobMark: string;
  readonly sidesPerSheet: 1 | 2;
  /** By the name that control files give them. */
  readonly papers: readonly RasterPaper[];
  /** The first is the one whose window shows the address; pieces may lie in the others, too. */
  readonly windows: readonly RasterWindow[];
  /** The line that stands in the window above the address. */
  readonly sender?: string;
}

/** A sheet drawn at random. */
export interface DrawnSheet {
  /** 1-based in the spool, furniture counted, as control files count. */
  readonly sheet: number;
  readonly kind: FurnitureKind | "piece";
  /** Of furniture: 1-based among its kind. */
  readonly number: number;
  /** Of a piece's sheet alone. */
  readonly piece?: DrawnPiece;
}

export interface DrawnPiece {
  readonly ordinal: Ordinal;
  readonly pieceNumber: PieceNumber;
  /** 1-based. */
  readonly sheetOfPiece: number;
  readonly sheets: SheetCount;
  readonly generation: Generation;
  /** Index into `SpoolSample.fragments`. */
  readonly fragment: number;
}

/** What to look at in one spool. */
export interface SpoolSample {
  /** Spool and control file, relative to the run's folder. */
  readonly file: string;
  readonly controlFile: string;
  readonly spoolNumber: number;
  readonly sheets: readonly DrawnSheet[];
  readonly fragments: readonly FragmentExpectation[];
}

/** What was found in one spool's sample. */
export interface RasterVerdict {
  readonly breaches: readonly Breach[];
  readonly breachCount: number;
  /** Sides that were drawn. */
  readonly sides: number;
  /** Codes that were read from pixels, by kind. */
  readonly imbs: number;
  readonly matrices: number;
  readonly addresses: number;
  /** Barcodes of the content; absent in runs before these were looked at. */
  readonly codes?: number;
}

/** Which sheets of a spool were looked at. */
export interface SampledSpool {
  readonly file: string;
  /** How many there are in all. */
  readonly of: number;
  readonly sheets: readonly SampledSheet[];
}

export interface SampledSheet {
  readonly sheet: number;
  /** Absent for furniture. */
  readonly piece?: PieceNumber;
}

/** What was looked at in a run, and what was read there; in `Verification`. */
export interface RasterSampling {
  /** Sheets requested per spool; 0 if none were to be drawn. */
  readonly sheetsPerSpool: number;
  readonly spools: readonly SampledSpool[];
  readonly sheets: SheetCount;
  readonly sides: number;
  readonly imbs: number;
  readonly matrices: number;
  readonly addresses: number;
  /** Barcodes of the content; absent in runs before these were looked at. */
  readonly codes?: number;
}
