import type { TextCounts } from "./text-format.ts";
import type { ZoneCount } from "./zone-choice.ts";
import type { PageCount, SheetCount } from "../base/units.ts";
import type { Diagnostic } from "../base/diagnostic.ts";
import type { AuditAction, AuditRoot } from "./audit.ts";
import type { Channel } from "./channel.ts";
import type { ParameterValues } from "./parameter.ts";
import type { RejectGroup } from "./reject.ts";
import type { StateCount } from "./piece-state.ts";
import type { CountsReport } from "./run-counts.ts";
import type { RunState } from "./run-state.ts";
import type { Verification } from "./verification.ts";

export const STAGES = [
  "scan",
  "prepare",
  "compose",
  "settle",
  "assemble",
  "verify",
  "report",
] as const;
export type Stage = (typeof STAGES)[number];

/** The position of a run, for a progress display. */
export interface Progress {
  readonly stage: Stage;
  readonly done: number;
  readonly total: number;
  /** Of `done` and `total`. */
  readonly unit: "bytes" | "records" | "sheets";
  /** Pages composed or assembled so far in this stage. */
  readonly pages: PageCount;
  readonly rejects: number;
}

/**
 * finished: 0 · failed its verification: 1 · past the reject limit, nothing made, or held for a
 * decision: 3 · stopped by the operator: 4. Anything else is thrown.
 */
export type RunStatus =
  | "finished"
  | "failed"
  | "past-reject-limit"
  | "nothing-made"
  | "held-for-approval"
  | "held-for-release"
  | "stopped";

/** A decision about the run as reports tell of it: who, when and what, and no values. */
export interface DecisionReport {
  readonly seq: number;
  readonly atIso: string;
  readonly by: string;
  readonly action: AuditAction;
  readonly reason: string;
  /** What it was about, such as `12 spools` or `3 documents`; empty for the whole run. */
  readonly about: string;
}

/** What was printed once more after accidents at the press or the inserter. */
export interface ReprintTotals {
  readonly reimages: number;
  readonly reprints: number;
  /** Each as often as it was printed once more. */
  readonly pieces: number;
  readonly wastedSheets: number;
  /** Re-images and reprints that were decided and then interrupted. */
  readonly unmade: number;
  /** Whether what was printed, wasted and voided adds up; empty if not all of it is there. */
  readonly sums: readonly BalanceLine[];
}

/** Where a run stands by the decisions about it. */
export interface RunStanding {
  readonly state: RunState;
  readonly decisions: readonly DecisionReport[];
  /** What is in which state, by spool or batch. */
  readonly states: readonly StateCount[];
  /** Of the states: what the spools add up to against what the pieces do. */
  readonly stateBalance: readonly BalanceLine[];
  /** Where anything was printed once more. */
  readonly reprints?: ReprintTotals;
  /** The last entry of the audit log. */
  readonly auditRoot: AuditRoot;
}

/** One conservation equation: what one stage gave must equal what the next took. */
export interface BalanceLine {
  readonly stage: string;
  readonly what: string;
  readonly left: number | string;
  readonly right: number | string;
  readonly ok: boolean;
}

export interface StageTime {
  readonly stage: Stage;
  readonly seconds: number;
  readonly cpuSeconds: number;
  /** Units the stage worked on: records or sheets. */
  readonly count: number;
}

export interface StreamReport {
  readonly name: string;
  readonly pieces: number;
  readonly sheets: SheetCount;
  readonly pages: PageCount;
  readonly spools: number;
  readonly bulk?: StreamBulk;
}

/** What the pieces of a stream weigh and how thick they are, in their envelopes. */
export interface StreamBulk {
  readonly weightMgAverage: number;
  readonly weightMgMax: number;
  readonly thicknessMicronsAverage: number;
  readonly thicknessMicronsMax: number;
}

export interface SpoolReport {
  readonly name: string;
  readonly stream: string;
  readonly part: number;
  readonly parts: number;
  readonly pieces: number;
  readonly sheets: SheetCount;
  readonly pages: PageCount;
  readonly bytes: number;
  readonly sha256: string;
}

export interface BatchReport {
  readonly channel: Channel;
  readonly name: string;
  readonly count: number;
  readonly bytes: number;
  readonly sha256: string;
}

/** The result of the suppression lists, in all: keys, and the records that have them. */
export interface SuppressionTotals {
  /** Records left out; several where several have one key. */
  readonly records: number;
  /** Keys listed = suppressed + rejected + not in this run. */
  readonly listed: number;
  readonly suppressed: number;
  readonly rejected: number;
  readonly notInRun: number;
}

/** Whether a run's output was read again and proven to be what was composed. */
export interface RunVerification {
  readonly state: "verified" | "breached" | "skipped";
  /** What was found; nothing if it was skipped. Holds the first breaches alone. */
  readonly found?: Verification;
}

/** What `reports/run.json` holds and `--json` prints. Keys and places, never field values. */
export interface RunReport {
  readonly status: RunStatus;
  /** When everything was first there and balanced. */
  readonly endedAtIso?: string;
  /** Once all is assembled; renewed with each decision. */
  readonly standing?: RunStanding;
  /** What is to be approved, where the run is held before assembly. */
  readonly counts?: CountsReport;
  /** Once all is assembled. */
  readonly verification?: RunVerification;
  readonly job: string;
  readonly mode: "test" | "production";
  readonly cycle: string;
  readonly asOf: string;
  /** Values of the job's parameters, if it declares any. */
  readonly parameters?: ParameterValues;
  readonly layout: { readonly name: string; readonly hash: string };
  readonly records: { readonly read: number; readonly accepted: number; readonly rejected: number };
  /** Addresses that were mailed to as well: among pieces, sheets and pages, in no other count. */
  readonly seeds?: {
    readonly pieces: number;
    readonly sheets: SheetCount;
    readonly pages: PageCount;
  };
  /** Where a list was given. Its records were read, and neither accepted nor rejected. */
  readonly suppression?: SuppressionTotals;
  readonly documents: number;
  readonly pages: PageCount;
  readonly sheets: SheetCount;
  readonly pieces: number;
  readonly spools: number;
  /** Renditions by channel. */
  readonly channels: Readonly<Record<Channel, number>>;
  readonly balance: readonly BalanceLine[];
  readonly streams: readonly StreamReport[];
  readonly spoolFiles: readonly SpoolReport[];
  readonly batchFiles: readonly BatchReport[];
  readonly rejects: readonly { readonly code: string; readonly count: number }[];
  /** The same by code and field, the most frequent first, once the run is settled. */
  readonly rejectGroups?: readonly RejectGroup[];
  /** What became of messages of zones and of blocks that wait for room, by block. */
  readonly zones?: readonly ZoneCount[];
  /** Printed documents in large print, where the layout has it. */
  readonly inLargePrint?: number;
  /** Messages that are text alone, where the layout has such. */
  readonly textMessages?: TextCounts;
  /** How many rejects are tolerated, and the job's rule for it. */
  readonly rejectLimit?: { readonly count: number; readonly rule: string };
  readonly warnings: readonly Diagnostic[];
  readonly stages: readonly StageTime[];
  /** CPU of the compose stage by its parts, in microseconds per document. */
  readonly composeCpu: readonly { readonly part: string; readonly usPerDocument: number }[];
  readonly workers: number;
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly rssPeakBytes: number;
  readonly program: { readonly nightpress: string; readonly node: string; readonly zlib: string };
  /** Absolute path of the output folder. */
  readonly out: string;
}
