import type { PieceNumber, SheetCount } from "../base/units.ts";
import type { Channel } from "../model/channel.ts";
import type { PieceFields } from "../model/piece-columns.ts";
import type { PieceState } from "../model/piece-state.ts";

/** One rendition of one document in its final place: in a spool, or in a digital batch. */
export interface PieceRow extends Pick<
  PieceFields,
  "ordinal" | "key" | "sheets" | "pages" | "serial"
> {
  readonly channel: Channel;
  /** False for a rendition that accompanies the document's primary one. */
  readonly primary: boolean;
  readonly keyHash?: string;
  /** 1-based number of the piece in the run; -1 where there is no mailpiece. */
  readonly pieceNumber: PieceNumber;
  /** Index of the spool, or -1. */
  readonly spool: number;
  /** Index of the batch in its channel, or -1. */
  readonly batch: number;
  /** 0-based place of its first sheet among the customers' sheets of the spool, or -1. */
  readonly firstSheet: number;
  readonly state: PieceState;
}

/** A spool on disk. Counts are of customers' sheets: furniture is left out. */
export interface SpoolRow {
  /** 0-based among all spools of the run. */
  readonly index: number;
  /** File name. */
  readonly name: string;
  readonly stream: string;
  readonly part: number;
  readonly sheets: SheetCount;
  readonly pages: number;
  readonly pieces: number;
  readonly bytes: number;
  readonly sha256: string;
}

/** A digital batch on disk. */
export interface BatchRow {
  readonly channel: Channel;
  /** 0-based in its channel. */
  readonly index: number;
  readonly name: string;
  /** Renditions in it. */
  readonly count: number;
  readonly bytes: number;
  readonly sha256: string;
}

/** What stands in one channel and state. Documents counts renditions, accompanying ones too. */
export interface ChannelCount {
  readonly channel: Channel;
  readonly state: PieceState;
  readonly documents: number;
  /** Different piece numbers. */
  readonly pieces: number;
  readonly pages: number;
  readonly sheets: SheetCount;
}

/** How many pieces of a stream have so many pages. */
export interface PageCount {
  readonly stream: string;
  readonly pages: number;
  readonly pieces: number;
}

/** What the verifier may ask of a run's account: questions only. */
export interface LedgerView {
  /** By index. */
  spools(): SpoolRow[];
  /** By channel, then index. */
  batches(): BatchRow[];
  /** In the order of the sheets. */
  piecesOfSpool(index: number): Iterable<PieceRow>;
  /** In input order. */
  piecesOfBatch(channel: Channel, index: number): Iterable<PieceRow>;
  /** By channel and state; what does not occur is left out. */
  counts(): ChannelCount[];
}
