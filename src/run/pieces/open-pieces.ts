import { detailsOf, type OpenPiece } from "../../model/decision-details.ts";
import type { PieceState } from "../../model/piece-state.ts";
import type { OpenRun } from "../folder/open-run.ts";
import type { RunFolder } from "../folder/run-folder.ts";
import { standingPrintings } from "./reprint-draft.ts";

/** States of a piece that is neither in an envelope nor out of the mail. */
const OPEN_STATES: readonly PieceState[] = ["composed", "spooled", "released", "printed"];

/**
 * Pieces, by number, that some file reported as damaged or missing, and that since then were
 * neither reprinted nor inserted, mailed, pulled or voided.
 */
export function openPieces({
  ledger,
  audit,
}: {
  readonly ledger: OpenRun["ledger"];
  readonly audit: Pick<OpenRun["audit"], "entries">;
}): OpenPiece[] {
  const printings = standingPrintings(ledger);
  const named = new Map<number, OpenPiece>();
  for (const entry of audit.entries) {
    for (const one of detailsOf(entry, "reconcile")?.toReprint ?? [])
      if ((printings.get(one.piece)?.generation ?? 0) === one.generation) named.set(one.piece, one);
  }
  const rows = ledger.piecesOfNumbers(new Set(named.keys()));
  const open = new Set(
    rows.filter(({ state }) => OPEN_STATES.includes(state)).map(({ pieceNumber }) => pieceNumber),
  );
  return [...named.values()]
    .filter(({ piece }) => open.has(piece))
    .sort((a, b) => a.piece - b.piece);
}

/** A list that a reconciliation writes, such as `reports/reprint-damaged-001.csv`. */
export function reconcileList({ reports }: RunFolder, name: string, number: number): string {
  return `${reports}/${name}-${String(number).padStart(3, "0")}.csv`;
}
