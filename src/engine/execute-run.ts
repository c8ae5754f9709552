import type { RunReport } from "../model/run-report.ts";
import { beginAttempt, endAttempt } from "../run/folder/run-attempts.ts";
import { HistoryKeeper } from "./history-keeper.ts";
import { type Execution, openExecution } from "./open-execution.ts";
import { assemble } from "./stages/assemble.ts";
import { close } from "./stages/close.ts";
import { compose } from "./stages/compose.ts";
import { holdForApproval } from "./stages/hold.ts";
import { prove } from "./stages/prove.ts";
import type { Stage } from "./stages/run-in-progress.ts";
import { runStages } from "./stages/run-stages.ts";
import { settle } from "./stages/settle.ts";

const STAGES: readonly Stage[] = [compose, settle, holdForApproval, assemble, prove, close];

/**
 * Runs the stages from composing to the report; each continues from what is already done. Throws a
 * `UsageError` if another process is working on the same run.
 */
export function executeRun(execution: Execution): Promise<RunReport> {
  return openExecution(execution, async (run) => {
    const history = new HistoryKeeper(execution, run.ledger);
    beginAttempt(run, execution.workers);
    const report = await runStages(run, STAGES);
    endAttempt(run);
    history.keep(report);
    return report;
  });
}
