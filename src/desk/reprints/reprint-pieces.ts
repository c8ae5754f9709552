import { defined } from "../../base/assert.ts";
import { type SheetCount, asSerial } from "../../base/units.ts";
import { type Diagnostic, diagnostic, UsageError } from "../../base/diagnostic.ts";
import { Register } from "../../register/register.ts";
import { spoolName } from "../../mail/spool-name.ts";
import type { StateEffect } from "../../model/piece-state.ts";
import type { ReprintCause, ReprintedPiece } from "../../model/reprint.ts";
import { finishUnmade, nextNumber } from "./reprint-session.ts";
import {
  type ReprintSession,
  type ReprintSessionOptions,
  inReprintSession,
  decideReprint,
} from "./reprint-session.ts";
import { type ReprintReport, reprintReport } from "../../run/pieces/reprint-report.ts";
import { askedByList, askedByNumbers } from "./asked-pieces.ts";
import type { AskedPiece } from "../../model/reprint.ts";
import { resultList } from "./result-list.ts";
import { refuseReprintTwice } from "./asked-twice.ts";
import type { AgainEntry } from "../../run/pieces/printed-places.ts";
import {
  type DraftPiece,
  draftReprint,
  type ReprintRequest,
  reprintRequest,
} from "../../run/pieces/reprint-draft.ts";
import { isPastLimit } from "./reprint-limit.ts";
import { serialDigitsOf } from "../../run/serial-digits.ts";
import { checkComposedKeys } from "../../run/pieces/composed-keys.ts";
import type { DecisionSession } from "../../run/decisions/decision-session.ts";

export interface ReprintOptions extends ReprintSessionOptions {
  /** Pieces such as `17,40-52`; this or `from`. */
  readonly pieces?: string;
  /** A list of pieces or marks, see `askedByList`. */
  readonly from?: string;
  /** The machine of the run's shop that wrote the list. */
  readonly machine?: string | undefined;
  /** For pieces to which the list gives none. */
  readonly cause?: ReprintCause;
  readonly newSerial?: boolean;
  /** The decision to reprint more of the run than the shop allows. */
  readonly pastLimit?: boolean;
  /** The decision to print once more what was printed again before. */
  readonly again?: boolean;
}

/**
 * Prints pieces once more from their stored bytes, as a new generation in a handwork spool, and
 * voids their earlier printings. The decision is entered first; repeating the request after an
 * interruption continues with it. The output is released: the decision to make it is the decision
 * to mail it. Throws a `UsageError` with everything refused.
 */
export async function reprintPieces(
  outFolder: string,
  options: ReprintOptions,
): Promise<ReprintReport> {
  return inReprintSession(outFolder, options, async (again) => {
    const { desk } = again;
    const request = reprintRequest(
      await askedPieces(desk, options),
      options.cause,
      options.newSerial === true,
    );
    const { finished, resumed } = await finishUnmade(again, request.hash);
    if (resumed !== undefined) return reprintReport(desk, resumed, finished, true);
    const entry = await decide(again, request, options);
    return reprintReport(desk, entry, finished, false);
  });
}

async function askedPieces(
  { host, frozen, ledger }: DecisionSession,
  options: ReprintOptions,
): Promise<AskedPiece[]> {
  const { pieces, from, machine } = options;
  if ((pieces === undefined) === (from === undefined)) throw new UsageError([oneList()]);
  if (from !== undefined)
    return askedByList(host, resultList(frozen.job, from, machine), frozen.jobMark);
  const totals = defined(ledger.fact("sequence-totals"), "the totals of a run that has spools");
  return askedByNumbers(pieces ?? "", totals.pieces);
}

async function decide(
  again: ReprintSession,
  request: ReprintRequest,
  { reason, pastLimit = false, again: isAgain = false }: ReprintOptions,
): Promise<AgainEntry> {
  const { desk } = again;
  const { job, plan } = desk.frozen;
  const drafts = draftReprint(desk.ledger, request);
  checkComposedKeys(
    desk,
    drafts.map(({ row }) => row),
  );
  if (!isAgain) refuseReprintTwice(desk, request);
  const sheets = drafts.reduce((sum, { row }) => sum + row.sheets, 0);
  if (sheets > job.print.spoolSheetsMax) throw new UsageError([tooMany(sheets, desk)]);
  const isPast = isPastLimit(desk, drafts, pastLimit);
  const number = nextNumber(desk);
  const { name: jobName, cycle, mode } = job;
  const naming = { jobName, cycle, mode, stockName: plan.stock.name };
  const stream = `reprint-${String(number).padStart(3, "0")}`;
  return decideReprint(again, reason, {
    kind: "reprint",
    number,
    spool: spoolName(naming, stream, 1, 1, sheets),
    request: request.hash,
    newSerials: request.newSerials,
    ...(isPast && { pastLimit: true }),
    ...(isAgain && { again: true }),
    pieces: withSerials(desk, drafts, `reprint-${number}-${request.hash.slice(0, 8)}`),
    effects: releaseAgain(drafts),
  });
}

/**
 * The pieces with the serials of their new printings. Serials are drawn under the request's own
 * name, so that asking again after a crash draws no others. A piece without a serial gets none.
 */
function withSerials(
  { host, frozen }: DecisionSession,
  drafts: readonly DraftPiece[],
  purpose: string,
): ReprintedPiece[] {
  const { job, runId } = frozen;
  const takesNew = ({ cause, serialBefore }: DraftPiece): boolean =>
    cause !== "damaged" && serialBefore >= 0;
  const count = drafts.filter(takesNew).length;
  const { mailerId } = job.mail;
  const range = { runId, mailerId, count, serialDigits: serialDigitsOf(mailerId) };
  const atIso = new Date(host.nowMs()).toISOString();
  let next =
    count === 0
      ? -1
      : Register.with(host, job.registerFile, ({ serials }) =>
          serials.takeExtra({ ...range, atIso }, purpose),
        ).first;
  return drafts.map((draft) => {
    const { piece, ordinal, generation, cause, serialBefore } = draft;
    const serial = takesNew(draft) ? asSerial(next) : serialBefore;
    if (takesNew(draft)) next += 1;
    return { piece, ordinal, generation, serial, cause };
  });
}

/** Documents that had got further than their release are where their new printing is. */
function releaseAgain(drafts: readonly DraftPiece[]): StateEffect[] {
  const further = drafts.filter(({ row }) => row.state !== "released");
  if (further.length === 0) return [];
  const pieces = further.map(({ ordinal }) => ({ channel: "print", ordinal }) as const);
  return [{ state: "released", pieces }];
}

function oneList(): Diagnostic {
  return diagnostic("reprint.bad-pieces", "A reprint needs its pieces, named in one way.", {
    hint: "Give either --pieces 17,40-52 or --from FILE.",
  });
}

function tooMany(sheets: SheetCount, { frozen }: DecisionSession): Diagnostic {
  const most = frozen.job.print.spoolSheetsMax;
  const message = `The reprint would have ${sheets} sheets; a spool here has ${most} at most.`;
  return diagnostic("reprint.too-many", message, { hint: "Reprint in parts." });
}
