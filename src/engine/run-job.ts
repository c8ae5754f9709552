import { processorCount } from "../run/host/this-machine.ts";
import { dirname, resolve } from "node:path";
import { type Diagnostic, UsageError } from "../base/diagnostic.ts";
import { tellableMessage } from "../base/own-json.ts";
import type { Job } from "../model/job.ts";
import type { Channel } from "../model/channel.ts";
import type { Progress, RunReport } from "../model/run-report.ts";
import { recordedActor } from "../run/decisions/actor.ts";
import { beginRun, refuseUsedFolder } from "./begin-run.ts";
import type { Priority } from "../model/shop.ts";
import { remakeCopies } from "./remake-copies.ts";
import { checkStillRegistered } from "../run/folder/check-registered.ts";
import { enterRun } from "../run/folder/enter-run.ts";
import { executeRun } from "./execute-run.ts";
import { failureHint } from "./failure-hint.ts";
import { readFrozenRun, recordFiles } from "../run/folder/frozen-run.ts";
import { outputsThere } from "../run/folder/unbook-missing.ts";
import { finishRedrive } from "./finish-redrive.ts";
import { commandHost } from "../run/host/machine.ts";
import { checkInputsUnchanged } from "../run/folder/inputs-unchanged.ts";
import { chosenChannels, type JobSettings, loadCheckedJob } from "../run/folder/load-run.ts";
import { programVersions } from "../run/host/program.ts";
import { refuseBadOut } from "./out-folder.ts";
import type { OverrideRequest } from "../run/decisions/overrides.ts";
import { prepare } from "../work/prepare.ts";
import { rebuildRun } from "./rebuild-run.ts";
import { inheritedSettings } from "./inherited-settings.ts";
import type { RedriveRequest } from "./redrive.ts";
import { checkResourcesUnchanged } from "../run/folder/resources-unchanged.ts";
import { noRun } from "../run/decisions/decision-session.ts";
import { inDecisionSession } from "../run/decisions/decision-session.ts";
import { lastingVerdict, redFailure } from "../run/decisions/red-verdict.ts";
import { RunFailure } from "../run/run-failure.ts";
import { removeWork, runFolder } from "../run/folder/run-folder.ts";
import { RunWatch } from "../run/folder/run-watch.ts";
import { renewReport, storedReport } from "../run/decisions/write-report.ts";
import { type LateSuppression, suppressLate } from "../desk/suppress/suppress-late.ts";
import type { BegunRun, RunPlace } from "../run/folder/open-run.ts";

export interface RunOptions {
  /** The output folder; `out` beside the job file if omitted. */
  readonly out?: string;
  /** Worker threads; as many as processors if omitted. */
  readonly workers?: number;
  /** Rank among several runs of a shop; the job's own if omitted. */
  readonly priority?: Priority;
  /** Runs only the first units of the input, up to this many. */
  readonly limit?: number;
  readonly channels?: readonly Channel[];
  /** Files, period and parameters in place of what stands in the job file. */
  readonly settings?: JobSettings;
  /** What a file of the input named `-` is read from. */
  readonly standardInput?: AsyncIterable<Uint8Array>;
  /** Lists of keys to suppress, in addition to the job's own. */
  readonly suppress?: readonly string[];
  /** Findings to override, with a name and a reason for the audit log. */
  readonly override?: OverrideRequest;
  /** Rejects of an earlier run to redrive: the input is then those records, corrected. */
  readonly redrive?: RedriveRequest;
  readonly onProgress?: (progress: Progress) => void;
  /** Ends the run at the next checkpoint, from which it can be resumed. */
  readonly signal?: AbortSignal;
  /** Warnings that the caller adds to the report, once it is made. */
  readonly ownWarnings?: () => readonly Diagnostic[];
  /** False skips reading all output again, which the report then states. */
  readonly verify?: boolean;
}

export interface ResumeOptions extends Omit<
  RunOptions,
  "out" | "limit" | "channels" | "suppress" | "redrive" | "settings" | "standardInput"
> {
  /** Keys to suppress after the run has begun. */
  readonly suppress?: LateSuppression;
}

/**
 * Runs a job from its file to its report. Throws a `UsageError` (nothing is left behind) if job,
 * layout or input is at fault, and a `RunFailure` if the machine fails during the run.
 */
