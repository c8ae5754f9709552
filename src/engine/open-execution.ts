import type { Diagnostic } from "../base/diagnostic.ts";
import type { RunReport } from "../model/run-report.ts";
import type { Priority } from "../model/shop.ts";
import { makeExecutor } from "../pool/make-executor.ts";
import { WorkerPool } from "../pool/worker-pool.ts";
import { enterShare } from "../pool/worker-share.ts";
import { workerBounds } from "../run/host/machine.ts";
import { openRunLedger } from "../run/folder/open-run-ledger.ts";
import type { BegunRun } from "../run/folder/open-run.ts";
import { runReference } from "../run/tasks/run-task.ts";
import { runTurn } from "../run/folder/run-turn.ts";
import type { RunWatch } from "../run/folder/run-watch.ts";
import { checkSameResources } from "../run/folder/same-resources.ts";
import { intakeSuppressions } from "../run/folder/suppressions.ts";
import { syncRunFolders } from "../run/folder/sync-run.ts";
import type { ComposeSetup } from "../run/tasks/composed-shard.ts";
import { emailImages } from "../work/email-images.ts";
import { madeArt } from "../work/made-resources.ts";
import type { Prepared } from "../work/prepare.ts";
import type { RunInProgress } from "./stages/run-in-progress.ts";

/** What to do with a run that has begun, and with how many workers. */
export interface Execution extends BegunRun {
  readonly watch: RunWatch;
  readonly prepared: Prepared;
  readonly warnings: readonly Diagnostic[];
  readonly workers: number;
  /** Rank among several runs of a shop. */
  readonly priority: Priority;
  readonly stopped: () => boolean;
  /** Whether all output is read again before the run closes. */
  readonly verifies: boolean;
  /** Warnings that the caller adds to the report. */
  readonly ownWarnings?: (() => readonly Diagnostic[]) | undefined;
}

/**
 * Opens a run for its stages, with its ledger and workers, and closes it when `work` is done.
 * Throws a `UsageError` if another process is working on the same run.
 */
export async function openExecution(
  execution: Execution,
  work: (run: RunInProgress) => Promise<RunReport>,
): Promise<RunReport> {
  const lock = await runTurn(execution);
  try {
    syncRunFolders(execution);
    return await openLocked(execution, work);
  } finally {
    lock.release();
  }
}

async function openLocked(
  execution: Execution,
  work: (run: RunInProgress) => Promise<RunReport>,
): Promise<RunReport> {
  const { folder, frozen, watch, workers } = execution;
  const compose = await composeSetup(execution);
  const { ledger, warnings } = openRunLedger(execution);
  const share = enterShare(execution, folder.root, execution.priority);
  watch.alsoTell((progress) => share.tell(progress));
  const bounds = workerBounds();
  const threads = makeExecutor(workers, { frozen, outFolder: folder.root, compose }, bounds);
  const parts = { workers, threads, bounds, share, run: runReference(frozen) };
  const pool = new WorkerPool({ ...parts, out: folder.root });
  try {
    return await work({
      ...execution,
      ownWarnings: execution.ownWarnings,
      warnings: [...execution.warnings, ...warnings],
      ledger,
      pool,
      share,
      cost: { partMs: [], documents: 0 },
      settledWarnings: [],
      unsigned: [],
    });
  } finally {
    await pool.close();
    share.leave();
    ledger.close();
  }
}

async function composeSetup(execution: Execution): Promise<ComposeSetup> {
  const { host, frozen, prepared } = execution;
  checkSameResources(madeArt(prepared), frozen.art);
  const suppressed = intakeSuppressions(execution, frozen.suppressions);
  const logo = await emailImages(host, frozen.plan, frozen.job.layout);
  return { statics: prepared.statics, emailImages: logo, suppressed };
}
