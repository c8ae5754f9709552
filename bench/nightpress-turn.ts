import { rmSync } from "node:fs";
import { join } from "node:path";
import { writeStatementFixture } from "../fixtures/statement/write-statement-fixture.ts";
import { type RunReport, runJob } from "../src/index.ts";
import { CpuMeter, rssPeakBytes } from "./cpu-meter.ts";
import { STANDARD_SEED, STANDARD_TRANSACTIONS } from "./statement/bound-statements.ts";
import { STANDARD_LAYOUT } from "./statement/standard-job.ts";
import type { TurnRequest, TurnResult } from "./turn-request.ts";

type NightpressRequest = Extract<TurnRequest, { kind: "nightpress" }>;

/**
 * Nightpress from job file to report: scan, compose, spools with barcodes and marks, ledger,
 * verification, all of it charged. The warm-up is a run of its own in the same process; threads
 * are new in each run, as they are in production.
 */
export async function nightpressTurn(
  request: NightpressRequest,
  folder: string,
): Promise<TurnResult> {
  const { documents, warmUp } = request;
  if (warmUp > 0) {
    const warm = join(folder, "warm");
    await runJob(fixture(request, warm, warmUp), runOptions(request, warm));
    rmSync(warm, { recursive: true, force: true });
  }
  const measured = join(folder, "measured");
  const jobFile = fixture(request, measured, documents);
  const meter = new CpuMeter();
  const report = await meter.measure(() => runJob(jobFile, runOptions(request, measured)));
  return { ...figures(report, documents), ...meter.figures, rssPeakBytes: rssPeakBytes() };
}

function runOptions({ workers }: NightpressRequest, folder: string): object {
  return { out: join(folder, "out"), workers, channels: ["print"] };
}

/** The path of a job of standard statements. */
function fixture({ format }: NightpressRequest, folder: string, records: number): string {
  return writeStatementFixture({
    records,
    seed: STANDARD_SEED,
    folder,
    format,
    transactions: STANDARD_TRANSACTIONS,
    badPercent: 0,
    layout: STANDARD_LAYOUT,
    mode: "production",
  }).jobFile;
}

function figures(
  report: RunReport,
  documents: number,
): Omit<TurnResult, "seconds" | "cpuSeconds" | "rssPeakBytes"> {
  if (report.status !== "finished" || report.documents !== documents)
    throw new Error(`the run made ${report.documents} of ${documents} documents`);
  return {
    documents,
    pages: report.pages,
    transactions: documents * STANDARD_TRANSACTIONS,
    bytes: report.spoolFiles.reduce((sum, { bytes }) => sum + bytes, 0),
    stages: report.stages,
    composeCpu: report.composeCpu,
  };
}
