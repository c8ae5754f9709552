import { resolve } from "node:path";
import { type Diagnostic, diagnostic, UsageError } from "../../base/diagnostic.ts";
import type { Host } from "../../base/host.ts";
import { shellWord } from "../../base/shell-word.ts";
import { AuditError } from "../../audit/audit-error.ts";
import { AuditLog } from "../../audit/audit-log.ts";
import { Ledger } from "../../ledger/ledger.ts";
import type { RuledDecision } from "../../model/person.ts";
import { Register } from "../../register/register.ts";
import { type LockDegree, RunLock } from "../../ledger/run-lock.ts";
import type { Actor, AuditEntry, Decision } from "../../model/audit.ts";
import { readFrozenRun } from "../folder/frozen-run.ts";
import { type RunFolder, runFolder } from "../folder/run-folder.ts";
import type { BegunRun, OpenRun, RunPlace } from "../folder/open-run.ts";
import { hasNotBegun } from "../folder/begun-folder.ts";
import { runTurn } from "../folder/run-turn.ts";
import { Decider, decisionName, type EarlierAct, earlierActs } from "./decider.ts";
import { runGovernance } from "./governance.ts";
import { noteChangedPeople } from "./shop-audit.ts";
import { syncRunFolders } from "../folder/sync-run.ts";

/** A run that is open for one decision maker, and locked for all others. */
export interface DecisionSession extends OpenRun {
  /**
   * Enters a decision in the audit log and its root in the register, both durably, then changes the
   * states of pieces as its `details.effects` say (see `StateEffect`). Throws a `UsageError` if the
   * shop's rules refuse it to the person.
   */
  decide(decision: Decision): AuditEntry;
  /** Throws that error before any work is done for the decision. */
  refuse(name: RuledDecision): void;
}

/**
 * Opens a run for decisions, under its lock or beside a running verification, and closes it when
 * `work` is done. Waits for other decisions to finish. Throws a `UsageError` if there is no run or
 * a process keeps working on it, an `AuditError` if its audit log was changed.
 */
export async function inDecisionSession<T>(
  host: Host,
  outFolder: string,
  actor: Actor,
  work: (desk: DecisionSession) => Promise<T> | T,
  degree: LockDegree = "alone",
): Promise<T> {
  const folder = runFolder(outFolder);
  if (!host.exists(folder.jobFile)) throw new UsageError([noRun(host, outFolder)]);
  const lock = await runTurn({ host, folder }, degree);
  try {
    syncRunFolders({ host, folder });
    const frozen = readFrozenRun({ host, folder });
    const audit = openAudit({ host, folder, frozen });
    const { mode, registerFile, shop } = frozen.job;
    const governance = runGovernance(host, shop);
    const decider = new Decider(host, governance, actor);
    if (!host.exists(folder.ledgerFile)) throw new UsageError([noLedger(folder)]);
    const ledger = Ledger.open(host, folder.ledgerFile);
    try {
      // A crash may have occurred between an entry and its effects.
      ledger.applyDecisions(audit.entries);
      const decide = (decision: Decision): AuditEntry => {
        if (mode === "production" && governance) noteChangedPeople(host, registerFile);
        const entry = enterDecision({ host, frozen, audit }, decider, decision);
        ledger.applyDecisions(audit.entries);
        return entry;
      };
      const refuse = (name: RuledDecision): void => {
        decider.refuse(name, actsInRun({ frozen, audit }));
      };
      return await work({ host, folder, frozen, ledger, audit, decide, refuse });
    } finally {
      ledger.close();
    }
  } finally {
    lock.release();
  }
}

/** Code of the error that `job.json` differs from the one in the register. */
export const OTHER_JOB = "audit.other-job";

/**
 * The run's audit log, checked against the register's copy of its root and of the job's hash.
 * Throws an `AuditError` if either differs.
 */
export function openAudit(run: BegunRun): AuditLog {
  const { host, folder, frozen } = run;
  const { job, runId } = frozen;
  if (job.mode !== "production" || !host.exists(job.registerFile)) return readAudit(run);
  return Register.with(host, job.registerFile, ({ auditRoots, seals }) => {
    // The root first: another process may enter something meanwhile, in the log and then as root.
    const kept = auditRoots.of(runId);
    const audit = readAudit(run);
    if ((seals.jobOf(runId) ?? frozen.sha256) !== frozen.sha256) throw otherJob(folder);
    if (kept !== undefined) audit.checkRoot(kept);
    // A crash came between the entry and its root: the chain is intact, so the register catches up.
    if (audit.root.seq <= (kept?.seq ?? 0)) return audit;
    audit.sync();
    auditRoots.keep(runId, audit.root);
    return audit;
  });
}

