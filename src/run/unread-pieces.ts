import type { PieceState } from "../model/piece-state.ts";
import type { OpenRun } from "./open-run.ts";
import { openPieces } from "./open-pieces.ts";

/** Where a piece that was released is until evidence says more of it. */
const UNTOLD: readonly PieceState[] = ["released", "printed"];

/**
 * Pieces, by number, of which no inserter's file has said anything, though files were booked; of
 * all spools, or of some. Empty if none was booked: nobody expects a machine to tell then.
 */
export function unreadPieces(
  { ledger, audit }: { ledger: OpenRun["ledger"]; audit: Pick<OpenRun["audit"], "entries"> },
  spools: readonly number[] = ledger.spools().map(({ index }) => index),
): number[] {
  if (!audit.entries.some(({ action }) => action === "reconcile")) return [];
  const open = new Set(openPieces({ ledger, audit }).map(({ piece }) => piece));
  const unread = new Set<number>();
  for (const index of spools)
    for (const { pieceNumber, state } of ledger.piecesOfSpool(index))
      if (UNTOLD.includes(state) && !open.has(pieceNumber)) unread.add(pieceNumber);
  return [...unread].sort((a, b) => a - b);
}
