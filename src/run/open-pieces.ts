import type { Generation, PieceNumber } from "../base/units.ts";
import type { PieceState } from "../model/piece-state.ts";
import type { ReprintCause } from "../model/reprint.ts";
import type { OpenRun } from "./open-run.ts";
import type { RunFolder } from "./run-folder.ts";
import { standingPrintings } from "./reprint-draft.ts";

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

/** Where a piece is neither in an envelope nor out of the mail. */
const OPEN_STATES: readonly PieceState[] = ["composed", "spooled", "released", "printed"];

/**
 * Pieces, by number, that some file called damaged or missing, and that since then were neither
 * printed again nor inserted, mailed, pulled or voided.
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
  for (const { action, details } of audit.entries) {
    if (action !== "reconcile") continue;
    for (const one of (details as unknown as ReconcileDetails).toReprint)
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