/** Anyone who changes `job.json` can seal it again, but cannot change the hash in the register. */
function otherJob({ jobFile }: RunFolder): AuditError {
  const message =
    `${jobFile} is not the one that the register knows for the run: restore it from a copy, and ` +
    "find out who changed it";
  return new AuditError(OTHER_JOB, message);
}

/** The run's audit log by itself: missing lines at its end go unnoticed. */
export function readAudit({ host, folder, frozen }: BegunRun): AuditLog {
  const { job, jobMark, plan } = frozen;
  const subject = [job.name, job.cycle, job.mode, jobMark, plan.hash].join("\n");
  return AuditLog.open(host, folder.auditFile, subject);
}

/** All that people have done for a run: that they began it, and what they decided about it. */
export function actsInRun({ frozen, audit }: Pick<OpenRun, "frozen" | "audit">): EarlierAct[] {
  const { begunBy, approval } = frozen;
  const began = begunBy && { act: "run", by: "", osUser: begunBy.osUser, isSigned: false };
  const approvers = approval?.result === "approved" ? approval.approvers : [];
  return [
    ...(began ? [began] : []),
    ...approvers.map((one) => ({ act: "approve-layout", ...one })),
    ...earlierActs(audit.entries),
  ];
}

/**
 * Appends a decision to a run's audit log. Throws a `UsageError` if the shop's rules refuse it to
 * a person.
 */
export function appendDecision(
  run: Pick<OpenRun, "frozen" | "audit">,
  actor: Decider | Actor,
  decision: Decision,
): AuditEntry {
  if (actor instanceof Decider) actor.refuse(decisionName(decision), actsInRun(run));
  return run.audit.append(actor, decision);
}

/**
 * Enters a decision in a run's audit log, and its root in the register, both durably. Throws a
 * `UsageError` if the shop's rules refuse it to a person.
 */
export function enterDecision(
  { host, frozen, audit }: Pick<OpenRun, "host" | "frozen" | "audit">,
  actor: Decider | Actor,
  decision: Decision,
): AuditEntry {
  const { job, runId } = frozen;
  const entry = appendDecision({ frozen, audit }, actor, decision);
  if (job.mode === "production")
    Register.with(host, job.registerFile, ({ auditRoots }) => auditRoots.keep(runId, entry));
  return entry;
}

/** The finding for a folder that holds no run, or one that was killed before it had begun. */
export function noRun(host: Host, outFolder: string): Diagnostic {
  const folder = runFolder(resolve(outFolder));
  if (hasNotBegun({ host, folder })) return notBegun({ host, folder }, outFolder);
  if (host.exists(folder.ledgerFile))
    return diagnostic("run.no-run", `The run in ${outFolder} has lost its job.json.`, {
      hint: "Restore that file from a copy: without it the run cannot be used.",
    });
  return diagnostic("run.no-run", `There is no run in ${outFolder}: it has no job.json.`, {
    hint: "Name the output folder of a run.",
  });
}

function notBegun({ host, folder: { lockFile } }: RunPlace, outFolder: string): Diagnostic {
  const lock = RunLock.take(host, lockFile, "reading");
  lock?.release();
  if (lock === undefined)
    return diagnostic("run.not-begun", `The run in ${outFolder} is still reading its input.`, {
      hint: "Try again once it is composing.",
    });
  const message = `The run in ${outFolder} was ended before it began.`;
  const hint = "It counts nowhere. Run the job again; the same folder will do.";
  return diagnostic("run.not-begun", message, { hint });
}

/** The finding for a missing ledger, which a decision must not begin again. */
export function noLedger({ root }: RunFolder): Diagnostic {
  return diagnostic("run.no-ledger", `The ledger of the run in ${root} is missing.`, {
    hint: `Rebuild it with \`nightpress rebuild ${shellWord(root)}\`.`,
  });
}
