import type { RunReport } from "../../model/run-report.ts";
import { holdBeforeAssembly } from "../../run/decisions/assembly-hold.ts";
import { openAudit } from "../../run/decisions/decision-session.ts";
import { countsOf } from "../run-counts.ts";
import { foreseenSpools, settlementOf } from "./plan-spools.ts";
import { reportRun } from "./report.ts";
import type { RunInProgress } from "./run-in-progress.ts";

/** Ends the run if people must approve the counts first. */
export async function holdForApproval(run: RunInProgress): Promise<RunReport | undefined> {
  if (run.frozen.job.hold?.beforeAssembly !== true) return undefined;
  const settlement = settlementOf(run);
  const foreseen = countsOf(run, settlement, foreseenSpools(run));
  const counts = holdBeforeAssembly(run, openAudit(run).entries, foreseen);
  return counts && reportRun(run, "held-for-approval", { settlement, counts });
}
