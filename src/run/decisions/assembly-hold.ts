import { hashValue } from "../../base/hash.ts";
import { makeDurableFolder, writeFileAtomic } from "../../base/host.ts";
import type { AuditEntry } from "../../model/audit.ts";
import type { CountsReport, RunCounts } from "../../model/run-counts.ts";
import { countsHtml } from "../../report/counts-html.ts";
import { assemblyMark } from "../folder/assembly-mark.ts";
import { changesPastApproval, changeText, compareCounts } from "./count-changes.ts";
import { lastCycleCounts } from "./last-cycle.ts";
import { RUN_FACTS } from "./run-state.ts";
import type { BookedRun, OpenRun, RunPlace } from "../folder/open-run.ts";

/**
 * Whether a run must wait before assembly, and why: the job requires approval of its counts, and
 * nobody has approved them, or they have changed beyond the tolerance since. Undefined if it may
 * continue. If it must wait, `reports/counts.json` and `counts.html` show what to approve.
 */
export function holdBeforeAssembly(
  run: BookedRun,
  entries: readonly AuditEntry[],
  counts: RunCounts,
): CountsReport | undefined {
  const { frozen, ledger } = run;
  const { hold } = frozen.job;
  if (hold?.beforeAssembly !== true) return undefined;
  // A run that is assembled in part was approved; a later decision cannot change that.
  if (assemblyMark(run) !== undefined) return undefined;
  const approved = approvedCounts(entries);
  const changes = approved === undefined ? [] : changesPastApproval(counts, approved, hold);
  if (approved !== undefined && changes.length === 0) return undefined;
  const reasons =
    approved === undefined
      ? ["Nobody has approved these counts."]
      : changes.map((change) => `Changed since approval: ${change.group}, ${changeText(change)}.`);
  const report = countsReport(run, counts, reasons);
  ledger.setFact(RUN_FACTS.held, counts);
  writeCounts(run, report);
  return report;
}

/** The counts of the last approval. */
function approvedCounts(entries: readonly AuditEntry[]): RunCounts | undefined {
  const last = entries.findLast(({ action }) => action === "approve");
  return last && (last.details["counts"] as RunCounts);
}

function countsReport(
  { host, frozen }: Pick<OpenRun, "host" | "frozen">,
  counts: RunCounts,
  reasons: readonly string[],
): CountsReport {
  const { name, mode, cycle, asOf, hold } = frozen.job;
  const { tolerancePercent = 0, toleranceCount = 0 } = hold ?? {};
  const last = lastCycleCounts(host, frozen);
  const tolerance = { tolerancePercent, toleranceCount };
  return {
    job: name,
    mode,
    cycle,
    asOf,
    lastCycle: last?.cycle,
    ...tolerance,
    reasons,
    countsHash: hashValue(counts),
    lines: compareCounts(counts, last?.counts, tolerance),
  };
}

function writeCounts({ host, folder: { reports } }: RunPlace, report: CountsReport): void {
  makeDurableFolder(host, reports);
  const write = (name: string, text: string): void =>
    writeFileAtomic(host, `${reports}/${name}`, new TextEncoder().encode(text));
  write("counts.html", countsHtml(report));
  write("counts.json", `${JSON.stringify(report, undefined, 1)}\n`);
}
