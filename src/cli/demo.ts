import { rmSync } from "node:fs";
import { resolve } from "node:path";
import type { Command } from "commander";
import type { RunReport } from "../model/run-report.ts";
import { countText } from "../report/figures.ts";
import { RUN_EXIT_CODES } from "./exit-codes.ts";
import { shortPath } from "./print-diagnostics.ts";
import { runToEnd } from "./run-to-end.ts";
import { noteLine, printLine } from "./terminal.ts";

const CUSTOMERS = 2000;
const SEED = 7;
const BAD_PERCENT = 1;
const DEMO_FOLDER = "out/demo";

/** `nightpress demo`: a whole run with sample data. */
export function addDemo(program: Command): void {
  program
    .command("demo")
    .summary("run a sample job from start to finish")
    .description(
      `Makes ${CUSTOMERS} sample customers in ${DEMO_FOLDER}/input, some with faults, and ` +
        `runs their statements into ${DEMO_FOLDER}/run. Replaces an earlier demo.`,
    )
    .option("--json", "print the run report as one JSON object at the end; no progress")
    .addHelpText("after", RUN_EXIT_CODES)
    .action(async ({ json }: { readonly json?: true }) => runDemo(json === true));
}

async function runDemo(asJson: boolean): Promise<void> {
  const [input, out] = [resolve(DEMO_FOLDER, "input"), resolve(DEMO_FOLDER, "run")];
  for (const folder of [input, out]) rmSync(folder, { recursive: true, force: true });
  const { writeStatementFixture } =
    await import("../../fixtures/statement/write-statement-fixture.ts");
  const options = { folder: input, format: "csv", mode: "test", badPercent: BAD_PERCENT } as const;
  const made = writeStatementFixture({ ...options, records: CUSTOMERS, seed: SEED });
  noteLine(`Made ${countText(made.records, "sample customer")} in ${shortPath(input)}`);
  const { runJob } = await import("../engine/run-job.ts");
  const report = await runToEnd(asJson, (watch) => runJob(made.jobFile, { out, ...watch }));
  if (!asJson && report.status !== "stopped") printLine(whereToLook(report));
}

function whereToLook({ out, spoolFiles, batchFiles }: RunReport): string {
  const folder = shortPath(out);
  return [
    "",
    "Where to look:",
    `  ${folder}/reports/run.html`,
    "    the run report; open it in a browser",
    `  ${folder}/print/`,
    `    ${countText(spoolFiles.length, "spool")} (PDF), each with its control file`,
    `  ${folder}/email/ and ${folder}/sms/`,
    `    ${countText(batchFiles.length, "batch", "batches")} with an index each`,
    `  ${shortPath(resolve(DEMO_FOLDER, "input"))}/job.yaml`,
    "    the job; change it and run it into another folder: `npm run nightpress -- run`",
  ].join("\n");
}
