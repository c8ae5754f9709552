import type { Ordinal, PageCount, PieceNumber } from "../base/units.ts";
import type { Channel } from "./channel.ts";

/** Acceptance quality limits of ISO 2859-1, in percent nonconforming: those up to 10. */
export const AQLS = [
  "0.010",
  "0.015",
  "0.025",
  "0.040",
  "0.065",
  "0.10",
  "0.15",
  "0.25",
  "0.40",
  "0.65",
  "1.0",
  "1.5",
  "2.5",
  "4.0",
  "6.5",
  "10",
] as const;
export type Aql = (typeof AQLS)[number];

/** Inspection levels: the general ones, and the special ones for small samples. */
export const INSPECTION_LEVELS = ["S-1", "S-2", "S-3", "S-4", "I", "II", "III"] as const;
export type InspectionLevel = (typeof INSPECTION_LEVELS)[number];

const SEVERITIES = ["normal", "tightened", "reduced"] as const;
export type Severity = (typeof SEVERITIES)[number];

/** How many items are judged, and how many of one class may be defective. */
export interface SamplingPlan {
  /** Code letter of the plan, after arrows were followed. */
  readonly letter: string;
  readonly size: number;
  /** The lot is accepted with up to this many defective items of a class. */
  readonly accept: number;
  readonly reject: number;
}

/** Classes of defects. No critical one is accepted; the others are, up to the plan's number. */
export const DEFECT_CLASSES = ["critical", "major", "minor"] as const;
export type DefectClass = (typeof DEFECT_CLASSES)[number];

/** What an item was picked for: by lot, or as the only or outermost one of its kind. */
export type PickReason = "drawn" | `for ${string}`;

/** One piece or message to be judged. */
export interface SampledItem {
  /** 0-based among the leaves of the run's Merkle tree. */
  readonly leaf: number;
  /** The hash of that leaf, in hex: it stands for the bytes that are judged. */
  readonly sha256: string;
  readonly channel: Channel;
  /** Spool or batch. */
  readonly output: string;
  readonly document: Ordinal;
  /** -1 for messages. */
  readonly piece: PieceNumber;
  readonly pages: PageCount;
  readonly stratum: string;
  /** `drawn` items alone count against Ac and Re. */
  readonly reason: PickReason;
}

/** Pieces and messages of one kind: how many there are, and how many were drawn. */
export interface Stratum {
  readonly name: string;
  readonly size: number;
  readonly drawn: number;
}

/** A sample of a run, as it is kept in the run's folder. */
export interface Sample {
  readonly format: "nightpress-sample-1";
  /** 1-based among the samples of the run. */
  readonly number: number;
  readonly runId: string;
  /** Root of the run's Merkle tree, and how many pieces and messages there are. */
  readonly root: string;
  readonly lotSize: number;
  readonly aql: Aql;
  readonly level: InspectionLevel;
  readonly severity: Severity;
  readonly plan: SamplingPlan;
  readonly seed: string;
  /** The entry of the audit log that committed the seed before assembly; absent: the job's own. */
  readonly committed?: number;
  /** The lot was rejected before and has changed since: it counts in no switching rule. */
  readonly isResubmitted?: true;
  /** Why records were not looked at, so that strata lack locale, messages and amounts. */
  readonly notStratified?: string;
  readonly strata: readonly Stratum[];
  /** By leaf. */
  readonly items: readonly SampledItem[];
}

/** What somebody said of an item. */
export interface ItemVerdict {
  readonly leaf: number;
  readonly sha256: string;
  readonly verdict: "accept" | "reject";
  /** Of a rejected item. */
  readonly defect?: DefectClass;
  readonly note?: string;
}

/** What the review page saves. */
export interface Verdicts {
  readonly format: "nightpress-verdicts-1";
  /** SHA-256 of the sample's file. */
  readonly sample: string;
  readonly items: readonly ItemVerdict[];
}

/** How a lot was judged, for the register: switching rules follow from these in their order. */
export interface JudgedLot {
  readonly severity: Severity;
  readonly isAccepted: boolean;
  /** Whether it would have been accepted by the plan of the next tighter AQL. */
  readonly isAcceptedTighter: boolean;
  readonly accept: number;
}

/** What an audit entry says of a sample; all else is in the file of that hash. */
export type SampleDetails =
  | { readonly change: "commit"; readonly seedSha256: string }
  | {
      readonly change: "draw";
      readonly number: number;
      readonly sampleSha256: string;
      readonly root: string;
      readonly lotSize: number;
      readonly plan: string;
      readonly items: number;
      /** Sampling had stopped, and whoever drew answers for it that the cause was mended. */
      readonly causeMended?: true;
      /** What was judged showed no values. */
      readonly isMasked?: true;
    };

/** What an audit entry says of a verdict. */
export interface JudgementDetails {
  readonly number: number;
  readonly verdictsSha256: string;
  readonly isAccepted: boolean;
  /** Defective items that were drawn, by class. */
  readonly defects: Readonly<Record<DefectClass, number>>;
  /** Defective ones of all that were judged: they must not go out. */
  readonly rejected: readonly RejectedItem[];
}

export interface RejectedItem {
  readonly leaf: number;
  readonly channel: Channel;
  readonly document: Ordinal;
  readonly piece: PieceNumber;
  readonly defect: DefectClass;
}
