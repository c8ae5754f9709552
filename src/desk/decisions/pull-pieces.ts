import { resolve } from "node:path";
import { type Diagnostic, diagnostic, UsageError } from "../../base/diagnostic.ts";
import { toldFindings } from "../../base/finding-list.ts";
import { limits } from "../../base/limits.ts";
import { nearKeys } from "../../base/near-keys.ts";
import { listNamed } from "../../intake/lists/list-name.ts";
import { readSuppressionList } from "../../intake/lists/suppression-list.ts";
import { compileKey } from "../../intake/mapped-key.ts";
import type { PieceRow } from "../../ledger/ledger-view.ts";
import type { OutputState, PieceState, StateEffect } from "../../model/piece-state.ts";
import { isPastTolerance } from "../../run/decisions/count-changes.ts";
import {
  decideAbout,
  type DecisionRequest,
  type DecisionResult,
  refusal,
  requireAssembled,
} from "../../run/decisions/decision-request.ts";
import { nearHint } from "../../run/pieces/near-names.ts";
import { writePulls } from "../../run/pieces/pull-lists.ts";
import { checkComposedKeys } from "../../run/pieces/composed-keys.ts";
import type { DecisionSession } from "../../run/decisions/decision-session.ts";

/** Pieces to be taken out of what is already spooled. */
export interface PullRequest extends DecisionRequest {
  /** Numbers of mailpieces. */
  readonly pieces?: readonly number[];
  /** Keys of customers: all that was made for them, on every channel. */
  readonly keys?: readonly string[];
  /** A list of keys, as `--suppress` takes it. */
  readonly from?: string;
}

const TOO_LATE: readonly PieceState[] = ["mailed", "voided", "spoiled"];

/**
 * Pulls pieces and messages: marks them in the control files and lists them beside them. If that
 * takes a released spool beyond the job's tolerance, it must be released again. Throws a
 * `UsageError`, and pulls nothing, if one of them does not exist or was mailed.
 */
export async function pullPieces(outFolder: string, request: PullRequest): Promise<DecisionResult> {
  return decideAbout(outFolder, request, async (desk) => {
    requireAssembled(desk);
    const found = await findPieces(desk, request);
    const open = found.filter(({ state }) => state !== "pulled");
    if (open.length === 0) {
      // A crash may have come between the decision and the lists.
      writePulls(desk);
      return { action: "pull", seq: 0, outputs: [], documents: 0 };
    }
    return pullFound(desk, open, request.reason);
  });
}

/** Enters that documents are pulled, with more about it where there is any, and marks them. */
export function pullFound(
  desk: DecisionSession,
  open: readonly PieceRow[],
  reason: string,
  more: Readonly<Record<string, unknown>> = {},
): Omit<DecisionResult, "standing" | "out"> {
  const outputs = outputsOf(desk, open);
  const again = releasedPastTolerance(desk, open, outputs);
  const effects: StateEffect[] = [
    { state: "pulled", pieces: open.map(({ channel, ordinal }) => ({ channel, ordinal })) },
    ...(again.length > 0 ? [{ state: "spooled" as const, outputs: again }] : []),
  ];
  const numbers = [...new Set(open.map(({ pieceNumber }) => pieceNumber))];
  const pieces = numbers.filter((number) => number > 0).sort((a, b) => a - b);
  const details = { pieces, heldAgain: again, ...more, effects };
  const { seq } = desk.decide({ action: "pull", reason, details });
  writePulls(desk);
  const names = [...outputs.values()].map(({ name }) => name);
  return { action: "pull", seq, outputs: [...new Set(names)], documents: open.length };
}

/** Throws a `UsageError` if something has left the shop, or no longer exists. */
export function refuseLate(found: readonly PieceRow[]): void {
  const findings = lateFindings(found);
  if (findings.length > 0) throw new UsageError(toldFindings(findings));
}

function lateFindings(found: readonly PieceRow[]): Diagnostic[] {
  return found
    .filter(({ state }) => TOO_LATE.includes(state))
    .map(({ key, state }) =>
      diagnostic("decision.too-late", `The output for key ${key} is already ${state}.`),
    );
}

