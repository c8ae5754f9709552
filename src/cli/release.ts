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

/** A comparison that takes less than about a second needs no display. */
const SHOWN_FROM_BYTES = 500_000_000;

function forLarge(show: (progress: Progress) => void): (progress: Progress) => void {
  return (progress) => {
    if (progress.total >= SHOWN_FROM_BYTES) show(progress);
  };
}

/** `nightpress release DIR`: releases spools and batches for printing and sending. */
export function addRelease(program: Command): void {
  const command = program
    .command("release")
    .summary("release spools and batches for printing and sending")
    .description(
      "Releases waiting spools and batches: all, or those named. First checks their bytes " +
        "against the SHA-256 that the run recorded.",
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
