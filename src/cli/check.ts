import type { Command } from "commander";
import type { CheckReport } from "../index.ts";
import { countText, sizeText } from "../report/figures.ts";
import { CHECK_EXIT_CODES } from "./exit-codes.ts";
import { diagnosticsText } from "./print-diagnostics.ts";
import { printJson, printLine } from "./terminal.ts";

const EXAMPLE = `

Example:
  nightpress check jobs/statements.yaml`;

/** `nightpress check JOB`: finds at ten in the evening what would fail at three in the night. */
export function addCheck(program: Command): void {
  program
    .command("check")
    .summary("check a job before it is run")
    .description(
      "Checks a job without running it: the job file, its inputs, the layout, its fonts and the " +
        "disk. Prints everything that is wrong at once. Writes nothing.",
    )
    .argument("<job>", "the job file (YAML)")
    .option("--json", "print one JSON object with `diagnostics` and `estimate`, or with `error`")
    .addHelpText("after", CHECK_EXIT_CODES + EXAMPLE)
    .action(async (job: string, { json }: { readonly json?: true }) => {
      const { checkJobFile } = await import("../index.ts");
      const report = await checkJobFile(job);
      if (json === true) return printJson(report);
      printLine(diagnosticsText(report.diagnostics, process.stdout));
      printLine(estimateText(report));
    });
}

function estimateText({ estimate }: CheckReport): string {
  const { records, inputBytes, diskBytes, diskFreeBytes } = estimate;
  const isTight = diskFreeBytes < diskBytes;
  return [
    `input   ${countText(records, "record")}, ${sizeText(inputBytes)}`,
    `disk    about ${sizeText(diskBytes)} wanted, ${sizeText(diskFreeBytes)} free`,
    isTight ? "The disk may be too small: free some room, or use --out." : "Ready to run.",
  ].join("\n");
}
