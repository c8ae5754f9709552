import { resolve } from "node:path";
import { dayAt, isCalendarDay } from "../../base/calendar-day.ts";
import { diagnostic, UsageError } from "../../base/diagnostic.ts";
import { type Host, HostError } from "../../base/host.ts";
import { Register } from "../../register/register.ts";
import type { KnownRun } from "../../register/register-runs.ts";
import type { LegalHold } from "../../register/register-holds.ts";
import type { Shop } from "../../model/shop.ts";
import { actorNamed, checkRequest } from "../../run/decisions/actor.ts";
import { type Agreement, agreement } from "../../run/decisions/agreement.ts";
import { destroyedFiles, destroyRun, totalBytes } from "./destroy-run.ts";
import { destructionOf } from "../../run/decisions/destruction.ts";
import { machine } from "../../run/host/machine.ts";
import { holdsOf } from "./legal-holds.ts";
import { loadShop } from "../../run/folder/load-shop.ts";
import { isAtEnd, type RetentionTerm, retentionOf } from "./retention.ts";
import { inDecisionSession, type DecisionSession } from "../../run/decisions/decision-session.ts";
import { RunFailure } from "../../run/run-failure.ts";
import { runFolder } from "../../run/folder/run-folder.ts";
import { holdsOnRun } from "./run-holds.ts";
import { noRegister } from "../../run/folder/run-places.ts";
import { enterForShop, keepPeople } from "../../run/decisions/shop-audit.ts";

export interface PurgeRequest {
  /** The shop's file: it names the register and says how long what is kept. */
  readonly shop: string;
  /** Says what would be destroyed and destroys nothing. */
  readonly dryRun?: boolean | undefined;
  /** How many runs would be destroyed, as the decider has seen; otherwise none is. */
  readonly confirm?: number | undefined;
  /** Only documents of this class. */
  readonly class?: string | undefined;
  /** Only runs with an as-of date before this day (YYYY-MM-DD). */
  readonly before?: string | undefined;
  readonly by: string;
  readonly reason: string;
  /** The day it is (YYYY-MM-DD); by the host's clock where it is left out. */
  readonly today?: string | undefined;
}

/** What was done about one run. */
export interface PurgedRun {
  readonly run: string;
  readonly job: string;
  readonly cycle: string;
  /**
   * `destroyed` now, or `due` where that waits for its confirmation or is not asked for; `held` by
   * legal holds; else why it is kept: its term runs, it is not closed, the shop has no rule for its
   * class, it was destroyed before.
   */
  readonly outcome:
    | "destroyed"
    | "due"
    | "held"
    | "not-over"
    | "not-closed"
    | "no-rule"
    | "destroyed-before"
    | "gone"
    | "in-use";
  readonly term: RetentionTerm | null;
  readonly holds: readonly LegalHold[];
  readonly files: number;
  readonly bytes: number;
}

export interface PurgeReport {
  readonly dryRun: boolean;
  readonly runs: readonly PurgedRun[];
  /** Runs whose retention is over and which a legal hold keeps. */
  readonly refused: number;
  /** Runs that would have been destroyed, had their number been confirmed; none was, then. */
  readonly unconfirmed: number;
  /** Whether the shop wants another person to confirm the same; nothing was destroyed, then. */
  readonly waitsForSecond: boolean;
}

/**
 * Destroys the runs of a shop whose retention is over, if their number is confirmed; otherwise says
 * what would go. A run under legal hold is refused, and none of it is removed. Throws a
 * `UsageError` if shop or register cannot be used, or another number was confirmed.
 */
export async function purgeRuns(request: PurgeRequest): Promise<PurgeReport> {
  const host = machine().host;
  checkRequest(request.by, request.reason);
  const shop = loadShop(host, request.shop);
  const { registerFile } = shop;
  if (!host.exists(registerFile)) throw new UsageError([noRegister(registerFile)]);
  const today = request.today ?? dayAt(host.nowMs());
  checkDay(request.before);
  const known = Register.with(host, registerFile, ({ runs }) => runs.all());
  const dated = { ...request, today };
  const seen = await purgeEach(host, shop, known, { ...dated, dryRun: true });
  const due = seen.filter(({ outcome }) => outcome === "due");
  refuseOtherCount(due.length, request.confirm);
  const isDecided = due.length === 0 || request.confirm !== undefined;
  const destroys = request.dryRun !== true && isDecided;
  const agreed = destroys ? agreedPurge(host, shop, request, due) : ALONE;
  // Nobody has seen what has become due since.
  const shown = known.filter(({ folder }) => seen.some(({ run }) => run === folder));
  const goesOn = destroys && agreed.isSecond;
  const runs = goesOn ? await purgeEach(host, shop, shown, { ...dated, ...agreed }) : seen;
  const refused = runs.filter(({ outcome }) => outcome === "held").length;
  const unconfirmed = isDecided || request.dryRun === true ? 0 : due.length;
  const waitsForSecond = destroys && !agreed.isSecond;
  return { dryRun: request.dryRun === true, runs, refused, unconfirmed, waitsForSecond };
}

const ALONE: Agreement = { isSecond: true, agreed: 0 };

