import type { Command } from "commander";
import { DECISION_EXIT_CODES } from "./exit-codes.ts";
import {
  scopeOf,
  type ScopeFlags,
  showDecision,
  withReason,
  withScope,
} from "./decision-command.ts";

const EXAMPLE = `

Example:
  nightpress release out/2026-10 --stream automation-1 --by "A. Novak" --reason "proofs seen"`;

/** `nightpress release DIR`: let spools and batches go to print and out. */
export function addRelease(program: Command): void {
  const command = program
    .command("release")
    .summary("let spools and batches go to print and out")
    .description("Releases spools and batches that wait for it: all, or those that are named.")
    .argument("<dir>", "the run's output folder");
  withReason(withScope(command))
    .addHelpText("after", DECISION_EXIT_CODES + EXAMPLE)
    .action(async (folder: string, { json, ...flags }: ScopeFlags) => {
      const { releaseOutputs } = await import("../index.ts");
      showDecision("Released", await releaseOutputs(folder, scopeOf(flags)), json === true);
    });
}
