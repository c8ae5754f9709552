import type { RunReport } from "../../model/run-report.ts";
import { composeShards } from "../compose-stage.ts";
import { reportRun } from "./report.ts";
import type { RunInProgress } from "./run-in-progress.ts";

/** Composes all shards that are not done yet. */
export async function compose(run: RunInProgress): Promise<RunReport | undefined> {
  await composeOpen(run);
  return run.stopped() ? reportRun(run, "stopped") : undefined;
}

/** Books the fragments on disk, and ends the run if some are missing. */
export async function bookFragments(run: RunInProgress): Promise<RunReport | undefined> {
  await composeOpen(run);
  const isWhole = run.ledger.shardsDone().size === run.frozen.scan.shards.length;
  return isWhole ? undefined : reportRun(run, "stopped");
}

async function composeOpen(run: RunInProgress): Promise<void> {
  const { frozen, ledger, watch } = run;
  const units = Math.min(frozen.scan.unitCount, frozen.unitLimit);
  const seeds = frozen.seeds?.count ?? 0;
  ledger.scanDone({ shards: frozen.scan.shards.length, units, seeds });
  run.cost = await watch.stage(
    "compose",
    () => composeShards(run, run.pool, watch, run.stopped),
    () => units,
  );
}
