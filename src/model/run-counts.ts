const COUNT_GROUPS = ["records", "print", "stream", "channel", "money"] as const;
export type CountGroup = (typeof COUNT_GROUPS)[number];

/** One figure of a run that people check before they let it go on. */
export interface CountLine {
  readonly group: CountGroup;
  /** Unique in its group, such as `accepted` or `automation-1 sheets`. */
  readonly name: string;
  /** Money as an exact decimal, in the currency's own digits. */
  readonly value: number | string;
}

export type RunCounts = readonly CountLine[];

/** A figure beside the one it is compared with. */
export interface CountChange extends CountLine {
  /** Undefined if there is nothing to compare with. */
  readonly before: number | string | undefined;
  /** Undefined if there was nothing or zero before. */
  readonly changePercent: number | undefined;
  /** Whether the change is past tolerance. */
  readonly isPast: boolean;
}

/** What `reports/counts.json` holds: what is to be approved, beside the last cycle's figures. */
export interface CountsReport {
  readonly job: string;
  readonly mode: "test" | "production";
  readonly cycle: string;
  readonly asOf: string;
  /** Undefined if no earlier cycle is known. */
  readonly lastCycle: string | undefined;
  readonly tolerancePercent: number;
  readonly toleranceCount: number;
  /** Why the run is held. */
  readonly reasons: readonly string[];
  /** SHA-256 of the counts, which an approval names. */
  readonly countsHash: string;
  readonly lines: readonly CountChange[];
}
