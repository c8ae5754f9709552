import { defined } from "../base/assert.ts";
import { hashValue } from "../base/hash.ts";
import { shellWord } from "../base/shell-word.ts";
import { Register } from "../register/register.ts";
import type { PieceState } from "../model/piece-state.ts";
import {
  decideAbout,
  type DecisionRequest,
  type DecisionResult,
  requireAssembled,
} from "../run/decisions/decision-request.ts";
import { indexRun } from "../run/folder/index-run.ts";
import { keepCycleCounts } from "../run/decisions/last-cycle.ts";
import { rejectItems } from "../run/rejects/reject-items.ts";
import type { DecisionSession } from "../run/decisions/decision-session.ts";
import { stateBalance } from "../run/decisions/run-standing.ts";
import { RUN_FACTS } from "../run/decisions/run-state.ts";

/** The result of closing a run. */
export interface CloseResult extends DecisionResult {
  readonly closed: boolean;
  /** What must still be done before the run can be closed. */
  readonly open: readonly string[];
}

const AT_REST: readonly PieceState[] = ["mailed", "spoiled", "pulled", "voided"];

/** Closes a run that has no open items; otherwise lists them. */
export async function closeRun(outFolder: string, request: DecisionRequest): Promise<CloseResult> {
  let open: readonly string[] = [];
  const result = await decideAbout(outFolder, request, (desk) => {
    requireAssembled(desk, "refused");
    open = openItems(desk);
    if (open.length > 0) return { action: "close", seq: 0, outputs: [], documents: 0 };
    const counts = defined(
      desk.ledger.fact(RUN_FACTS.counts),
      "the counts of a run that was assembled",
    );
    const details = { countsHash: hashValue(counts), states: stateTotals(desk) };
    const { seq } = desk.decide({ action: "close", reason: request.reason, details });
    keepCycleCounts(desk, counts);
    enterClosed(desk);
    return { action: "close", seq, outputs: [], documents: 0 };
  });
  // Nothing in the run changes any more, so the index is built now and searches need not wait.
  if (open.length === 0) indexRun(outFolder);
  return { ...result, closed: open.length === 0, open };
}

/** For people who read the register; the run's own log is authoritative. */
function enterClosed({ host, frozen: { job, runId } }: DecisionSession): void {
  if (job.mode !== "production" || !host.exists(job.registerFile)) return;
  Register.with(host, job.registerFile, ({ runs }) => runs.close(runId));
}

/** Everything that keeps a run from being closed, one line each. */
function openItems(desk: DecisionSession): string[] {
  const { folder, ledger } = desk;
  const sums = [...ledger.balance().lines, ...stateBalance(ledger)].filter(({ ok }) => !ok);
  const waiting = ledger.stateCounts().filter(({ state }) => !AT_REST.includes(state));
  const rejects = rejectItems(desk).filter(({ state }) => state === "open").length;
  const list = `nightpress rejects ${shellWord(folder.root)}`;
  return [
    ...(rejects === 0 ? [] : [`open rejects: ${rejects}, see \`${list}\``]),
    ...sums.map(({ what, left, right }) => `does not balance: ${what} (${left}, ${right})`),
    ...waiting.map(({ output, state, pieces }) => {
      const what = state === "spooled" ? "not released" : `${state}, without evidence of mailing`;
      return `${pieces} of ${output}: ${what}`;
    }),
  ];
}

/** How many documents are in each state, by channel. */
function stateTotals({ ledger }: DecisionSession): Record<string, number> {
  const totals: Record<string, number> = {};
  for (const { channel, state, documents } of ledger.stateCounts()) {
    const name = `${channel} ${state}`;
    totals[name] = (totals[name] ?? 0) + documents;
  }
  return totals;
}
