import { defined } from "../../base/assert.ts";
import type { AuditAction } from "../../model/audit.ts";
import type { Channel } from "../../model/channel.ts";
import type { OutputState, PieceState, RenditionName } from "../../model/piece-state.ts";
import type { Progress } from "../../model/run-report.ts";
import { Register } from "../../register/register.ts";
import {
  decideAbout,
  type DecisionRequest,
  type DecisionResult,
  type OutputScope,
  outputsIn,
  refusal,
  requireAssembled,
} from "../../run/decisions/decision-request.ts";
import { checkVisible } from "../../run/decisions/actor.ts";
import { refuseUnaccepted } from "../../run/decisions/sample-standing.ts";
import { keepCycleCounts } from "../../run/decisions/last-cycle.ts";
import { checkMailDay, mailingWindow } from "./mail-day.ts";
import { refuseChanged } from "./refuse-changed.ts";
import { refuseUnaccounted } from "./refuse-unaccounted.ts";
import { individualPieces } from "../../run/pieces/individual-pieces.ts";
import type { DecisionSession } from "../../run/decisions/decision-session.ts";
import { RUN_FACTS } from "../../run/decisions/run-state.ts";

export type OutputRequest = DecisionRequest & OutputScope;

export interface ReleaseRequest extends OutputRequest {
  /** Told how far the comparing of what is released has come. */
  readonly onProgress?: (progress: Progress) => void;
}

/** Evidence that pieces were mailed, or messages handed over. */
export interface MailingRequest extends OutputRequest {
  /** YYYY-MM-DD. */
  readonly date: string;
  /** Number or text of the mailing statement, or of the gateway's receipt. */
  readonly statement: string;
  /** The decision that pieces which no machine has read were mailed with the others. */
  readonly acceptUnread?: boolean;
}

const BEFORE_RELEASE: readonly PieceState[] = ["composed", "spooled"];

/**
 * Releases spools and batches after checking that their bytes are what the run made. Throws a
 * `UsageError` if none of those named is waiting for release, and a `RunFailure` if one differs
 * from the ledger or the run had failed before.
 */
export async function releaseOutputs(
  outFolder: string,
  request: ReleaseRequest,
): Promise<DecisionResult> {
  return decideAbout(outFolder, request, (desk) => {
    requireAssembled(desk, "refused");
    desk.refuse("release");
    refuseUnaccepted(desk);
    const waiting = chosen(desk, request, BEFORE_RELEASE, "is released already");
    refuseChanged(desk, waiting, request.onProgress);
    const counts = defined(
      desk.ledger.fact(RUN_FACTS.counts),
      "the counts of a run that was assembled",
    );
    const result = enter(desk, "release", "released", waiting, {
      reason: request.reason,
      details: { pieces: piecesLeft(desk, waiting) },
    });
    keepCycleCounts(desk, counts);
    return result;
  });
}

/**
 * Takes back the release of everything not known to be printed or mailed. Does not wait for a
 * verification, because that changes nothing it reads.
 */
export async function holdOutputs(
  outFolder: string,
  request: OutputRequest,
): Promise<DecisionResult> {
  const holding = (desk: DecisionSession): Omit<DecisionResult, "standing" | "out"> => {
    const released = chosen(desk, request, ["released"], "is released and not printed or mailed");
    return enter(desk, "hold", "spooled", released, { reason: request.reason, details: {} });
  };
  return decideAbout(outFolder, request, holding, "deciding");
}

/**
 * Records evidence of mailing. Nothing else makes a piece mailed. Throws a `UsageError` if nothing
 * is waiting for it, some is not released, pieces are still to be reprinted, or no machine read
 * some.
 */
export async function recordMailing(
  outFolder: string,
  request: MailingRequest,
): Promise<DecisionResult> {
  return decideAbout(outFolder, request, (desk) => {
    const { date, statement, reason } = request;
    checkVisible("statement", statement);
    checkMailDay(date, mailingWindow(desk));
    const states: readonly PieceState[] = ["released", "printed", "inserted"];
    requireAssembled(desk, "refused");
    const scope = outputsIn(desk, request);
    const pieces = individualPieces(desk.ledger, scope, states);
    const outgoing =
      pieces.length > 0
        ? scope.filter(({ state }) => states.includes(state))
        : chosen(desk, request, states, "is released and not mailed yet");
    const unreleased = scope.filter(({ state }) => BEFORE_RELEASE.includes(state));
    if (unreleased.length > 0)
      throw refusal("decision.not-released", `${unreleased[0]?.name} is not released.`, {
        hint: "Release it first, or name what was mailed with --spool.",
      });
    const unread = refuseUnaccounted(desk, scope, request.acceptUnread === true);
    const result = enter(desk, "mailed", "mailed", outgoing, {
      reason,
      details: { date, statement, ...(unread !== "" && { unread }) },
      pieces,
    });
    markSerials(desk, [...outgoing, ...pieces], date);
    return result;
  });
}

/** The outputs of a scope that are in one of the states; at least one. */
function chosen(
  desk: DecisionSession,
  scope: OutputScope,
  states: readonly PieceState[],
  what: string,
): OutputState[] {
  requireAssembled(desk);
  const fitting = outputsIn(desk, scope).filter(({ state }) => states.includes(state));
  if (fitting.length > 0) return fitting;
  const isRelease = states === BEFORE_RELEASE;
  const message = isRelease ? `Everything named ${what}.` : `Nothing named ${what}.`;
  throw refusal("decision.nothing-to-do", message, {
    hint: "`nightpress status DIR` says where the run stands.",
  });
}

interface Entered {
  readonly reason: string;
  readonly details: Readonly<Record<string, unknown>>;
  /** Documents beside those that go with their spool or batch. */
  readonly pieces?: readonly RenditionName[];
}

function enter(
  desk: DecisionSession,
  action: AuditAction,
  state: PieceState,
  outputs: readonly OutputState[],
  { reason, details, pieces = [] }: Entered,
): Omit<DecisionResult, "standing" | "out"> {
  const names = outputs.map(({ name }) => name);
  const own = pieces.length > 0 ? [{ state, pieces }] : [];
  const effects = [{ state, outputs: names }, ...own];
  const { seq } = desk.decide({ action, reason, details: { ...details, effects } });
  const documents = desk.ledger
    .stateCounts()
    .filter((count) => count.state === state && names.includes(count.output))
    .reduce((sum, count) => sum + count.documents, 0);
  return { action, seq, outputs: names, documents };
}

/** How many pieces go out with each spool or batch, not counting exceptions. */
function piecesLeft(
  { ledger }: DecisionSession,
  outputs: readonly OutputState[],
): Record<string, number> {
  const counts = ledger.stateCounts();
  return Object.fromEntries(
    outputs.map(({ name, state }) => [
      name,
      counts.find((count) => count.output === name && count.state === state)?.pieces ?? 0,
    ]),
  );
}

/** IMb serials rest from the mailing date on. */
function markSerials(
  { host, frozen }: DecisionSession,
  mailed: readonly { readonly channel: Channel }[],
  date: string,
): void {
  const { job, runId } = frozen;
  if (job.mode !== "production" || !mailed.some(({ channel }) => channel === "print")) return;
  Register.with(host, job.registerFile, ({ serials }) => serials.markMailed(runId, date));
}
