import type { OutputState } from "../../model/piece-state.ts";
import { countText } from "../../report/figures.ts";
import { rangesText, someRanges } from "../../run/pieces/number-ranges.ts";
import { openPieces, reconcileList } from "../../run/pieces/open-pieces.ts";
import { unreadPieces } from "../../run/pieces/unread-pieces.ts";
import type { DecisionSession } from "../../run/decisions/decision-session.ts";
import { refusal } from "../../run/decisions/decision-request.ts";

/**
 * Throws a `UsageError` if spools cannot be mailed as they are: an inserter reported pieces damaged
 * or missing, or no machine has read some, and nobody has decided that they were mailed anyway.
 * Returns those for which that was decided, in ranges.
 */
export function refuseUnaccounted(
  desk: DecisionSession,
  scope: readonly OutputState[],
  acceptUnread: boolean,
): string {
  const spools = scope.flatMap(({ channel, index }) => (channel === "print" ? [index] : []));
  refuseOpen(desk, new Set(spools));
  const unread = unreadPieces(desk, spools);
  if (unread.length === 0 || acceptUnread) return rangesText(unread);
  const list = reconcileList(desk.folder, "unread", reconcileCount(desk));
  throw refusal("decision.unread", unreadText(unread), {
    hint:
      `See ${list}. Find them, then book the inserter's results, reprint or pull ` +
      "them; or decide with --accept-unread that they were mailed.",
  });
}

/**
 * Pieces that an inserter reported damaged or missing are not mailed with the rest of their spool.
 */
function refuseOpen(desk: DecisionSession, spools: ReadonlySet<number>): void {
  const numbers = openPieces(desk).map(({ piece }) => piece);
  const rows = desk.ledger.piecesOfNumbers(new Set(numbers));
  const open = new Set(
    rows.filter(({ spool }) => spools.has(spool)).map(({ pieceNumber }) => pieceNumber),
  );
  if (open.size === 0) return;
  const lists = ["reprint-damaged", "reprint-missing"]
    .map((name) => reconcileList(desk.folder, name, reconcileCount(desk)))
    .join(" and ");
  const message = `Still to be reprinted: ${rangesText(numbers.filter((one) => open.has(one)))}.`;
  throw refusal("decision.to-reprint", message, {
    hint: `Give ${lists} to \`nightpress reprint --from\`, or pull the pieces.`,
  });
}

function unreadText(unread: readonly number[]): string {
  const what = countText(unread.length, "piece");
  return `No machine has read ${what} that would be mailed: ${someRanges(unread)}.`;
}

function reconcileCount({ audit }: DecisionSession): number {
  return audit.entries.filter(({ action }) => action === "reconcile").length;
}
