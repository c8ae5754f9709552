import { makeExecutor } from "../pool/make-executor.ts";
import { processorCount } from "../run/host/this-machine.ts";
import { resolve } from "node:path";
import { type Diagnostic, diagnostic, UsageError } from "../base/diagnostic.ts";
import { shellWord } from "../base/shell-word.ts";
import { AuditError } from "../audit/audit-error.ts";
import { Ledger } from "../ledger/ledger.ts";
import type { Progress, RunReport } from "../model/run-report.ts";
import type { Verification } from "../model/verification.ts";
import { endStatus, runStanding } from "../run/decisions/run-standing.ts";
import { storedReport, writeReport } from "../run/decisions/write-report.ts";
import { readFrozenRun } from "../run/folder/frozen-run.ts";
import { commandHost, workerBounds } from "../run/host/machine.ts";
import { destructionOf } from "../run/decisions/destruction.ts";
import { noLedger, noRun, openAudit } from "../run/decisions/decision-session.ts";
import { type RunFolder, runFolder } from "../run/folder/run-folder.ts";
import { RUN_FACTS } from "../run/decisions/run-state.ts";
import { inTurn, runTurn } from "../run/folder/run-turn.ts";
import { RunWatch } from "../run/folder/run-watch.ts";
import { enterShare } from "../pool/worker-share.ts";
import { runReference } from "../run/tasks/run-task.ts";
import { WorkerPool } from "../pool/worker-pool.ts";
import { reportedVerification } from "../run/folder/stored-verification.ts";
import { VERIFICATION_FILE } from "../run/folder/stored-verification.ts";
import type { BookedRun } from "../run/folder/open-run.ts";
import { verifyWithVerdict } from "./verify-with-verdict.ts";

export interface VerifyOptions {
  /** Worker threads; as many as processors if omitted. */
  readonly workers?: number;
  /** Sheets per spool to render and inspect; as the job says if omitted. */
  readonly raster?: number;
  readonly onProgress?: (progress: Progress) => void;
  /** Ends it early; findings up to then are discarded. */
  readonly signal?: AbortSignal;
}

/** The result of verifying a run's folder. */
export interface VerifyReport {
  readonly job: string;
  readonly cycle: string;
  readonly mode: "test" | "production";
  /** Undefined if it was stopped. */
  readonly verification: Verification | undefined;
  readonly seconds: number;
  readonly out: string;
}

/**
 * Reads all output of a run again and proves that it matches what was composed, whatever was
 * decided about the run since; keeps the result among its reports. A release can be withdrawn
 * meanwhile. Throws a `UsageError` if there is nothing to verify, or if a process is working on the
 * run.
 */
export async function verifyStoredRun(
  outFolder: string,
  options: VerifyOptions = {},
): Promise<VerifyReport> {
  const host = commandHost();
  const folder = runFolder(resolve(outFolder));
  if (!host.exists(folder.jobFile)) throw new UsageError([noRun(host, outFolder)]);
  const destruction = destructionOf({ host, folder });
  if (destruction !== undefined) throw new UsageError([destruction.diagnostic]);
  if (!host.exists(folder.ledgerFile)) throw new UsageError([noLedger(folder)]);
  const lock = await runTurn({ host, folder }, "reading");
  try {
    const ledger = Ledger.open(host, folder.ledgerFile);
    try {
      const frozen = readFrozenRun({ host, folder });
      return await verified({ host, folder, frozen, ledger }, options);
    } finally {
      ledger.close();
    }
  } finally {
    lock.release();
  }
}

async function verified(run: BookedRun, options: VerifyOptions): Promise<VerifyReport> {
  const { folder, frozen } = run;
  const report = storedReport(run);
  requireMade(run, report);
  await inTurn(run, () => catchUp(run));
  const { workers = processorCount(), onProgress = () => undefined } = options;
  const share = enterShare(run, folder.root, frozen.job.priority);
  const watch = new RunWatch(onProgress);
  watch.alsoTell((progress) => share.tell(progress));
  const compose = { statics: new Map(), emailImages: [] };
  const setup = { frozen, outFolder: folder.root, compose };
  const bounds = workerBounds();
  const threads = makeExecutor(workers, setup, bounds);
  const parts = { workers, threads, bounds, share, run: runReference(frozen) };
  const pool = new WorkerPool({ ...parts, out: folder.root });
  try {
    const stopped = (): boolean => options.signal?.aborted === true;
    // Others decide meanwhile: writing waits for them.
    const turn = (work: () => void): Promise<void> => inTurn(run, work);
    const verification = await verifyWithVerdict(run, pool, watch, stopped, {
      turn,
      raster: options.raster,
    });
    if (verification !== undefined) await turn(() => renew(run, verification));
    const { name: job, cycle, mode } = frozen.job;
    return { job, cycle, mode, verification, seconds: watch.seconds, out: folder.root };
  } finally {
    await pool.close();
    share.leave();
  }
}

/**
 * Throws a `UsageError` unless all output was once made, even if it has failed verification since.
 * A rebuilt ledger lacks what was damaged or moved away until a resume has made it again.
 */
function requireMade({ host, folder, ledger }: BookedRun, report: RunReport | undefined): void {
  if (ledger.fact(RUN_FACTS.balanced) === true) return;
  const wasVerified = host.exists(`${folder.reports}/${VERIFICATION_FILE}`);
  if ((wasVerified || report !== undefined) && isAllBooked(ledger)) return;
  throw new UsageError([notMade(folder)]);
}

/** Whether the ledger has no fewer spools and messages than were planned. */
function isAllBooked(ledger: Ledger): boolean {
  if (ledger.fact("sequence-totals") === undefined) return false;
  const planned = ledger.balance().lines.filter(({ stage }) => PLANNED.includes(stage));
  return planned.every(({ left, right }) => Number(left) <= Number(right));
}

/** Stages whose sums hold what was planned, on the left, against what is booked. */
const PLANNED: readonly string[] = ["spool", "batch"];

/** A crash may have occurred between a decision and its effects. */
function catchUp(run: BookedRun): void {
  const { ledger } = run;
  if (ledger.fact(RUN_FACTS.balanced) !== true) return;
  try {
    ledger.applyDecisions(openAudit(run).entries);
  } catch (error) {
    // The verification itself reports what is wrong with the log.
    if (!(error instanceof AuditError)) throw error;
  }
}

/** The run's report now states the result, and the run's status after it. */
function renew(run: BookedRun, found: Verification): void {
  const known = storedReport(run);
  if (known === undefined) return;
  const balance = [...known.balance.filter(({ stage }) => stage !== "verify"), ...found.balance];
  const verification = reportedVerification(found);
  writeReport(run, { ...known, balance, verification, ...standingNow(run) });
}

function standingNow(run: BookedRun): Partial<Pick<RunReport, "status" | "standing">> {
  const { ledger } = run;
  try {
    const standing = runStanding({ ...run, audit: openAudit(run) });
    return { status: endStatus(standing, ledger), standing };
  } catch (error) {
    // The verification itself has reported what is wrong with the log.
    if (!(error instanceof AuditError)) throw error;
    return {};
  }
}

function notMade({ root }: RunFolder): Diagnostic {
  const message = `The run in ${root} has not made all of its spools and batches yet.`;
  return diagnostic("verify.not-assembled", message, {
    hint: `Run \`nightpress resume ${shellWord(root)}\`, which verifies them.`,
  });
}
