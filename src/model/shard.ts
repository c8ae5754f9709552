import type { Ordinal } from "../base/units.ts";
/**
 * A contiguous range of the input: the unit of work, restart and commit. The same input and job
 * give the same shards on every machine.
 */
export interface Shard {
  readonly index: number;
  /** Ordinal of the first unit (record or reject) in it. */
  readonly firstOrdinal: Ordinal;
  readonly unitCount: number;
  /** Byte range of the master file, and 1-based line of its first byte. */
  readonly start: number;
  readonly end: number;
  readonly firstLine: number;
  /** For each detail file: byte range and first line of the rows that belong to these records. */
  readonly details: readonly ShardRange[];
  /** Seeds, which are not part of the input: they come after it, with ordinals beyond its units. */
  readonly isSeeds?: true;
  /** Of an input in several files that are not joined: the one that it lies in. */
  readonly file?: number;
}

export interface ShardRange {
  readonly start: number;
  readonly end: number;
  readonly firstLine: number;
}

/** What the scan learnt of one input file. */
export interface ScannedFile {
  /** As the job names it. */
  readonly file: string;
  /** Where an input lies in several files: which of its files it is part of; 0 is the master. */
  readonly of?: number;
  /** Its own work file, if the rows of several were sorted into one. */
  readonly unsorted?: string;
  /** The file the shards' offsets refer to: `file` itself, or its unpacked or sorted copy. */
  readonly workFile: string;
  readonly sizeBytes: number;
  readonly sha256: string;
  /** Of the copies that were made of it, in the order that each was made of the one before. */
  readonly copiesSha256?: readonly string[];
  /** Records or rows, broken ones included. */
  readonly rowCount: number;
}

export interface Scan {
  readonly files: readonly ScannedFile[];
  readonly shards: readonly Shard[];
  readonly unitCount: number;
}