export async function runJob(jobFile: string, options: RunOptions = {}): Promise<RunReport> {
  const host = commandHost();
  const { settings, redrive } = options;
  const inherited = redrive && inheritedSettings(host, redrive.rejectsOf);
  const checked = loadCheckedJob(host, jobFile, { ...settings, ...(inherited && { inherited }) });
  const channels = chosenChannels(options.channels);
  const folder = runFolder(resolve(options.out ?? `${dirname(resolve(jobFile))}/out`));
  refuseBadOut(folder.root, jobFile, checked.job);
  refuseUsedFolder({ host, folder });
  const watch = new RunWatch(options.onProgress ?? (() => undefined));
  const begun = await beginRun({ host, folder }, checked, { ...options, channels }, watch);
  return guarded({ host, folder }, async () => {
    const report = await executeRun({
      host,
      folder,
      watch,
      ...begun,
      ...execution(options, checked.job),
    });
    await finishRedrive({ host, folder, frozen: begun.frozen }, report);
    return report;
  });
}

/** Continues a run that was stopped or failed; completed work is kept. */
export async function resumeRun(
  outFolder: string,
  options: ResumeOptions = {},
): Promise<RunReport> {
  const host = commandHost();
  const folder = runFolder(resolve(outFolder));
  if (!host.exists(folder.jobFile)) throw new UsageError([noRun(host, outFolder)]);
  if (options.suppress !== undefined) await suppressLate(host, folder.root, options.suppress);
  const closed = await closedReport({ host, folder });
  const frozen = readFrozenRun({ host, folder });
  if (closed !== undefined) {
    refuseRed({ host, folder, frozen });
    await finishRedrive({ host, folder, frozen }, closed);
    return closed;
  }
  // All output existed when the report was written: the inputs are no longer needed.
  if (storedReport({ host, folder }) !== undefined) {
    const rebuilt = await guarded({ host, folder }, () => rebuildRun(folder.root));
    if (rebuilt.status !== "stopped") return rebuilt;
  }
  await remakeCopies({ host, folder, frozen });
  checkInputsUnchanged(host, recordFiles(frozen));
  checkResourcesUnchanged({ host, frozen }, programVersions());
  checkStillRegistered({ host, folder, frozen });
  enterRun({ host, folder, frozen });
  const watch = new RunWatch(options.onProgress ?? (() => undefined));
  const prepared = await prepare(host, frozen.plan, frozen.job);
  return guarded({ host, folder }, async () => {
    const report = await executeRun({
      host,
      folder,
      watch,
      frozen,
      prepared,
      warnings: [],
      ...execution(options, frozen.job),
    });
    await finishRedrive({ host, folder, frozen }, report);
    return report;
  });
}

/**
 * The report of a run that has already ended. Leftovers of a killed process are removed, and
 * effects of a decision that was entered but not applied are applied. Undefined if a spool or batch
 * has disappeared since, unless it was destroyed on purpose: it is then made again.
 */
async function closedReport({ host, folder }: RunPlace): Promise<RunReport | undefined> {
  const known = storedReport({ host, folder });
  if (known === undefined || !host.exists(folder.ledgerFile)) return undefined;
  const isDestroyed = host.exists(folder.destroyedFile);
  if (!isDestroyed && !outputsThere({ host, folder }, known)) return undefined;
  removeWork({ host, folder });
  if (isDestroyed) return known;
  await inDecisionSession(host, folder.root, recordedActor(""), (desk) => {
    if (desk.audit.root.seq !== known.standing?.auditRoot.seq) renewReport(desk);
  });
  return storedReport({ host, folder });
}

/** A failed run stays failed, even if all its output exists. */
function refuseRed({ host, folder, frozen }: BegunRun): void {
  const red = lastingVerdict({ host, folder, frozen });
  const isAtRest = host.exists(folder.destroyedFile);
  if (red !== undefined && !isAtRest) throw redFailure({ host, folder }, red);
}

function execution(
  options: Omit<RunOptions, "suppress">,
  job: Job,
): {
  workers: number;
  priority: Priority;
  stopped: () => boolean;
  verifies: boolean;
  ownWarnings: RunOptions["ownWarnings"];
} {
  const workers = options.workers ?? processorCount();
  const { ownWarnings, verify: verifies = true } = options;
  const priority = options.priority ?? job.priority;
  const stopped = (): boolean => options.signal?.aborted === true;
  return { workers, priority, stopped, verifies, ownWarnings };
}

/** A failure of the machine, reported to the operator with what to do next. */
async function guarded(at: RunPlace, run: () => Promise<RunReport>): Promise<RunReport> {
  const { folder } = at;
  try {
    return await run();
  } catch (error) {
    if (error instanceof UsageError || error instanceof RunFailure) throw error;
    const message = tellableMessage(error);
    throw new RunFailure(message, failureHint(at, error), folder.root);
  }
}
