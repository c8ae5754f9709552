import { defined } from "../../base/assert.ts";
import { type Diagnostic, diagnostic, UsageError } from "../../base/diagnostic.ts";
import { type DraftPiece, standingPrintings } from "../../run/pieces/reprint-draft.ts";
import type { DecisionSession } from "../../run/decisions/decision-session.ts";

/**
 * Whether a reprint takes the run's share of reprinted pieces beyond what the shop allows. Throws a
 * `UsageError` if it does and nobody has decided that it may.
 */
export function isPastLimit(
  { frozen, ledger }: DecisionSession,
  drafts: readonly DraftPiece[],
  isDecided: boolean,
): boolean {
  const percentMax = frozen.job.shop?.reprints.piecesMaxPercent ?? 100;
  const { pieces } = defined(ledger.fact("sequence-totals"), "the totals of a run that has spools");
  const reprinted = new Set(standingPrintings(ledger).keys());
  for (const { piece } of drafts) reprinted.add(piece);
  const isPast = reprinted.size * 100 > pieces * percentMax;
  if (isPast && !isDecided) throw new UsageError([pastLimit(reprinted.size, pieces, percentMax)]);
  return isPast;
}

function pastLimit(reprinted: number, pieces: number, percentMax: number): Diagnostic {
  const message =
    `With this, ${reprinted} of the run's ${pieces} pieces would be printed again; the shop ` +
    `allows ${percentMax} %.`;
  return diagnostic("reprint.past-limit", message, {
    hint: "First look for a fault of the whole run. If there is none, allow it with --past-limit.",
  });
}
