import type { Command } from "commander";
import { RUN_EXIT_CODES } from "./exit-codes.ts";
import { WORKERS_MAX, wholeNumber } from "./option-values.ts";
import { runToEnd } from "./run-to-end.ts";

interface ResumeFlags {
  readonly workers?: number;
  readonly json?: true;
}

const EXAMPLE = `

Example:
  nightpress resume out/2026-10`;

/** `nightpress resume DIR`: goes on with a run that crashed or was stopped. */
export function addResume(program: Command): void {
  program
    .command("resume")
    .summary("go on with a run that crashed or was stopped")
    .description(
      "Goes on with a run from its last checkpoint. What it writes is, byte for byte, what the " +
        "run would have written without the interruption.",
    )
    .argument("<dir>", "the run's output folder")
    .option("--workers <n>", "worker threads (default: one a CPU)", wholeNumber(1, WORKERS_MAX))
    .option("--json", "end with the run report as one JSON object; no progress")
    .addHelpText("after", RUN_EXIT_CODES + EXAMPLE)
    .action(async (folder: string, { json, ...options }: ResumeFlags) => {
      const { resumeRun } = await import("../index.ts");
      await runToEnd(json === true, (watch) => resumeRun(folder, { ...options, ...watch }));
    });
}
