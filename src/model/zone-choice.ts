/**
 * What became of a message of a zone, or of a block that waits for room, in one document: shown, or
 * left out because its zone has enough, or because there was no room for it.
 */
export type ZoneOutcome = "shown" | "most" | "no-room";

export interface ZoneChoice {
  /** Of the block. */
  readonly id: string;
  readonly outcome: ZoneOutcome;
}

/** The same of all documents that were composed on paper. */
export interface ZoneCount {
  readonly id: string;
  readonly shown: number;
  readonly most: number;
  readonly noRoom: number;
}
