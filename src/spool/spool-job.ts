import type { PageCount, SheetCount } from "../base/units.ts";
import type { FurnitureKind } from "../model/furniture.ts";
import type { PlacedPiece, SpoolPlan } from "../model/piece.ts";
import type { SheetPlan } from "../rules/sheet-plan.ts";
import type { ResourceChunk } from "../pdf/pdf-file.ts";
import type { FragmentShelf } from "./fragment-shelf.ts";

/** One spool to be assembled. */
export interface SpoolJob {
  /** `sheetCount` and `pageCount` are those of the pieces, without furniture and blank backs. */
  readonly plan: SpoolPlan;
  readonly shelf: FragmentShelf;
  /** The spool is here as `<plan.name>.pdf`, its control file as `<plan.name>.csv`. */
  readonly outFolder: string;
  readonly resources: PageResources;
  /** Page size in points as written in the file, such as `612`. */
  readonly widthPt: string;
  readonly heightPt: string;
  /** Whether every sheet has a page for its back. */
  readonly duplex: boolean;
  /** How a document of that many pages is laid out on its sheets. */
  readonly sheetPlan: (pages: PageCount) => SheetPlan;
  /** The papers by number, as sheet plans name them. */
  readonly papers: readonly SpoolPaper[];
  /** The paper of header, trailer and other furniture. */
  readonly furniturePaper: SpoolPaper;
  readonly jobName: string;
  readonly cycle: string;
  readonly stockName: string;
  /** For overlays large enough to be worth it. */
  readonly deflateLevel: number;
  /** Further entries of the document catalog and of the information dictionary. */
  readonly catalog: string;
  readonly info: string;
  /** Only the pages of pieces, for a person to look at: no furniture and no control file. */
  readonly pagesOnly?: boolean;
}

/** The objects that pages draw with. `resourcesId` is for those that draw nothing by name. */
export interface PageResources extends ResourceChunk {
  /** The resource dictionary of pages by what they draw, see `FragmentSummary.drawn`. */
  readonly byDrawn: Readonly<Record<string, number>>;
}

/** A paper as control files and tickets name it. */
export interface SpoolPaper {
  readonly stock: string;
  /** What the press calls it. */
  readonly tray: string;
  readonly weightGsm: number;
  readonly thicknessMicrons: number;
}

/** What a furniture sheet can say about its spool. */
export interface SpoolFacts {
  readonly kind: FurnitureKind;
  /** 1-based among the spool's sheets of the kind, and how many there are. */
  readonly number: number;
  readonly of: number;
  /** The piece after a break sheet. */
  readonly next?: PlacedPiece;
  readonly plan: SpoolPlan;
  readonly jobName: string;
  readonly cycle: string;
  readonly stockName: string;
  /** 1-based place of the furniture sheet in the spool. */
  readonly spoolSheet: number;
  readonly pieces: number;
  /** For the whole spool, furniture included. */
  readonly sheets: SheetCount;
  /** Sides, printed or blank. */
  readonly pages: PageCount;
  /** SHA-256 over the composed streams as they are in the spool, by page; on the trailer only. */
  readonly composedHash: string;
}

/**
 * Paints what depends on the final sequence, as uncompressed content streams. What is returned may
 * be a view that the next call overwrites.
 */
export interface OverlayPainter {
  /** The overlay of a composed page. `side` counts over the piece's sheets, see `SheetPlan`. */
  overlay(piece: PlacedPiece, side: number, spoolSheet: number): Uint8Array;
  /** Everything on the empty back of a sheet. */
  blankBack(piece: PlacedPiece, side: number, spoolSheet: number): Uint8Array;
  /** The front of a furniture sheet and, where there is one, its back; not views. */
  furniture(facts: SpoolFacts): readonly Uint8Array[];
}

/** The texts of the marks on a sheet, for the control file; empty if there is none. */
export interface SheetMarks {
  /** The IMb's 31 digits. */
  readonly imb: string;
  readonly dataMatrix: string;
}

export interface ControlSink {
  /** `sheetIndex` counts the piece's sheets from 0; `spoolSheet` as in the overlay. */
  markTexts(piece: PlacedPiece, sheetIndex: number, spoolSheet: number): SheetMarks;
}

export interface SpoolResult {
  readonly bytes: number;
  readonly sha256: string;
  /** For the whole spool, furniture included. */
  readonly sheets: SheetCount;
  /** Pages of the PDF file. */
  readonly pages: PageCount;
  readonly pieces: number;
  /** Sheets of pieces, and pages that were composed. */
  readonly pieceSheets: number;
  readonly composedPages: number;
  readonly composedHash: string;
  /** 0 and "" if there is no control file. */
  readonly controlBytes: number;
  readonly controlSha256: string;
}
