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
  nightpress hold out/2026-10 --channel email --by "A. Novak" --reason "wrong rate in the footer"`;

/** `nightpress hold DIR`: takes a release back. */
export function addHold(program: Command): void {
  const command = program
    .command("hold")
    .summary("take a release back")
    .description(
      "Takes back the release of all spools and batches, or of those named, unless mailed.",
    )
    .argument("<dir>", "the run's output folder");
  withReason(withScope(command))
    .addHelpText("after", DECISION_EXIT_CODES + EXAMPLE)
    .action(async (folder: string, { json, ...flags }: ScopeFlags) => {
      const { holdOutputs } = await import("../index.ts");
      showDecision("Held", await holdOutputs(folder, scopeOf(flags)), json === true);
    });
}
