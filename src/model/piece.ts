import type { PageCount, PieceNumber, Serial, SheetCount } from "../base/units.ts";
import type { SpoolFurniture } from "./furniture.ts";
import type { PieceColumns, PieceFields } from "./piece-columns.ts";
import type { RawAddress } from "./record.ts";

/**
 * How an address can be handled by the post: `automation` has ZIP, +4 and delivery point;
 * `machinable` lacks some of these; `military` goes to an APO, FPO or DPO; `foreign` abroad.
 */
export const ADDRESS_CLASSES = ["automation", "machinable", "military", "foreign"] as const;
export type AddressClass = (typeof ADDRESS_CLASSES)[number];

/** What the composing worker knows of a piece, and all that assembly needs beside its pages. */
export interface PieceFacts extends Pick<PieceFields, "ordinal" | "key" | "pages" | "sheets"> {
  readonly address: RawAddress;
  readonly addressClass: AddressClass;
  /** 0, 5, 9 or 11 digits for the IMb. */
  readonly routing: string;
  /** The record's money fields in minor units, in the order of the layout's declaration. */
  readonly amounts?: readonly number[];
  /** An address of the shop or client that is mailed to as well; it counts in no sum of money. */
  readonly isSeed?: true;
}

/** A piece in its final place: everything overlays, furniture and control files show. */
export interface PlacedPiece
  extends Pick<PieceFields, "pieceNumber" | "serial">, Partial<Pick<PieceFields, "generation">> {
  readonly facts: PieceFacts;
}

/** The marks of pieces that are printed once more, in the order they are to lie in. */
export type RepeatedMarks = Pick<PieceColumns, "pieceNumbers" | "serials" | "generations">;

/** A print stream: pieces that run together. */
export interface PrintStream {
  /** Such as `automation-1` or `machinable-3to6`. */
  readonly name: string;
  readonly addressClass: AddressClass;
  readonly sheetsMin: number;
  readonly sheetsMax: number;
  /** Past the limits of the layout's first envelope: another one, or none, so that hands insert. */
  readonly envelope?: string;
  readonly byHand?: true;
  /** The stocks of its sheets where they are not the layout's own stock alone. */
  readonly papers?: readonly string[];
}

/** Pieces in the order they are to lie in: their fragments, and the entries there. */
export type EntryList = Pick<PieceColumns, "shards" | "entries">;

/** One spool to be made: a contiguous range of a stream's final order. */
export interface SpoolPlan extends EntryList {
  /** 0-based among all spools of the run. */
  readonly index: number;
  readonly stream: PrintStream;
  /** 1-based part of the stream, and how many parts it has. */
  readonly part: number;
  readonly parts: number;
  /** File name without extension; holds no customer data. */
  readonly name: string;
  /** Number of the first piece; the others follow by one. */
  readonly firstPieceNumber: PieceNumber;
  readonly sheetCount: SheetCount;
  readonly pageCount: PageCount;
  /** Set-up sheets, test pattern and break sheets, where there are any. */
  readonly furniture?: SpoolFurniture;
  /** IMb serial of the first piece that gets one, or -1; the others follow by one. */
  readonly firstSerial: Serial;
  /** For pieces printed before: these marks stand, and not the numbers that follow by one. */
  readonly repeated?: RepeatedMarks;
  /** What its furniture says, where it is no stream's ordinary spool. */
  readonly notice?: SpoolNotice;
}

/** Furniture of a spool that was made after an accident: people must not take it for another. */
export interface SpoolNotice {
  /** Such as `REPRINT 003`. */
  readonly title: string;
  /** For header and trailer, from the top. */
  readonly lines: readonly string[];
  /** The sides of cover sheets behind the header, front after front where paper has no back. */
  readonly covers: readonly CoverSide[];
}

/** A side of a cover sheet: what the person who does the work ticks off. */
export interface CoverSide {
  readonly title: string;
  /** Names of the columns. */
  readonly heads: readonly string[];
  /** Lines over the whole width, and rows of the table. */
  readonly rows: readonly (string | readonly string[])[];
}
