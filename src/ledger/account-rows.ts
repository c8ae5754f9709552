import type { PageCount, SheetCount } from "../base/units.ts";
import type { Channel } from "../model/channel.ts";
import type { SuppressedUnit } from "../model/suppression.ts";

/** Counts of renditions by channel. */
export type Renditions = Readonly<Record<Channel, number>>;

/** A finished shard: its fragment is on disk under its final name. */
export interface ShardRow {
  readonly index: number;
  /** File name of the fragment. */
  readonly fragment: string;
  /** The fragment's checksum, as its footer has it. */
  readonly checksum: string;
  readonly bytes: number;
  /** Units of input: records, rejects and suppressed ones. */
  readonly units: number;
  readonly records: number;
  readonly rejects: number;
  /** Units left out because their keys are on a list. */
  readonly suppressed: number;
  /** Seed documents, counted only here; their pages and sheets are among the shard's. */
  readonly seeds: number;
  readonly documents: number;
  /** Printed pages and their sheets. */
  readonly pages: PageCount;
  readonly sheets: SheetCount;
  readonly renditions: Renditions;
}

/** What the scan found, which all shards together must account for. */
export interface ScanTotals {
  readonly shards: number;
  readonly units: number;
  /** Seed addresses; absent if there are none. */
  readonly seeds?: number;
}

/** Composed documents that settling took out of the run for one reason. */
export interface Removal {
  /** Such as `data.duplicate-key` or `suppressed`. */
  readonly reason: string;
  /** True if each is a reject, so also counted in `rejectsSettled`. */
  readonly rejected: boolean;
  readonly documents: number;
  readonly pages: PageCount;
  readonly sheets: SheetCount;
  readonly renditions: Renditions;
}

/** What the print sequence holds in all, before any spool is made. */
export interface SequenceTotals {
  readonly spools: number;
  readonly documents: number;
  readonly pieces: number;
  readonly pages: PageCount;
  readonly sheets: SheetCount;
}

/**
 * How units of input ended: by the channel of the primary rendition, `rejected`, or another reason
 * such as `suppressed`. Each unit counts once.
 */
export interface DispositionCount {
  readonly disposition: string;
  readonly count: number;
}

/** A unit of input that was left out because its key is on a list. */
export interface SuppressedRow extends SuppressedUnit {
  /** The list, by its path in the run's folder. */
  readonly list: string;
}

export interface RejectCount {
  /** Such as `data.missing-key`. */
  readonly code: string;
  readonly count: number;
}

/** One sum that must hold: `left` and `right` count the same things at two places. */
export interface BalanceLine {
  /** The later of the two stages. */
  readonly stage: "compose" | "settle" | "sequence" | "spool" | "batch" | "pieces";
  /** What is counted, left against right. */
  readonly what: string;
  readonly left: number;
  readonly right: number;
  readonly ok: boolean;
}

export interface Balance {
  readonly ok: boolean;
  readonly lines: readonly BalanceLine[];
}
