import type { Command } from "commander";
import { diagnostic, UsageError } from "../base/diagnostic.ts";
import type { LateSuppression } from "../index.ts";
import type { Priority } from "../model/shop.ts";
import { RUN_EXIT_CODES } from "./exit-codes.ts";
import { priorityOption, severalFiles, WORKERS_MAX, wholeNumber } from "./option-values.ts";
import { runToEnd } from "./run-to-end.ts";

interface ResumeFlags {
  readonly workers?: number;
  readonly priority?: Priority;
  readonly suppress?: readonly string[];
  readonly by?: string;
  readonly reason?: string;
  readonly json?: true;
  /** False if the output is not to be read again. */
  readonly verify?: boolean;
}

const EXAMPLE = `

Example:
  nightpress resume out/2026-10
  nightpress resume out/2026-10 --suppress midnight.csv --by "A. Novak" --reason "bank's call"`;

/** `nightpress resume DIR`: continues a run that crashed or was stopped. */
export function addResume(program: Command): void {
  program
    .command("resume")
    .summary("continue a run that crashed or was stopped")
    .description(
      "Continues a run from its last checkpoint. It writes, byte for byte, what the " +
        "run would have written without the interruption.",
    )
    .argument("<dir>", "the run's output folder")
    .option("--workers <n>", "worker threads (default: one per CPU)", wholeNumber(1, WORKERS_MAX))
    .addOption(priorityOption())
    .option("--suppress <file>", "keys that get nothing after all (repeatable)", severalFiles)
    .option("--by <name>", "who decides; with --suppress")
    .option("--reason <text>", "why; with --suppress")
    .option("--no-verify", "skip verification unless it failed before; the report says so")
    .option("--json", "print the run report as one JSON object at the end; no progress")
    .addHelpText("after", RUN_EXIT_CODES + EXAMPLE)
    .action(async (folder: string, flags: ResumeFlags) => {
      const { resumeRun } = await import("../engine/run-job.ts");
      const { json, workers, priority, verify = true } = flags;
      const options = {
        verify,
        ...(workers !== undefined && { workers }),
        ...(priority !== undefined && { priority }),
        ...lateSuppression(flags),
      };
      await runToEnd(json === true, (watch) => resumeRun(folder, { ...options, ...watch }));
    });
}

/** A late suppression is a decision, so it needs a name and a reason. */
function lateSuppression({ suppress, by, reason }: ResumeFlags): {
  suppress?: LateSuppression;
} {
  if (suppress === undefined && by === undefined && reason === undefined) return {};
  if (suppress !== undefined && by !== undefined && reason !== undefined)
    return { suppress: { files: suppress, by, reason } };
  throw new UsageError([
    diagnostic("cli.bad-usage", "Give --suppress, --by and --reason together.", {
      hint: "Name the list, who decides, and why.",
    }),
  ]);
}
