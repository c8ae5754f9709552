import type { RunReport } from "../model/run-report.ts";

/** The text of `reports/run.json`. */
export function runJson(report: RunReport): string {
  return `${JSON.stringify(report, undefined, 2)}\n`;
}
