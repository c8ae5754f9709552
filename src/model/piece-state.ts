import type { Ordinal, PageCount, SheetCount } from "../base/units.ts";
import type { Channel } from "./channel.ts";

/** The trade's states of a piece. Nightpress itself sets the first three only. */
export const PIECE_STATES = [
  "composed",
  "spooled",
  "released",
  "printed",
  "inserted",
  "mailed",
  "spoiled",
  "pulled",
  "voided",
] as const;
export type PieceState = (typeof PIECE_STATES)[number];

/** A document on one channel. A piece is all documents that lie in its envelope. */
export interface RenditionName {
  readonly channel: Channel;
  readonly ordinal: Ordinal;
}

/**
 * What a decision does to states: whole spools and batches, by their names, and single documents.
 * A decision's `details.effects` is a list of these, so that it can be acted on again from the
 * audit log alone.
 */
export interface StateEffect {
  readonly state: PieceState;
  /** Names of spools and batches, as the ledger has them. */
  readonly outputs?: readonly string[];
  readonly pieces?: readonly RenditionName[];
}

/** A spool or batch as decisions see it. */
export interface OutputState {
  readonly channel: Channel;
  /** 0-based among spools, or among the batches of its channel. */
  readonly index: number;
  readonly name: string;
  /** The print stream; empty for a batch. */
  readonly stream: string;
  /** The state of everything in it that is not an exception. */
  readonly state: PieceState;
  /** Mailpieces or messages, exceptions counted. */
  readonly pieces: number;
}

/** Documents of one spool or batch that are in one state. */
export interface StateCount {
  readonly channel: Channel;
  /** The print stream; empty for a batch. */
  readonly stream: string;
  /** Name of the spool or batch. */
  readonly output: string;
  readonly state: PieceState;
  readonly documents: number;
  /** Mailpieces in a spool, messages in a batch. */
  readonly pieces: number;
  readonly pages: PageCount;
  readonly sheets: SheetCount;
}
