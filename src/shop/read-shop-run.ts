import { changedAtIso } from "../run/host/path-facts.ts";
import type { Host } from "../base/host.ts";
import { shellWord } from "../base/shell-word.ts";
import { Ledger } from "../ledger/ledger.ts";
import { StoreError } from "../store/store-error.ts";
import type { KnownRun } from "../register/register-runs.ts";
import type { StreamSize } from "../register/register-history.ts";
import { AuditError } from "../audit/audit-error.ts";
import type { AuditEntry } from "../model/audit.ts";
import type { LayoutPlan } from "../model/layout-plan.ts";
import type { PieceState } from "../model/piece-state.ts";
import type { RunningRun } from "../model/running-run.ts";
import type { Shop } from "../model/shop.ts";
import type { ShopException, ShopProcess, ShopRun } from "../model/shop-status.ts";
import { frozenRunOr } from "../run/folder/frozen-run.ts";
import { comparisonOf } from "./comparison-of.ts";
import { nextStep } from "./next-step.ts";
import { someRanges } from "../run/pieces/number-ranges.ts";
import { openPieces } from "../run/pieces/open-pieces.ts";
import { isFinished } from "../run/pieces/reprint-files.ts";
import { againEntries } from "../run/pieces/printed-places.ts";
import { readyMsOf } from "./ready-time.ts";
import { unreadPieces } from "../run/pieces/unread-pieces.ts";
import { rejectItems } from "../run/rejects/reject-items.ts";
import { openAudit } from "../run/decisions/decision-session.ts";
import { type RunFolder, runFolder } from "../run/folder/run-folder.ts";
import { RUN_FACTS, runStateOf, seenState } from "../run/decisions/run-state.ts";
import { quarantinedIn } from "../run/pieces/quarantine.ts";
import { lastingVerdict, type RedVerdict, redVerdict } from "../run/decisions/red-verdict.ts";
import type { BegunRun, BookedRun, OpenRun, RunPlace } from "../run/folder/open-run.ts";

/** A run as it is found in its folder, with what its streams' hours are reckoned from. */
export interface SeenRun {
  readonly run: ShopRun;
  readonly shop?: Shop;
  readonly plan?: LayoutPlan;
  readonly readyMs?: number;
  /** Whether its streams still have to go through machines. */
  readonly isToPrint: boolean;
}

/** Of a run that failed nothing may be printed: no machine has an hour for it. */
const NOT_TO_PRINT: readonly ShopRun["state"][] = [
  "failed",
  "mailed",
  "nothing-to-mail",
  "closed",
  "abandoned",
];
const DONE_WITH: readonly PieceState[] = ["inserted", "mailed", "spoiled", "pulled", "voided"];

/** Reads where the run in a folder stands; `registered` says what is known where it is gone. */
export function readShopRun(
  host: Host,
  outFolder: string,
  running: RunningRun | undefined,
  registered: () => KnownRun | undefined,
): SeenRun {
  const folder = runFolder(outFolder);
  if (!host.exists(folder.jobFile))
    return { run: goneRun(outFolder, registered()), isToPrint: false };
  const frozen = frozenRunOr({ host, folder });
  if (frozen instanceof Error)
    return { run: unreadableRun(goneRun(outFolder, registered()), frozen), isToPrint: false };
  if (!host.exists(folder.ledgerFile)) return withoutLedger({ host, folder, frozen }, running);
  try {
    const ledger = Ledger.open(host, folder.ledgerFile);
    try {
      return seenRun({ host, folder, frozen, ledger }, running);
    } finally {
      ledger.close();
    }
  } catch (error) {
    if (!(error instanceof StoreError) && !(error instanceof AuditError)) throw error;
    const note = { what: "unreadable", count: 1, note: error.message } as const;
    const seen = withoutLedger({ host, folder, frozen }, running);
    return { ...seen, run: { ...seen.run, exceptions: [...seen.run.exceptions, note] } };
  }
}

function seenRun(at: BookedRun, running: RunningRun | undefined): SeenRun {
  const { folder, frozen, ledger } = at;
  const { entries } = openAudit(at);
  const spools = ledger.spools();
  const sequence = ledger.fact("sequence-totals");
  const red = redVerdict(at, entries);
  const state = stateOf(at, entries);
  const shards = [...ledger.shardsDone().values()];
  const isMoving = state === "composing" || state === "assembling";
  const readyMs = isMoving ? readyMsOf(at, running) : undefined;
  const base = baseOf(at, running);
  const exceptions = [
    ...failed(red),
    ...endedBadly(state, ledger),
    ...rejectsOpen(at, shards),
    ...heldSince(state, folder),
    ...quarantined(entries),
    ...pulledOut(ledger),
    ...voided(ledger),
    ...unfinishedReprints(at, entries),
    ...unaccounted(ledger, entries),
    ...idle(isMoving, running),
  ];
  const run: ShopRun = {
    ...base,
    state,
    recordsDone: shards.reduce((sum, { units }) => sum + units, 0),
    spoolsDone: spools.length,
    spoolsTotal: sequence?.spools ?? 0,
    ...(readyMs !== undefined && { expectedReadyAtIso: new Date(readyMs).toISOString() }),
    streams: streamsOf(spools),
    exceptions,
    next: isMoving
      ? nextStep(state, folder.root, frozen.job.mode, running)
      : nextOf({ ...base, state, exceptions }, ledger),
    ...(state === "held-for-release" && comparisonOf(at)),
  };
  const isStuck = isMoving && running === undefined;
  const isToPrint = !isStuck && !NOT_TO_PRINT.includes(state) && !isAllInserted(ledger);
  const { plan, job } = frozen;
  return {
    run,
    plan,
    isToPrint,
    ...(job.shop && { shop: job.shop }),
    ...(readyMs !== undefined && { readyMs }),
  };
}