async function findPieces(desk: DecisionSession, request: PullRequest): Promise<PieceRow[]> {
  const { pieces = [], from } = request;
  const keys = [...(request.keys ?? []), ...(from === undefined ? [] : await keysOf(desk, from))];
  if (pieces.length + keys.length === 0)
    throw refusal("decision.nothing-named", "No piece was named.", {
      hint: "Name pieces by --piece 4711, --key 0123456, or --from FILE with their keys.",
    });
  const found = desk.ledger.findPieces(keys, pieces);
  const [knownKeys, knownNumbers] = [
    new Set(found.map(({ key }) => key)),
    new Set<number>(found.map(({ pieceNumber }) => pieceNumber)),
  ];
  const findings = [
    ...keys.filter((key) => !knownKeys.has(key)).map((key, nth) => unknownKey(desk, key, nth)),
    ...pieces
      .filter((number) => !knownNumbers.has(number))
      .map((number) => unknownPiece(`piece ${number}`)),
    ...lateFindings(found),
  ];
  if (findings.length > 0) throw new UsageError(toldFindings(findings));
  checkComposedKeys(desk, found);
  return found;
}

/** A key without output, and keys with output that it may mean. */
function unknownKey({ ledger }: DecisionSession, key: string, nth: number): Diagnostic {
  if (nth >= limits.findingsToldMax) return unknownPiece(`key ${key}`);
  const forms = [key, ...nearKeys(key)].flatMap((form) => [
    form,
    form.toUpperCase(),
    form.toLowerCase(),
  ]);
  const near = new Set(ledger.findPieces([...new Set(forms)], []).map((row) => row.key));
  return unknownPiece(`key ${key}`, nearHint([...near]));
}

function unknownPiece(what: string, hint?: string): Diagnostic {
  const message = `Spools and batches hold nothing for ${what}.`;
  return diagnostic("decision.unknown-piece", message, { hint });
}

/**
 * The keys of a list, which is written as lists of suppressions are: those of documents, or as the
 * sender writes them.
 */
async function keysOf({ host, ledger, frozen }: DecisionSession, file: string): Promise<string[]> {
  const { suppressions } = await readSuppressionList(host, listNamed(resolve(file)));
  const keys = suppressions.map(({ key }) => key);
  const known = new Set(ledger.findPieces(keys, []).map(({ key }) => key));
  const keyOf = compileKey(frozen.job.input);
  return [...new Set(keys.map((key) => (known.has(key) ? key : keyOf(key))))];
}

function outputsOf(
  { ledger }: DecisionSession,
  rows: readonly PieceRow[],
): Map<PieceRow, OutputState> {
  const all = ledger.outputStates();
  return new Map(
    rows.flatMap((row) => {
      const index = Math.max(row.spool, row.batch);
      const output = all.find((one) => one.channel === row.channel && one.index === index);
      return output === undefined ? [] : [[row, output] as const];
    }),
  );
}

/** The released spools and batches that must be released again once these are pulled. */
function releasedPastTolerance(
  { frozen, ledger, audit }: DecisionSession,
  open: readonly PieceRow[],
  outputs: ReadonlyMap<PieceRow, OutputState>,
): string[] {
  const { hold } = frozen.job;
  if (hold?.beforeRelease !== true) return [];
  const counts = ledger.stateCounts();
  const released = new Set([...outputs.values()].filter(({ state }) => state === "released"));
  return [...released].flatMap((output) => {
    const { name } = output;
    const own = open.filter((row) => outputs.get(row) === output);
    const pulling = new Set(
      own.map(({ pieceNumber, ordinal }) => (pieceNumber > 0 ? pieceNumber : 0 - ordinal)),
    );
    const standing = counts.find((count) => count.output === name && count.state === "released");
    const left = (standing?.pieces ?? 0) - pulling.size;
    const release = audit.entries.findLast(
      ({ action, details }) =>
        action === "release" && name in ((details["pieces"] ?? {}) as Record<string, number>),
    );
    const before = (release?.details["pieces"] as Record<string, number> | undefined)?.[name];
    return isPastTolerance(before ?? output.pieces, left, hold) ? [name] : [];
  });
}
