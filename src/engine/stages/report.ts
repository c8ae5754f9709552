import type { Diagnostic } from "../../base/diagnostic.ts";
import type { CountsReport } from "../../model/run-counts.ts";
import type { BalanceLine, RunReport, RunStatus, RunVerification } from "../../model/run-report.ts";
import { isoNow } from "../../run/folder/run-attempts.ts";
import { suppressionTotals } from "../../run/rejects/suppression-report.ts";
import { storedReport, writeReport } from "../../run/decisions/write-report.ts";
import { makeReport } from "../run-report-maker.ts";
import type { Settlement } from "../settle-stage.ts";
import type { RunInProgress } from "./run-in-progress.ts";

interface ReportAdditions {
  readonly balance?: readonly BalanceLine[];
  /** For a run that is held before assembly: what it would make. */
  readonly settlement?: Settlement;
  readonly counts?: CountsReport;
  readonly verification?: RunVerification;
  /** The report of the processes that ran it, for a run that is booked once more. */
  readonly earlier?: RunReport | undefined;
}

/** The run's report; kept in its folder once nothing is missing. */
export function reportRun(
  run: RunInProgress,
  status: RunStatus,
  more: ReportAdditions = {},
): RunReport {
  const { frozen, ledger, watch, workers, cost, folder, standing } = run;
  const { balance = [], settlement, counts, verification } = more;
  const suppression = suppressionTotals(run);
  const facts = { frozen, ledger, watch, status, cost, workers, suppression, balance, settlement };
  const made = makeReport({ ...facts, out: folder.root, warnings: warningsOf(run) });
  const report: RunReport = {
    ...(more.earlier ?? made),
    status,
    balance,
    ...(standing && endedAt(run)),
    ...(counts && { counts }),
    ...(standing && { standing }),
    ...(verification && { verification }),
  };
  // A report in the folder means that all output exists.
  if (standing !== undefined) writeReport(run, report);
  return report;
}

function warningsOf(run: RunInProgress): readonly Diagnostic[] {
  const ofWorkers = [...run.share.warnings, ...run.pool.warnings];
  const own = run.ownWarnings?.() ?? [];
  return [...run.warnings, ...own, ...run.settledWarnings, ...ofWorkers, ...run.unsigned];
}

/** Output that is made again later was counted before. */
function endedAt(run: RunInProgress): Pick<RunReport, "endedAtIso"> {
  const { endedAtIso } = storedReport(run) ?? { endedAtIso: isoNow(run.host) };
  return endedAtIso === undefined ? {} : { endedAtIso };
}