/** Whether evidence says of every piece that it needs no machine any more. */
function isAllInserted(ledger: Ledger): boolean {
  const states = ledger.stateCounts().filter(({ channel }) => channel === "print");
  return states.length > 0 && states.every(({ state }) => DONE_WITH.includes(state));
}

/** `finished`: all is there and balanced, and nobody was asked to decide about it. */
function stateOf(run: BookedRun, entries: readonly AuditEntry[]): ShopRun["state"] {
  const { host, folder, ledger } = run;
  const state = runStateOf(run, entries);
  if (redVerdict(run, entries) !== undefined) return seenState(state, true);
  const isReported = host.exists(`${folder.reports}/run.json`);
  const isOld = ledger.fact(RUN_FACTS.balanced) === undefined;
  return state === "assembling" && isOld && isReported ? "finished" : state;
}

type RunBase = Omit<ShopRun, "state" | "next">;

function baseOf(
  { folder, frozen }: Pick<OpenRun, "folder" | "frozen">,
  running: RunningRun | undefined,
): RunBase {
  const { job, runId, scan, unitLimit } = frozen;
  return {
    out: folder.root,
    runId,
    job: job.name,
    cycle: job.cycle,
    mode: job.mode,
    recordsDone: 0,
    recordsTotal: Math.min(scan.unitCount, unitLimit),
    spoolsDone: 0,
    spoolsTotal: 0,
    ...(running && { process: processOf(running) }),
    streams: [],
    exceptions: [],
  };
}

function processOf(running: RunningRun): ShopProcess {
  const { pid, hostName, priority, lanes, wanted, underWay, progress } = running;
  const { stage = "prepare", done = 0, total = 0, unit = "records" } = progress ?? {};
  return { pid, hostName, priority, lanes, wanted, underWay, stage, done, total, unit };
}

/** A run that began and has no ledger yet, or whose ledger was lost: resuming makes it. */
function withoutLedger(run: BegunRun, running: RunningRun | undefined): SeenRun {
  const { folder, frozen } = run;
  const red = lastingVerdict(run);
  const state = seenState("composing", red !== undefined);
  const base = baseOf(run, running);
  const rebuild = `nightpress rebuild ${shellWord(folder.root)}`;
  const next = red ? rebuild : nextStep(state, folder.root, frozen.job.mode, running);
  const exceptions = [...failed(red), ...idle(true, running)];
  return { run: { ...base, state, exceptions, next }, isToPrint: false };
}

/** One run whose `job.json` was changed must not hide where the others stand. */
function unreadableRun(run: ShopRun, { message }: Error): ShopRun {
  const exceptions = [{ what: "unreadable", count: 1, note: message } as const];
  return {
    ...run,
    exceptions,
    next: "Restore job.json from a copy, and find out who changed it.",
  };
}

function goneRun(out: string, known: KnownRun | undefined): ShopRun {
  return {
    out,
    runId: known?.runId ?? "",
    job: known?.job ?? "",
    cycle: known?.cycle ?? "",
    mode: known?.mode ?? "production",
    state: known?.state === "abandoned" ? "abandoned" : "gone",
    recordsDone: 0,
    recordsTotal: 0,
    spoolsDone: 0,
    spoolsTotal: 0,
    streams: [],
    exceptions: [{ what: "unreadable", count: 1, note: "the folder no longer holds a run" }],
    next: "Put the folder back, or name its new place.",
  };
}

function streamsOf(spools: ReturnType<Ledger["spools"]>): StreamSize[] {
  const names = [...new Set(spools.map(({ stream }) => stream))];
  return names.map((name) => {
    const own = spools.filter(({ stream }) => stream === name);
    return {
      name,
      spools: own.length,
      pieces: own.reduce((sum, { pieces }) => sum + pieces, 0),
      sheets: own.reduce((sum, { sheets }) => sum + sheets, 0),
    };
  });
}

/** Until a run is settled, its rejects are known by their number alone, and all are open. */
function rejectsOpen(
  run: BegunRun,
  shards: readonly { readonly rejects: number }[],
): ShopException[] {
  const { host, folder } = run;
  const count = host.exists(folder.rejectsFile)
    ? rejectItems(run).filter(({ state }) => state === "open").length
    : shards.reduce((sum, { rejects }) => sum + rejects, 0);
  if (count === 0) return [];
  const note = count === 1 ? "a record is rejected and open" : "records are rejected and open";
  return [{ what: "rejects", count, note }];
}

