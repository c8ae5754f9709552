import { resolve } from "node:path";
import { defined } from "../../base/assert.ts";
import { type Diagnostic, diagnostic, UsageError } from "../../base/diagnostic.ts";
import { shellWord } from "../../base/shell-word.ts";
import type { AuditAction, DecisionDetails } from "../../model/audit.ts";
import type { AgainDetails } from "../../model/reprint.ts";
import { actorNamed, checkRequest } from "../../run/decisions/actor.ts";
import { renewReport } from "../../run/decisions/write-report.ts";
import { commandHost } from "../../run/host/machine.ts";
import { ReprintMaker } from "./make-reprint.ts";
import { filesEntered, isFinished } from "../../run/pieces/reprint-files.ts";
import { type AgainEntry, againEntries } from "../../run/pieces/printed-places.ts";
import { inDecisionSession, type DecisionSession } from "../../run/decisions/decision-session.ts";
import { redFailure, redVerdict } from "../../run/decisions/red-verdict.ts";

/** Who decides, and why. */
export interface ReprintSessionOptions {
  readonly by: string;
  readonly reason: string;
}

/** A run open for re-images and reprints, with what an interruption had left of them made. */
export interface ReprintSession {
  readonly desk: DecisionSession;
  readonly maker: ReprintMaker;
}

/**
 * Opens a run whose spools all exist. Throws a `UsageError` if it has none yet, if the run is
 * closed or abandoned, or if a name or a reason is empty.
 */
export async function inReprintSession<T>(
  outFolder: string,
  options: ReprintSessionOptions,
  work: (again: ReprintSession) => Promise<T>,
): Promise<T> {
  checkRequest(options.by, options.reason);
  return openedAgain(outFolder, options, refuseRed, work);
}

/** What `refuse` throws is told before anything else that is wrong with the run. */
async function openedAgain<T>(
  outFolder: string,
  { by }: Pick<ReprintSessionOptions, "by">,
  refuse: (desk: DecisionSession) => void,
  work: (again: ReprintSession) => Promise<T>,
): Promise<T> {
  const host = commandHost();
  return inDecisionSession(host, resolve(outFolder), actorNamed(by.trim()), async (desk) => {
    refuse(desk);
    checkState(desk);
    const maker = new ReprintMaker(desk);
    try {
      const done = await work({ desk, maker });
      renewReport(desk);
      return done;
    } finally {
      maker.close();
    }
  });
}

/**
 * Makes what was decided and then interrupted, deciding nothing; the numbers of what was made. That
 * a run was found bad keeps from it nothing but what the audit log has no hashes of.
 */
export async function finishReprints(outFolder: string): Promise<readonly number[]> {
  return openedAgain(outFolder, { by: "" }, refuseRedUnentered, async (again) => {
    const { finished } = await finishUnmade(again, "");
    return finished;
  });
}

function refuseRedUnentered(desk: DecisionSession): void {
  const { entries } = desk.audit;
  const isEntered = ({ details }: AgainEntry): boolean =>
    filesEntered(entries, details.number) !== undefined;
  if (!againEntries(entries).every(isEntered)) refuseRed(desk);
}

/** Makes what an interruption left, and says which of it is the very thing that is asked for. */
export async function finishUnmade(
  { desk, maker }: ReprintSession,
  request: string,
): Promise<{ finished: number[]; resumed: AgainEntry | undefined }> {
  const { audit } = desk;
  const entries = againEntries(audit.entries);
  const unmade = entries.filter(({ details }) => !isFinished(desk, audit.entries, details));
  for (const entry of unmade) await maker.make(entry);
  const resumed = unmade.findLast(({ details }) => details.request === request);
  const others = unmade.filter((entry) => entry !== resumed);
  return { finished: others.map(({ details }) => details.number), resumed };
}

/** The number that the next re-image or reprint of the run gets. */
export function nextNumber({ audit }: DecisionSession): number {
  return againEntries(audit.entries).length + 1;
}

/** Enters a decision and makes its files. */
export async function decideReprint(
  { desk, maker }: ReprintSession,
  reason: string,
  details: AgainDetails & Pick<DecisionDetails, "effects">,
): Promise<AgainEntry> {
  const action: AuditAction = details.kind;
  desk.decide({ action, reason, details: { ...details } });
  const entry = defined(againEntries(desk.audit.entries).at(-1), "the decision just entered");
  await maker.make(entry);
  return entry;
}

function refuseRed(desk: DecisionSession): void {
  const { audit } = desk;
  const red = redVerdict(desk, audit.entries);
  if (red !== undefined) throw redFailure(desk, red);
}

function checkState({ ledger, audit, folder }: DecisionSession): void {
  const has = (action: AuditAction): boolean => audit.entries.some((one) => one.action === action);
  if (has("close") || has("abandon")) throw new UsageError([closed(folder.root)]);
  const totals = ledger.fact("sequence-totals");
  const isAssembled = totals !== undefined && ledger.spools().length === totals.spools;
  if (!isAssembled) throw new UsageError([noSpools(folder.root)]);
}

function noSpools(root: string): Diagnostic {
  return diagnostic("reprint.no-spools", `The run in ${root} has not made all its spools yet.`, {
    hint: `Run \`nightpress resume ${shellWord(root)}\`; nothing can have been printed.`,
  });
}

function closed(root: string): Diagnostic {
  return diagnostic("reprint.run-closed", `The run in ${root} is closed or abandoned.`, {
    hint: "Make missing pieces by hand, from what `nightpress get` writes.",
  });
}
