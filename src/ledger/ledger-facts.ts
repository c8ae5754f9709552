import type { RunAttempt } from "../model/certificate.ts";
import type { RejectGroup } from "../model/reject.ts";
import type { ZoneCount } from "../model/zone-choice.ts";
import type { TextCounts } from "../model/text-format.ts";
import type { RunCounts } from "../model/run-counts.ts";

/** What the spools of a run must add up to, as it was settled. */
export interface SequenceTotals {
  readonly spools: number;
  readonly documents: number;
  readonly pieces: number;
  readonly pages: number;
  readonly sheets: number;
}

/** What the shards of a run must add up to, as it was scanned. */
export interface ScanFact {
  readonly shards: number;
  readonly units: number;
  readonly seeds: number;
}

/** Plain values that a ledger keeps by name. */
export interface LedgerFacts {
  readonly "scan-totals": ScanFact;
  readonly "sequence-totals": SequenceTotals;
  /** The counts that a run is held with, and those that it was assembled with. */
  readonly "held-counts": RunCounts;
  readonly counts: RunCounts;
  /** A status of the run's report. */
  readonly ended: string;
  readonly balanced: true;
  /** Why units were rejected, for people alone. */
  readonly "reject-groups": readonly RejectGroup[];
  /** What became of messages of zones, by block; only of layouts that have some. */
  readonly zones: readonly ZoneCount[];
  /** Printed documents in large print; only of layouts that have it. */
  readonly "in-large-print": number;
  /** Messages that are text alone; only of layouts that have such. */
  readonly "text-messages": TextCounts;
  readonly attempts: readonly RunAttempt[];
  /** Places in a spool that a break sheet lies before. */
  readonly [breaks: `breaks of spool ${number}`]: readonly number[];
  /** Money totals of a spool or batch, by field, in minor units. */
  readonly [sums: `sums of ${string}`]: readonly string[];
}

export type FactName = keyof LedgerFacts;