/** Whether these runs may go: a shop's rules can want two people to confirm the very same. */
function agreedPurge(
  host: Host,
  shop: Shop,
  { by, reason }: PurgeRequest,
  due: readonly PurgedRun[],
): Agreement {
  keepPeople(host, shop);
  if (due.length === 0) return ALONE;
  const about = { runs: due.map(({ run }) => run).sort() };
  const act = { decision: "purge", about, reason } as const;
  return agreement(host, shop.registerFile, actorNamed(by), act);
}

async function purgeEach(
  host: Host,
  shop: Shop,
  known: readonly KnownRun[],
  request: Dated,
): Promise<PurgedRun[]> {
  const runs: PurgedRun[] = [];
  try {
    for (const { folder, job, cycle } of known) {
      const named = { run: folder, job, cycle };
      const done = await purgeRun(host, shop, resolve(folder), request);
      if (done !== undefined) runs.push({ ...NOTHING, ...named, ...done });
    }
  } catch (error) {
    if (!(error instanceof HostError)) throw error;
    throw new RunFailure(error.message, "Fix what is named, then purge again.", "");
  }
  return runs;
}

/** Throws a `UsageError` if a number other than that of the due runs was confirmed. */
function refuseOtherCount(due: number, confirmed: number | undefined): void {
  if (confirmed === undefined || confirmed === due) return;
  const runs = due === 0 ? "No run is" : due === 1 ? "1 run is" : `${due} runs are`;
  const hint =
    due === 0
      ? "--dry-run says why each of them is kept."
      : `Look at them with --dry-run; --confirm ${due} destroys them.`;
  throw new UsageError([
    diagnostic("retention.other-count", `${runs} due, not ${confirmed}.`, { hint }),
  ]);
}

/** A text that is not a day would be compared as text, and any run might come before it. */
function checkDay(day: string | undefined): void {
  if (day === undefined || isCalendarDay(day)) return;
  throw new UsageError([
    diagnostic("retention.bad-day", `${JSON.stringify(day)} is not a calendar day.`, {
      hint: "Write it as YYYY-MM-DD.",
    }),
  ]);
}

const NOTHING = { term: null, holds: [], files: 0, bytes: 0 };

type Dated = PurgeRequest & { readonly today: string; readonly agreed?: number };
type Done = Pick<PurgedRun, "outcome"> & Partial<PurgedRun>;

/** Undefined for a run that is not asked about. */
async function purgeRun(
  host: Host,
  shop: Shop,
  root: string,
  request: Dated,
): Promise<Done | undefined> {
  const folder = runFolder(root);
  if (!host.exists(folder.jobFile)) return { outcome: "gone" };
  if (destructionOf({ host, folder })?.record.state === "done")
    return { outcome: "destroyed-before" };
  try {
    return await inDecisionSession(host, root, actorNamed(request.by), (desk) =>
      atDesk(desk, shop, request),
    );
  } catch (error) {
    const isInUse =
      error instanceof UsageError && error.diagnostics.some(({ code }) => code === "run.in-use");
    if (isInUse) return { outcome: "in-use" };
    throw error;
  }
}

function atDesk(desk: DecisionSession, shop: Shop, request: Dated): Done | undefined {
  const { host, frozen, audit } = desk;
  const term = retentionOf(shop, frozen, audit.entries);
  const isAsked =
    (request.class ?? term?.documentClass) === term?.documentClass &&
    (request.before === undefined || frozen.job.asOf < request.before);
  if (!isAsked) return undefined;
  const wasBegun = destructionOf(desk) !== undefined;
  if (term === undefined) return { outcome: "no-rule" };
  if (!wasBegun && !isAtEnd(audit.entries)) return { outcome: "not-closed", term };
  if (!wasBegun && request.today < term.over) return { outcome: "not-over", term };
  const holds = holdsOnRun(desk, holdsOf(host, shop.registerFile));
  if (holds.length > 0) {
    const details = { ...told(desk), outcome: "held", holds: holds.map(({ id }) => id) };
    if (request.dryRun !== true) enter(desk, shop, request, details);
    return { outcome: "held", term, holds };
  }
  if (request.dryRun === true) {
    const files = destroyedFiles(desk);
    return { outcome: "due", term, files: files.length, bytes: totalBytes(files) };
  }
  enter(desk, shop, request, { ...told(desk), outcome: "begun" });
  const { by, reason } = request;
  const { files } = destroyRun(desk, { by, reason, term });
  const counted = { files: files.length, bytes: totalBytes(files) };
  enter(desk, shop, request, { ...told(desk), outcome: "destroyed", ...counted });
  return { outcome: "destroyed", term, ...counted };
}

function told({ folder, frozen }: DecisionSession) {
  return { run: folder.root, runId: frozen.runId, job: frozen.job.name, cycle: frozen.job.cycle };
}

function enter(
  { host }: DecisionSession,
  { registerFile }: Shop,
  { by, reason, agreed = 0 }: Dated,
  details: Readonly<Record<string, unknown>>,
): void {
  const told = { ...details, ...(agreed > 0 && { agreed }) };
  enterForShop(host, registerFile, actorNamed(by), { action: "purge", reason, details: told });
}
