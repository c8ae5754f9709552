import { hashValue } from "../../base/hash.ts";
import type { AuditAction, AuditEntry } from "../../model/audit.ts";
import type { PieceState, StateCount } from "../../model/piece-state.ts";
import type { RunState } from "../../model/run-state.ts";
import type { OpenRun } from "../folder/open-run.ts";

/** Ledger facts that show how far a run has come. */
export const RUN_FACTS = {
  /** The counts that the run is held with, before assembly. */
  held: "held-counts",
  /** The counts that it was assembled with. */
  counts: "counts",
  /** How it ended: `finished`, `past-reject-limit` or `nothing-made`. */
  ended: "ended",
  /** True once all spools and batches exist and every sum holds. */
  balanced: "balanced",
} as const;

/** The name of the ledger's fact for the pieces of a spool that follow break sheets. */
export function breaksFact(spool: number): `breaks of spool ${number}` {
  return `breaks of spool ${spool}`;
}

/** What will never be mailed, and what was. */
const AT_REST: readonly PieceState[] = ["mailed", "spoiled", "pulled", "voided"];
const UNRELEASED: readonly PieceState[] = ["composed", "spooled"];

/** The state of a run, from its ledger and the decisions about it. */
export function runStateOf(
  { frozen, ledger }: Pick<OpenRun, "frozen" | "ledger">,
  entries: readonly AuditEntry[],
): RunState {
  const has = (action: AuditAction): boolean => entries.some((entry) => entry.action === action);
  if (has("abandon")) return "abandoned";
  if (has("close")) return "closed";
  if (ledger.fact(RUN_FACTS.balanced) === true) return stateOfOutputs(ledger.stateCounts());
  if (ledger.fact("sequence-totals") !== undefined) return "assembling";
  if (ledger.shardsDone().size < frozen.scan.shards.length) return "composing";
  const held = ledger.fact(RUN_FACTS.held);
  const approval = entries.findLast(({ action }) => action === "approve");
  const isApproved = approval?.details["countsHash"] === hashValue(held ?? null);
  return held === undefined || isApproved ? "assembling" : "held-for-approval";
}

/** A failed verification comes before all else, unless nothing of the run can go out any more. */
export function seenState(state: RunState, isRed: boolean): RunState {
  return isRed && state !== "closed" && state !== "abandoned" ? "failed" : state;
}

function stateOfOutputs(counts: readonly StateCount[]): RunState {
  const states = new Set(counts.map(({ state }) => state));
  if (UNRELEASED.some((state) => states.has(state))) return "held-for-release";
  if (![...states].every((state) => AT_REST.includes(state))) return "released";
  return states.has("mailed") ? "mailed" : "nothing-to-mail";
}
