import type { ForeignTrailer } from "./foreign-source.ts";

/** The work copy of an input file in a format of its own. */
export interface WorkCopy {
  readonly workFile: string;
  /** Of the sender's file; of the copy if it was made of no file. */
  readonly sizeBytes: number;
  readonly sha256: string;
  /** Where its rows end; what its own trailer states may follow. */
  readonly dataEnd: number;
  /** Offsets of its last rows. */
  readonly lastRows: readonly number[];
  readonly trailer?: ForeignTrailer;
}

/** Work copies by the index of the file in the input: the master is 0. */
export type WorkCopies = ReadonlyMap<number, WorkCopy>;
