import type { Diagnostic } from "../base/diagnostic.ts";
import type { Progress, RunReport } from "../model/run-report.ts";
import { answerMayBeLost, lostNotes } from "./console-output.ts";
import { exitCodeOf } from "./exit-codes.ts";
import { progressDisplay } from "./show-progress.ts";
import { untilStopped } from "./stop-signal.ts";
import { summaryText } from "./summary.ts";
import { printJson, printLine } from "./terminal.ts";

/** What lets the caller watch and stop the engine. */
export interface RunWatch {
  readonly signal: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
  readonly ownWarnings: () => readonly Diagnostic[];
}

/**
 * Runs a job to its end with progress and Ctrl-C, prints the summary or the report as JSON, and
 * sets the run's exit code.
 */
export async function runToEnd(
  asJson: boolean,
  run: (watch: RunWatch) => Promise<RunReport>,
): Promise<RunReport> {
  const display = progressDisplay(asJson);
  if (!asJson) answerMayBeLost();
  const { onProgress } = display;
  const report = await untilStopped(async (signal) => {
    try {
      return await run({ signal, ownWarnings: lostNotes, ...(onProgress && { onProgress }) });
    } finally {
      display.end();
    }
  });
  if (asJson) printJson(report);
  else printLine(summaryText(report, process.stdout));
  process.exitCode = exitCodeOf(report.status);
  return report;
}
