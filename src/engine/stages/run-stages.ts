import { defined } from "../../base/assert.ts";
import type { RunReport } from "../../model/run-report.ts";
import type { RunInProgress, Stage } from "./run-in-progress.ts";

/** Runs one stage after the other, until one ends the run. */
export async function runStages(run: RunInProgress, stages: readonly Stage[]): Promise<RunReport> {
  let report: RunReport | undefined;
  for (const stage of stages) {
    report = await stage(run);
    if (report !== undefined) break;
  }
  return defined(report, "the report of the last stage");
}
