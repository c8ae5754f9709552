import type { Generation, Ordinal, PieceNumber } from "../base/units.ts";
import type { ApprovalDetails } from "./approval.ts";
import type { AuditEntry } from "./audit.ts";
import type { Person, SharedDecision, ShopRules } from "./person.ts";
import type { JudgementDetails, SampleDetails } from "./sample.ts";
import type { AgainDetails, MadeDetails, ReprintCause } from "./reprint.ts";

/** What a correction says: which entry it is of, how that stood, and how it stands from then on. */
export interface CorrectionDetails {
  readonly corrects: number;
  readonly was: MailingFacts;
  readonly is: MailingFacts;
}

export interface MailingFacts {
  readonly date: string;
  readonly statement: string;
}

/** A printing of a piece that an inserter's file called damaged or missing. */
export interface OpenPiece {
  readonly piece: PieceNumber;
  readonly generation: Generation;
  readonly cause: ReprintCause;
}

/** What a `reconcile` decision says of itself. */
export interface ReconcileDetails {
  readonly number: number;
  readonly sha256: string;
  readonly inserted: number;
  readonly toReprint: readonly OpenPiece[];
  readonly duplicates: string;
  readonly pulledInserted: string;
}

/** What a legal hold is about: one run, all runs that have a key, all runs of a job. */
const HOLD_SUBJECTS = ["run", "key", "job"] as const;
export type HoldSubject = (typeof HOLD_SUBJECTS)[number];

/** What an entry of the shop's log says of a hold. */
export type HoldDetails =
  | { readonly change: "add"; readonly subject: HoldSubject; readonly value: string }
  | { readonly change: "lift"; readonly hold: number; readonly agreed?: number };

/** What the first of two people has agreed to, until the second says the same. */
export interface AgreeDetails {
  readonly decision: SharedDecision;
  readonly about: Readonly<Record<string, unknown>>;
  readonly aboutHash: string;
}

/** Who decides for a shop from then on, and by which rules. */
export interface RulesDetails {
  /** The shop's file. */
  readonly file: string;
  readonly people: readonly Person[];
  readonly rules: ShopRules | null;
}

/** What an audit entry of a verdict says; the rest of its details are for people. */
export interface VerdictDetails {
  readonly ok: boolean;
  readonly breachCount: number;
  readonly files: readonly string[];
  /** Of all breaches, so that the same finding is not entered twice. */
  readonly breachesHash: string;
  readonly rasterSheets?: number;
}

/** A child run that has finished, as the parent's audit log has it. */
export interface DrivenChild {
  readonly child: number;
  readonly runId: string;
  readonly folder: string;
  readonly items: readonly { readonly ordinal: Ordinal; readonly key: string }[];
}

/** What decisions say of themselves beside their effects, by what is done. */
interface DetailsOf {
  readonly rules: RulesDetails;
  readonly sample: SampleDetails;
  readonly judge: JudgementDetails;
  readonly correct: CorrectionDetails;
  readonly reconcile: ReconcileDetails;
  readonly "legal-hold": HoldDetails;
  readonly "approve-layout": ApprovalDetails;
  readonly agree: AgreeDetails;
  readonly verify: VerdictDetails;
  readonly redrive: DrivenChild;
  readonly reprint: AgainDetails;
  readonly reimage: AgainDetails;
  readonly "reprint-made": MadeDetails;
}

/** The details of an entry of that action, as they were entered; undefined of any other. */
export function detailsOf<Action extends keyof DetailsOf>(
  { action, details }: Pick<AuditEntry, "action" | "details">,
  wanted: Action,
): DetailsOf[Action] | undefined {
  return action === wanted ? (details as unknown as DetailsOf[Action]) : undefined;
}
