import type { PieceState } from "../../model/piece-state.ts";
import type { OpenRun } from "../folder/open-run.ts";
import { openPieces } from "./open-pieces.ts";

/** The state of a released piece until there is evidence of more. */
const UNTOLD: readonly PieceState[] = ["released", "printed"];

/**
 * Pieces, by number, that appear in no inserter file although such files were booked; of all
 * spools, or of some. Empty if none was booked: then no machine reports are expected.
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
