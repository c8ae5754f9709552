import type { Command } from "commander";
import type { Progress } from "../model/run-report.ts";
import { DECISION_EXIT_CODES } from "./exit-codes.ts";
import {
  scopeOf,
  type ScopeFlags,
  showDecision,
  withReason,
  withScope,
} from "./decision-command.ts";
import { progressDisplay } from "./show-progress.ts";

const EXAMPLE = `

Example:
  nightpress release out/2026-10 --stream automation-1 --by "A. Novak" --reason "proofs seen"`;

/** What takes less than about a second to compare needs no display. */
const SHOWN_FROM_BYTES = 500_000_000;

function forLarge(show: (progress: Progress) => void): (progress: Progress) => void {
  return (progress) => {
    if (progress.total >= SHOWN_FROM_BYTES) show(progress);
  };
}

/** `nightpress release DIR`: let spools and batches go to print and out. */
export function addRelease(program: Command): void {
  const command = program
    .command("release")
    .summary("let spools and batches go to print and out")
    .description(
      "Releases spools and batches that wait for it: all, or those that are named. Their bytes " +
        "are held against the SHA-256 of what the run has made first.",
    )
    .argument("<dir>", "the run's output folder");
  withReason(withScope(command))
    .addHelpText("after", DECISION_EXIT_CODES + EXAMPLE)
    .action(async (folder: string, { json, ...flags }: ScopeFlags) => {
      const { releaseOutputs } = await import("../index.ts");
      const display = progressDisplay(json === true);
      const watch = display.onProgress && { onProgress: forLarge(display.onProgress) };
      try {
        const result = await releaseOutputs(folder, { ...scopeOf(flags), ...watch });
        display.end();
        showDecision("Released", result, json === true);
      } finally {
        display.end();
      }
    });
}
