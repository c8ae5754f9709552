import { NO_PIECE } from "../../base/units.ts";
import type { PieceRow } from "../../ledger/ledger-view.ts";
import type { RenditionName } from "../../model/piece-state.ts";
import type { Breach } from "../../model/verification.ts";
import { rangesText } from "../../run/pieces/number-ranges.ts";
import type { DecisionSession } from "../../run/decisions/decision-session.ts";
import {
  channelOfFile,
  endsByPulling,
  homeOf,
  type QuarantinedDocument,
  quarantinedIn,
} from "../../run/pieces/quarantine.ts";
import { storedVerification } from "../../run/folder/stored-verification.ts";
import {
  decideAbout,
  type DecisionRequest,
  type DecisionResult,
  refusal,
  requireOpen,
} from "../../run/decisions/decision-request.ts";
import { pullFound, refuseLate } from "./pull-pieces.ts";

/** Pieces that the verifier refuses; all of them if none is named. */
export interface QuarantineRequest extends DecisionRequest {
  readonly pieces?: readonly number[] | undefined;
}

export interface QuarantineResult extends DecisionResult {
  /** Breaches that no pulled piece resolves: the run stays red for these. */
  readonly remaining: number;
}

/**
 * Pulls pieces and messages because the verifier refuses them, so that the rest can go out: from
 * then on a verification tolerates their own breaches, and no others. The run is good again once a
 * verification has passed. Throws a `UsageError` if a piece is named that the verifier did not
 * refuse.
 */
export async function quarantinePieces(
  outFolder: string,
  request: QuarantineRequest,
): Promise<QuarantineResult> {
  let remaining = 0;
  const result = await decideAbout(outFolder, request, (desk) => {
    requireOpen(desk);
    const found = storedVerification(desk);
    const breaches = found?.breaches.filter(endsByPulling) ?? [];
    const refused = refusedRows(desk, breaches).filter(
      ({ pieceNumber }) => request.pieces?.includes(pieceNumber) ?? true,
    );
    refuseUnrefused(request.pieces ?? [], refused);
    refuseLate(refused);
    const quarantine = refused.map((row) => quarantined(desk, row));
    const own = new Set(quarantine.map(nameOf));
    const isOwn = (breach: Breach): boolean =>
      rowsOf(desk, breach).some((row) => own.has(nameOf(row)));
    remaining = (found?.breachCount ?? 0) - breaches.filter(isOwn).length;
    const known = new Set(quarantinedIn(desk.audit.entries).map(nameOf));
    if (refused.every((row) => known.has(nameOf(row))))
      throw refusal("decision.nothing-to-do", "All of these are already in quarantine.");
    return pullFound(desk, refused, request.reason, { quarantine });
  });
  return { ...result, remaining };
}

/** The documents that breaches are of; all that lie in the envelope of one that is refused. */
function refusedRows(desk: DecisionSession, breaches: readonly Breach[]): PieceRow[] {
  const rows = breaches.flatMap((breach) => rowsOf(desk, breach));
  const byName = new Map(rows.map((row) => [nameOf(row), row]));
  return [...byName.values()];
}

/** A document on its channel: the notice beside an e-mail has the e-mail's ordinal. */
function nameOf({ channel, ordinal }: RenditionName): string {
  return `${channel} ${ordinal}`;
}

function rowsOf({ ledger }: DecisionSession, { file, piece, document }: Breach): PieceRow[] {
  const channel = channelOfFile(file);
  if (channel === "print" && piece !== undefined) return [...ledger.piecesOfNumber(piece)];
  if (document === undefined) return [];
  return ledger.piecesOfOrdinal(document).filter((row) => row.channel === channel);
}

function quarantined({ ledger }: DecisionSession, row: PieceRow): QuarantinedDocument {
  const { channel, ordinal, pieceNumber } = row;
  const index = Math.max(row.spool, row.batch);
  const output = ledger
    .outputStates()
    .find((one) => one.channel === channel && one.index === index);
  const home = homeOf(`${channel}/${output?.name ?? ""}`);
  return { channel, ordinal, piece: channel === "print" ? pieceNumber : NO_PIECE, home };
}

function refuseUnrefused(pieces: readonly number[], refused: readonly PieceRow[]): void {
  const known = new Set<number>(refused.map(({ pieceNumber }) => pieceNumber));
  const others = pieces.filter((piece) => !known.has(piece));
  const hint =
    "`nightpress verify DIR` names what it refuses. Pulling a piece does not fix a misplaced " +
    "document or a changed file.";
  if (others.length > 0)
    throw refusal("decision.not-refused", `Not refused: piece ${rangesText(others)}.`, { hint });
  if (refused.length > 0) return;
  throw refusal("decision.not-refused", "The last verification refused no single piece.", { hint });
}
