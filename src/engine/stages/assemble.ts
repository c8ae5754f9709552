import { cycleInName } from "../../base/cycle.ts";
import { MESSAGE_CHANNELS } from "../../model/channel.ts";
import type { RunReport } from "../../model/run-report.ts";
import { beginAssembly } from "../../run/folder/assembly-mark.ts";
import { openAudit } from "../../run/decisions/decision-session.ts";
import { runName } from "../../run/folder/frozen-run.ts";
import { unbookMissing } from "../../run/folder/unbook-missing.ts";
import { loadSubsetter } from "../../work/load-subsetter.ts";
import { buildResources } from "../../work/resources.ts";
import { adoptOutputs } from "../adopt-outputs.ts";
import { assembleAll, type NumberedBatch, planBatches } from "../assemble-stage.ts";
import { planSpools, settlementOf } from "./plan-spools.ts";
import { reportRun } from "./report.ts";
import type { RunInProgress } from "./run-in-progress.ts";

/** Makes all spools and batches that do not exist yet. */
export async function assemble(run: RunInProgress): Promise<RunReport | undefined> {
  await assembleOpen(run);
  return run.stopped() ? reportRun(run, "stopped") : undefined;
}

/** Books the spools and batches on disk, and ends the run if some are missing. */
export async function bookOutputs(run: RunInProgress): Promise<RunReport | undefined> {
  return (await assembleOpen(run)) ? undefined : reportRun(run, "stopped");
}

/** Whether all spools and batches exist. */
function assembleOpen(run: RunInProgress): Promise<boolean> {
  const { host, frozen, prepared, ledger, watch } = run;
  const settlement = settlementOf(run);
  const work = async (): Promise<boolean> => {
    const spools = planSpools(run);
    loadSubsetter(host);
    const resources = buildResources(frozen.plan, prepared, settlement.use);
    const batches = batchesOf(run);
    const { audit } = beginAssembly(run, openAudit(run).root, resources.made);
    unbookMissing(run);
    adoptOutputs(run, spools, batches);
    await assembleAll(spools, batches, resources, audit, ledger, run.pool, watch, run.stopped);
    const isWhole = ledger.spools().length === spools.length;
    return isWhole && ledger.batches().length === batches.length;
  };
  return watch.stage("assemble", work, () => settlement.sheets);
}

function batchesOf(run: RunInProgress): NumberedBatch[] {
  const { messages } = settlementOf(run);
  const { cycle, mode } = run.frozen.job;
  const base = `${mode === "test" ? "TEST-" : ""}${runName(run.frozen)}-${cycleInName(cycle)}`;
  return MESSAGE_CHANNELS.flatMap((channel) => planBatches(channel, messages[channel], base));
}