function failed(red: RedVerdict | undefined): ShopException[] {
  if (red === undefined) return [];
  const { breachCount: count, atIso } = red;
  const what = count === 1 ? "breach was found" : "breaches were found";
  const note = `${what} in its output: nothing of it may be printed or sent`;
  return [{ what: "failed", count, note, ...(atIso !== undefined && { sinceIso: atIso }) }];
}

function quarantined(entries: readonly AuditEntry[]): ShopException[] {
  const count = quarantinedIn(entries).length;
  const note =
    count === 1
      ? "a document is in quarantine: the verifier refuses it, and it goes to nobody"
      : "documents are in quarantine: the verifier refuses them, and they go to nobody";
  return count === 0 ? [] : [{ what: "quarantined", count, note }];
}

function heldSince(state: ShopRun["state"], { reports }: RunFolder): ShopException[] {
  if (state !== "held-for-approval" && state !== "held-for-release") return [];
  const sinceIso = changedAtIso(`${reports}/run.json`);
  const what =
    state === "held-for-approval" ? "approval of its counts" : "release of spools or batches";
  return [{ what: "held", count: 1, note: `waits for ${what}`, ...(sinceIso && { sinceIso }) }];
}

/** A run that made too little must not look like any other, be it held or not. */
function endedBadly(state: ShopRun["state"], ledger: Ledger): ShopException[] {
  const ended = ledger.fact(RUN_FACTS.ended);
  if (ended === "nothing-made" && state !== "closed" && state !== "abandoned")
    return [
      { what: "held", count: 1, note: "nothing was made from any record: look at the rejects" },
    ];
  if (ended !== "past-reject-limit" || state !== "held-for-release") return [];
  return [{ what: "held", count: 1, note: "more records are rejected than the job allows" }];
}

/** Where nothing was made, what is next are its rejects, and not to mail what there is not. */
function nextOf(run: Pick<ShopRun, "state" | "exceptions" | "out" | "mode">, ledger: Ledger) {
  const { state, exceptions, out, mode } = run;
  const isEmpty = ledger.fact(RUN_FACTS.ended) === "nothing-made";
  const isOpen = state === "held-for-release" || state === "nothing-to-mail";
  if (isEmpty && isOpen && exceptions.some(({ what }) => what === "rejects"))
    return `nightpress rejects ${shellWord(out)}`;
  return nextStep(state, out, mode, undefined);
}

function pulledOut(ledger: Ledger): ShopException[] {
  const count = countIn(ledger, "pulled");
  const note =
    count === 1
      ? "a document is pulled: take it out, if it was printed"
      : "documents are pulled: take them out, if they were printed";
  return count === 0 ? [] : [{ what: "pulled", count, note }];
}

function voided(ledger: Ledger): ShopException[] {
  const count = countIn(ledger, "voided");
  const note =
    count === 1
      ? "a printing is void: another has replaced it"
      : "printings are void: others have replaced them";
  return count === 0 ? [] : [{ what: "voided", count, note }];
}

function countIn(ledger: Ledger, state: PieceState): number {
  const counts = ledger.stateCounts().filter((one) => one.state === state);
  return counts.reduce((sum, { documents }) => sum + documents, 0);
}

function unfinishedReprints(run: RunPlace, entries: readonly AuditEntry[]): ShopException[] {
  const open = againEntries(entries).filter(({ details }) => !isFinished(run, entries, details));
  if (open.length === 0) return [];
  const note = "reprints were decided and not made: repeat the command";
  return [{ what: "reprints-unfinished", count: open.length, note }];
}

/** What inserters' files have left open: they were booked, and not all is well. */
function unaccounted(ledger: Ledger, entries: readonly AuditEntry[]): ShopException[] {
  if (!entries.some(({ action }) => action === "reconcile")) return [];
  const told = { ledger, audit: { entries } };
  const lost = openPieces(told).map(({ piece }) => piece);
  const unread = unreadPieces(told);
  return [
    ...ofPieces("to-reprint", lost, "to be reprinted or pulled"),
    ...ofPieces("unread", unread, "that no machine has read"),
  ];
}

function ofPieces(
  what: ShopException["what"],
  pieces: readonly number[],
  words: string,
): ShopException[] {
  const count = pieces.length;
  const note = `${count === 1 ? "piece" : "pieces"} ${words}: ${someRanges(pieces)}`;
  return count === 0 ? [] : [{ what, count, note }];
}

function idle(isMoving: boolean, running: RunningRun | undefined): ShopException[] {
  if (!isMoving) return [];
  if (running === undefined)
    return [{ what: "no-process", count: 1, note: "no process is working on it" }];
  if (running.wanted === 0 || running.lanes > 0) return [];
  return [{ what: "waits-for-workers", count: 1, note: "it waits for runs with priority" }];
}
