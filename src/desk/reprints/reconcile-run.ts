import type { PieceNumber } from "../../base/units.ts";
import { type Diagnostic, diagnostic, UsageError } from "../../base/diagnostic.ts";
import { makeDurableFolder, writeFileAtomic } from "../../base/host.ts";
import type { PieceRow } from "../../ledger/ledger-view.ts";
import { PIECE_STATES, type PieceState, type StateEffect } from "../../model/piece-state.ts";
import type { ReprintCause } from "../../model/reprint.ts";
import { csvText } from "../../spool/csv-row.ts";
import { type ReprintSessionOptions, inReprintSession } from "./reprint-session.ts";
import { type InserterResult, readInserterResults } from "./inserter-results.ts";
import { resultList } from "./result-list.ts";
import { openPieces, reconcileList } from "../../run/pieces/open-pieces.ts";
import type { OpenPiece, ReconcileDetails } from "../../model/decision-details.ts";
import { rangesText } from "../../run/pieces/number-ranges.ts";
import { standingPrintings } from "../../run/pieces/reprint-draft.ts";
import type { DecisionSession } from "../../run/decisions/decision-session.ts";
import type { OpenRun } from "../../run/folder/open-run.ts";

export interface ReconcileOptions extends ReprintSessionOptions {
  /** The inserter's file, see `readInserterResults`. */
  readonly from: string;
  /** The machine of the run's shop that wrote it. */
  readonly machine?: string | undefined;
  /** The decision that pieces read twice, or as a printing that is void, were mailed once. */
  readonly acceptDuplicates?: boolean;
}

/** Where all pieces of a run are after an inserter's file was booked. */
export interface ReconcileReport {
  readonly number: number;
  /** All pieces of the run: the sum of the next four. */
  readonly pieces: number;
  /** Those with evidence that they lie in an envelope, mailed ones counted. */
  readonly inserted: number;
  readonly toReprint: number;
  readonly pulled: number;
  /** Of which no file has said anything yet. */
  readonly unread: number;
  /** Read twice, or as a printing that is void, in ranges. */
  readonly duplicates: string;
  /** Pulled pieces that were inserted all the same: to be taken out by hand, in ranges. */
  readonly pulledInserted: string;
  /** Ready for `nightpress reprint --from`; what is damaged in hand, and what is not in hand. */
  readonly damagedFile: string;
  readonly missingFile: string;
  readonly unreadFile: string;
}

const LIST_COLUMNS = ["piece", "generation", "cause"];

/**
 * Books an inserter's results for the pieces of a run, and lists what must be reprinted and what
 * was not read. A void printing that was inserted counts as a duplicate of its piece. Throws a
 * `UsageError` if a row cannot be read, or if there are duplicates that nobody accepted.
 */
export async function reconcileRun(
  outFolder: string,
  options: ReconcileOptions,
): Promise<ReconcileReport> {
  return inReprintSession(outFolder, options, async ({ desk }) => {
    const { host, frozen, audit } = desk;
    const list = resultList(frozen.job, options.from, options.machine);
    let sha256 = "";
    const onHash = (found: string): void => void (sha256 = found);
    const results = await readInserterResults(host, list, frozen.jobMark, onHash);
    const number = audit.entries.filter(({ action }) => action === "reconcile").length + 1;
    const found = sorted(desk, results);
    if (found.unknown.length > 0) throw new UsageError(found.unknown);
    const { duplicates, pulledInserted, toReprint } = found;
    if (duplicates.length > 0 && options.acceptDuplicates !== true)
      throw new UsageError([unaccepted(duplicates)]);
    const details: ReconcileDetails = {
      number,
      sha256,
      inserted: found.inserted.size,
      toReprint,
      duplicates: rangesText(duplicates),
      pulledInserted: rangesText(pulledInserted),
    };
    const effects = effectsOf(desk, found.inserted, new Set(toReprint.map(({ piece }) => piece)));
    desk.decide({
      action: "reconcile",
      reason: options.reason,
      details: { ...details, effects },
    });
    return report(desk, details);
  });
}

interface Sorted {
  readonly inserted: ReadonlySet<number>;
  readonly toReprint: readonly OpenPiece[];
  readonly duplicates: readonly number[];
  readonly pulledInserted: readonly number[];
  readonly unknown: readonly Diagnostic[];
}

