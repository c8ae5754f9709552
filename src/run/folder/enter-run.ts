import { type Diagnostic, diagnostic, UsageError } from "../../base/diagnostic.ts";
import type { Host } from "../../base/host.ts";
import { shellWord } from "../../base/shell-word.ts";
import { Register } from "../../register/register.ts";
import { RegisterError } from "../../register/register-error.ts";
import type { KnownRun, RegisteredRun, RunConflict } from "../../register/register-runs.ts";
import type { Actor, AuditEntry } from "../../model/audit.ts";
import type { Job } from "../../model/job.ts";
import type { ScannedFile } from "../../model/shard.ts";
import type { Overrides } from "../decisions/overrides.ts";
import { registeredRun } from "./registered-run.ts";
import { Decider } from "../decisions/decider.ts";
import { appendDecision, openAudit } from "../decisions/decision-session.ts";
import { runGovernance } from "../decisions/governance.ts";
import { keepPeople } from "../decisions/shop-audit.ts";
import type { BegunRun } from "./open-run.ts";

/**
 * Throws a `UsageError` if another run of the shop has done what this one is about to do, and
 * nobody has overridden that. Reads the register and writes nothing.
 */
export function checkNotRun(
  host: Host,
  job: Job,
  run: RegisteredRun,
  files: readonly ScannedFile[],
  overrides: Overrides,
): void {
  if (job.mode !== "production" || !host.exists(job.registerFile)) return;
  const conflicts = Register.with(host, job.registerFile, ({ runs }) => runs.conflicts(run));
  const standing = conflicts.filter((conflict) => {
    const details = { earlier: conflict.earlier.runId, folder: conflict.earlier.folder };
    return !overrides.lifts(conflictFinding(conflict, files), details);
  });
  refuse(standing, files);
}

/** Runs of a production job's cycle that the register knows, except children and test runs. */
export function earlierAttempts(host: Host, { mode, registerFile, name, cycle }: Job): number {
  if (mode !== "production" || !host.exists(registerFile)) return 0;
  const known = Register.with(host, registerFile, ({ runs }) => runs.all());
  const isEarlier = (run: KnownRun): boolean =>
    run.mode === mode && run.job === name && run.cycle === cycle && run.parentId === "";
  return known.filter(isEarlier).length;
}

/**
 * Enters a run that begins or continues in the register, if it is a production run; from then on it
 * takes precedence over every other run of its cycle and its input. Findings overridden in its
 * audit log are ignored, but a run that began meanwhile is not. Throws a `UsageError` if others
 * were first.
 */
export function enterRun(at: BegunRun): void {
  const { host, folder, frozen } = at;
  const { job, scan } = frozen;
  if (job.mode !== "production") return;
  const { entries, root } = openAudit(at);
  const run = registeredRun(frozen, folder.root, new Date(host.nowMs()).toISOString());
  try {
    const conflicts = Register.with(host, job.registerFile, ({ runs, auditRoots, seals }) => {
      if (root.seq > 0) auditRoots.keep(run.runId, root);
      seals.keepJob(run.runId, frozen.sha256);
      return runs.begin(run, (met) => entries.some((entry) => answersFor(entry, met)));
    });
    refuse(conflicts, scan.files);
    if (job.shop !== undefined) keepPeople(host, { ...job.shop, registerFile: job.registerFile });
  } catch (error) {
    if (!(error instanceof RegisterError) || error.code !== "register.run-abandoned") throw error;
    throw new UsageError([
      diagnostic("run.abandoned", `The run in ${folder.root} was abandoned.`, {
        hint: "Its cycle may have been run again: start a new run in a new folder.",
      }),
    ]);
  }
}

/** Enters in a new run's audit log the findings that were overridden for it. */
export function enterOverrides(run: BegunRun, overrides: Overrides, actor: Actor): void {
  const decisions = overrides.decisions();
  if (decisions.length === 0) return;
  const { host, frozen } = run;
  const decider = new Decider(host, runGovernance(host, frozen.job.shop), actor);
  const audit = openAudit(run);
  // The register learns of the root when the run is entered.
  for (const decision of decisions) appendDecision({ frozen, audit }, decider, decision);
}

function answersFor({ action, details }: AuditEntry, { what, earlier }: RunConflict): boolean {
  const isOfKind = action === "override" && details["code"] === `run.${what}`;
  return isOfKind && details["earlier"] === earlier.runId;
}

function refuse(conflicts: readonly RunConflict[], files: readonly ScannedFile[]): void {
  if (conflicts.length === 0) return;
  throw new UsageError(conflicts.map((conflict) => conflictFinding(conflict, files)));
}

function conflictFinding(
  { what, earlier, inputs }: RunConflict,
  files: readonly ScannedFile[],
): Diagnostic {
  const { job, cycle, startedAtIso, folder } = earlier;
  const when = `on ${startedAtIso.slice(0, 16).replace("T", " at ")} UTC in ${folder}`;
  const remedy =
    `If that run was thrown away before it was released, say so with \`nightpress abandon ` +
    `${shellWord(folder)}\`; to run anyway, add ` +
    `\`--override run.${what} --by NAME --reason TEXT\`.`;
  if (what === "cycle-run") {
    const message = `${job} ${cycle} has already been run, ${when}.`;
    return diagnostic("run.cycle-run", message, { hint: remedy });
  }
  const names = files.filter(({ sha256 }) => inputs.includes(sha256)).map(({ file }) => file);
  const verb = names.length === 1 ? "has already been used" : "have already been used";
  const message = `${names.join(" and ")} ${verb} by ${job} ${cycle}, ${when}.`;
  const hint = `This may be the file of an earlier night: get the new one. ${remedy}`;
  return diagnostic("run.input-used", message, { hint });
}
