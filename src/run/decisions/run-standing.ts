import type { Ledger } from "../../ledger/ledger.ts";
import type { AuditEntry } from "../../model/audit.ts";
import type {
  BalanceLine,
  DecisionReport,
  RunStanding,
  RunStatus,
} from "../../model/run-report.ts";
import { reprintTotals } from "../pieces/reprint-totals.ts";
import { subjectText } from "../../report/subject-text.ts";
import { decisionSubjects } from "./decision-subjects.ts";
import type { OpenRun } from "../folder/open-run.ts";
import { RUN_FACTS, runStateOf, seenState } from "./run-state.ts";
import { redVerdict } from "./red-verdict.ts";

/** A report shows this many characters of a decision's pieces or spools. */
const SUBJECT_WIDTH = 80;

/** The status of an assembled run, for its report and for decision makers. */
export function runStanding(desk: OpenRun): RunStanding {
  const { ledger, audit } = desk;
  const { seq, hash } = audit.root;
  const reprints = reprintTotals(desk);
  return {
    state: seenState(
      runStateOf(desk, audit.entries),
      redVerdict(desk, audit.entries) !== undefined,
    ),
    decisions: audit.entries.map(decisionReport),
    states: ledger.stateCounts(),
    stateBalance: stateBalance(ledger),
    ...(reprints && { reprints }),
    auditRoot: { seq, hash },
  };
}

/** How an assembled run ended: its status then, else whether it waits for release. */
export function endStatus({ state }: RunStanding, ledger: Ledger): RunStatus {
  if (state === "failed") return state;
  const ended = ledger.fact(RUN_FACTS.ended);
  if (ended === "past-reject-limit" || ended === "nothing-made") return ended;
  return state === "held-for-release" ? state : "finished";
}

/**
 * Proves that decisions lost and duplicated nothing: for each channel and state, the sum of spools
 * and batches, less their exceptions, against the pieces themselves, one by one.
 */
export function stateBalance(ledger: Ledger): BalanceLine[] {
  const byPiece = ledger.counts();
  const byOutput = ledger.stateCounts();
  const lines: BalanceLine[] = [];
  const kinds = new Set([...byPiece, ...byOutput].map(kindOf));
  for (const kind of [...kinds].sort()) {
    const isPrint = kind.startsWith("print ");
    for (const what of isPrint
      ? (["documents", "pages", "sheets"] as const)
      : (["documents"] as const)) {
      const sum = (counts: readonly { readonly [name in typeof what]: number }[]): number =>
        counts.reduce((all, count) => all + count[what], 0);
      const left = sum(byOutput.filter((count) => kindOf(count) === kind));
      const right = sum(byPiece.filter((count) => kindOf(count) === kind));
      const line = `${what} ${kind}, by spool = by piece`;
      lines.push({ stage: "states", what: line, left, right, ok: left === right });
    }
  }
  return lines;
}

function kindOf({ channel, state }: { channel: string; state: string }): string {
  return `${channel} ${state}`;
}

function decisionReport(entry: AuditEntry): DecisionReport {
  const { seq, atIso, by, action, reason } = entry;
  const subjects = decisionSubjects(entry);
  const about = subjects.map((subject) => subjectText(subject, SUBJECT_WIDTH)).join("; ");
  return { seq, atIso, by, action, reason, about };
}