function sorted({ ledger }: DecisionSession, results: readonly InserterResult[]): Sorted {
  const rows = new Map(
    ledger
      .piecesOfNumbers(new Set(results.map(({ piece }) => piece)))
      .map((row) => [row.pieceNumber, row]),
  );
  const printings = standingPrintings(ledger);
  const inserted = new Set<number>();
  const toReprint: OpenPiece[] = [];
  const duplicates = new Set<number>();
  const pulledInserted: number[] = [];
  const unknown: Diagnostic[] = [];
  for (const { piece, generation, status } of results) {
    const row = rows.get(piece);
    const standing = printings.get(piece)?.generation ?? 0;
    const isVoid = generation !== undefined && generation < standing;
    if (row === undefined || (generation ?? 0) > standing) unknown.push(unknownPiece(piece));
    else if (row.state === "pulled") {
      if (status === "inserted" || status === "duplicate") pulledInserted.push(piece);
    } else if (isVoid) {
      if (status === "inserted" || status === "duplicate") duplicates.add(piece);
    } else if (status === "damaged" || status === "missing")
      toReprint.push({ piece, generation: standing, cause: status });
    else {
      inserted.add(piece);
      if (status === "duplicate") duplicates.add(piece);
    }
  }
  return {
    inserted,
    toReprint,
    duplicates: [...duplicates].sort((a, b) => a - b),
    pulledInserted,
    unknown,
  };
}

/**
 * What changes: a spool of which most is inserted as a whole, and the others of it by themselves,
 * so that a million inserted pieces are an entry a spool and not one each.
 */
function effectsOf(
  { ledger }: DecisionSession,
  inserted: ReadonlySet<number>,
  toReprint: ReadonlySet<number>,
): StateEffect[] {
  const effects: StateEffect[] = [];
  const single = new Map<PieceState, { channel: "print"; ordinal: number }[]>();
  const own = documentsWithOwnState(ledger);
  const add = (state: PieceState, { ordinal }: PieceRow): void => {
    single.set(state, [...(single.get(state) ?? []), { channel: "print", ordinal }]);
  };
  for (const { index, name } of ledger.spools()) {
    const rows = [...ledger.piecesOfSpool(index)];
    const after = rows.map((row) => stateAfter(row, inserted, toReprint));
    const count = after.filter((state) => state === "inserted").length;
    const asWhole = count * 2 > rows.length;
    if (asWhole) effects.push({ state: "inserted", outputs: [name] });
    for (const [at, row] of rows.entries()) {
      const state = after[at] as PieceState;
      const isSaid = asWhole ? state !== "inserted" || own.has(row.ordinal) : state !== row.state;
      if (isSaid) add(state, row);
    }
  }
  for (const [state, pieces] of single) effects.push({ state, pieces });
  return effects;
}

function stateAfter(
  { pieceNumber, state }: PieceRow,
  inserted: ReadonlySet<number>,
  toReprint: ReadonlySet<number>,
): PieceState {
  if (state === "mailed" || state === "pulled") return state;
  if (inserted.has(pieceNumber)) return "inserted";
  return toReprint.has(pieceNumber) && state === "inserted" ? "released" : state;
}

function documentsWithOwnState(ledger: OpenRun["ledger"]): Set<number> {
  const names = PIECE_STATES.flatMap((state) => ledger.documentsInState(state));
  return new Set(names.flatMap(({ channel, ordinal }) => (channel === "print" ? [ordinal] : [])));
}

function report(desk: DecisionSession, details: ReconcileDetails): ReconcileReport {
  const { host, folder, ledger } = desk;
  const open = new Map(openPieces(desk).map((one) => [one.piece, one]));
  const unread: number[] = [];
  const counts = { pieces: 0, inserted: 0, toReprint: 0, pulled: 0 };
  for (const { index } of ledger.spools())
    for (const { pieceNumber, state } of ledger.piecesOfSpool(index)) {
      counts.pieces += 1;
      if (state === "inserted" || state === "mailed") counts.inserted += 1;
      else if (state === "pulled") counts.pulled += 1;
      else if (open.has(pieceNumber)) counts.toReprint += 1;
      else unread.push(pieceNumber);
    }
  const write = (name: string, rows: readonly (readonly (string | number)[])[]): string => {
    const path = reconcileList(folder, name, details.number);
    writeFileAtomic(host, path, csvText(rows));
    return path;
  };
  const listed = (cause: ReprintCause): (readonly (string | number)[])[] => [
    LIST_COLUMNS,
    ...[...open.values()]
      .filter((one) => one.cause === cause)
      .map((one) => [one.piece, one.generation, one.cause]),
  ];
  makeDurableFolder(host, folder.reports);
  const { duplicates, pulledInserted } = details;
  return {
    number: details.number,
    ...counts,
    unread: unread.length,
    duplicates,
    pulledInserted,
    damagedFile: write("reprint-damaged", listed("damaged")),
    missingFile: write("reprint-missing", listed("missing")),
    unreadFile: write("unread", [["piece"], ...unread.map((piece) => [piece])]),
  };
}

function unknownPiece(piece: PieceNumber): Diagnostic {
  return diagnostic("reprint.unknown-piece", `The run has no such printing of piece ${piece}.`, {
    hint: "The file belongs to another run, or its marks were misread.",
  });
}

function unaccepted(duplicates: readonly number[]): Diagnostic {
  const pieces = rangesText(duplicates);
  const message = `Pieces were inserted twice, or in a void printing: ${pieces}.`;
  return diagnostic("reprint.duplicates", message, {
    hint: "Take the duplicates out of the mail, then confirm with --accept-duplicates.",
  });
}
