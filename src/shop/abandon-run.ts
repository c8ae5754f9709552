import { resolve } from "node:path";
import { type Diagnostic, diagnostic, UsageError } from "../base/diagnostic.ts";
import type { Host } from "../base/host.ts";
import { Ledger } from "../ledger/ledger.ts";
import { Register } from "../register/register.ts";
import type { KnownRun } from "../register/register-runs.ts";
import type { AuditAction, AuditEntry } from "../model/audit.ts";
import type { RunState } from "../model/run-state.ts";
import { actorNamed, checkRequest } from "../run/decisions/actor.ts";
import { assemblyMark } from "../run/folder/assembly-mark.ts";
import { readFrozenRun } from "../run/folder/frozen-run.ts";
import { machine } from "../run/host/machine.ts";
import { Decider } from "../run/decisions/decider.ts";
import { runGovernance } from "../run/decisions/governance.ts";
import { presentRegister, type RegisterChoice } from "../run/folder/register-file.ts";
import { appendDecision, noLedger, noRun, openAudit } from "../run/decisions/decision-session.ts";
import { type RunFolder, runFolder } from "../run/folder/run-folder.ts";
import { runStateOf } from "../run/decisions/run-state.ts";
import { runTurnHere } from "../run/folder/run-turn.ts";
import { enterForShop, noteChangedPeople } from "../run/decisions/shop-audit.ts";
import type { BegunRun, RunPlace } from "../run/folder/open-run.ts";

export interface AbandonRequest extends RegisterChoice {
  /** The run's output folder, where it is still there. */
  readonly folder?: string | undefined;
  /** Its id in the register instead, where the folder is gone or cannot be named. */
  readonly run?: string | undefined;
  /** Whether its serials may be used again: nothing was mailed with them, and nothing will be. */
  readonly freeSerials?: boolean | undefined;
  readonly by: string;
  readonly reason: string;
}

export interface AbandonReport {
  readonly run: KnownRun;
  /** Ranges of serials that others may have from now on. */
  readonly freedRanges: number;
}

/** Decisions after which pieces may have left the house. */
const OUT_OF_HAND: readonly AuditAction[] = ["release", "mailed", "close"];

/** States in which they may have, by decision or not: a run without a hold is released. */
const STATES_OUT_OF_HAND: readonly RunState[] = ["released", "mailed", "nothing-to-mail", "closed"];

/**
 * Marks a run as abandoned, so that its cycle and its input may be run again; its serials stay used
 * unless the request says otherwise. Throws a `UsageError` if the register does not know the run,
 * if a process works on it, or if pieces of it were released: by a decision, or on finishing
 * without a hold. If a run's folder is gone, nobody can tell.
 */
export function abandonRun(request: AbandonRequest): AbandonReport {
  checkRequest(request.by, request.reason);
  const host = machine().host;
  if (request.folder !== undefined)
    return abandonedFolder({ host, folder: runFolder(resolve(request.folder)) }, request);
  const register = presentRegister(host, request);
  const runId = runIdOf(request);
  const known = Register.with(host, register, ({ runs }) => runs.find(runId));
  const folder = runFolder(known?.folder ?? "");
  const isThere =
    known !== undefined &&
    host.exists(folder.jobFile) &&
    readFrozenRun({ host, folder }).runId === runId;
  return isThere
    ? abandonedFolder({ host, folder }, { ...request, register })
    : abandoned(host, register, runId, request);
}

function abandonedFolder(run: RunPlace, request: AbandonRequest): AbandonReport {
  const { host, folder } = run;
  if (!host.exists(folder.jobFile)) throw new UsageError([noRun(host, folder.root)]);
  const lock = runTurnHere(run);
  try {
    const frozen = readFrozenRun(run);
    if (frozen.job.mode !== "production") throw new UsageError([isTest(folder)]);
    const named = request.register ?? frozen.job.registerFile;
    const register = presentRegister(host, { register: named });
    refuseReleased({ host, folder, frozen });
    return abandoned(host, register, frozen.runId, request, () => {
      const { by, reason } = request;
      const audit = openAudit({ host, folder, frozen });
      noteChangedPeople(host, register);
      const decider = new Decider(host, runGovernance(host, frozen.job.shop), actorNamed(by));
      const decision = { action: "abandon", reason, details: {} } as const;
      const entry = appendDecision({ frozen, audit }, decider, decision);
      Register.with(host, register, ({ auditRoots }) => auditRoots.keep(frozen.runId, entry));
    });
  } finally {
    lock.release();
  }
}

function runIdOf({ run }: AbandonRequest): string {
  if (run !== undefined) return run;
  throw new UsageError([
    diagnostic("run.not-named", "No run was named.", {
      hint: "Name its folder, or its id in the register with --run and --register.",
    }),
  ]);
}

function abandoned(
  host: Host,
  register: string,
  runId: string,
  { by, reason, freeSerials }: AbandonRequest,
  enterInRun: () => void = () => {},
): AbandonReport {
  const known = Register.with(host, register, ({ runs }) => runs.find(runId));
  if (known === undefined) throw new UsageError([notRegistered(register, runId)]);
  const details = { run: runId, folder: known.folder, freeSerials: freeSerials === true };
  enterInRun();
  enterForShop(host, register, actorNamed(by), { action: "abandon", reason, details });
  return Register.with(host, register, ({ runs, serials }) => {
    runs.abandon(runId);
    const freedRanges = freeSerials === true ? serials.free(runId) : 0;
    return { run: { ...known, state: "abandoned" as const }, freedRanges };
  });
}

function refuseReleased(run: BegunRun): void {
  const { folder } = run;
  const { entries } = openAudit(run);
  const released = entries.find(({ action }) => OUT_OF_HAND.includes(action));
  if (released !== undefined) {
    const { action, by, atIso } = released;
    const when = `${atIso.slice(0, 16).replace("T", " at ")} UTC by ${by}`;
    throw new UsageError([
      outOfHand(folder, `See \`${action}\` on ${when}. Pull or reprint single pieces instead.`),
    ]);
  }
  if (!STATES_OUT_OF_HAND.includes(stateOf(run, entries))) return;
  throw new UsageError([
    outOfHand(
      folder,
      "It finished without a hold for release. Pull or reprint single pieces instead; give the " +
        "job `hold: { before-release: true }` to be asked next time.",
    ),
  ]);
}

function stateOf(run: BegunRun, entries: readonly AuditEntry[]): RunState {
  const { host, folder, frozen } = run;
  if (!host.exists(folder.ledgerFile)) {
    if (assemblyMark(run) !== undefined) throw new UsageError([noLedger(folder)]);
    return "composing";
  }
  const ledger = Ledger.open(host, folder.ledgerFile);
  try {
    return runStateOf({ frozen, ledger }, entries);
  } finally {
    ledger.close();
  }
}

function outOfHand({ root }: RunFolder, hint: string): Diagnostic {
  return diagnostic("run.released", `Pieces of the run in ${root} may have left the shop.`, {
    hint,
  });
}

function isTest({ root }: RunFolder): Diagnostic {
  return diagnostic(
    "run.not-registered",
    `The run in ${root} is a test; test runs are not in the register.`,
    {
      hint: "Just remove its folder.",
    },
  );
}

function notRegistered(register: string, runId: string): Diagnostic {
  return diagnostic("run.not-registered", `The register ${register} has no run ${runId}.`, {
    hint: "`nightpress register show` lists its runs.",
  });
}
