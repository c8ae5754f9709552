import type { Command } from "commander";
import { countText } from "../report/figures.ts";
import { CLOSE_EXIT_CODES, exitCodes } from "./exit-codes.ts";
import { type DecisionFlags, showDecision, withReason } from "./decision-command.ts";
import { printLine } from "./terminal.ts";

const OPEN_SHOWN = 20;

const EXAMPLE = `

Example:
  nightpress close out/2026-10 --by "A. Novak" --reason "all mailed, statement 8841"`;

/** `nightpress close DIR`: closes a run with no open items. */
export function addClose(program: Command): void {
  withReason(
    program
      .command("close")
      .summary("close a run with no open items")
      .description(
        "Closes a run whose sums all agree and whose pieces are all mailed, pulled or voided. " +
          "Otherwise lists exactly what is open.",
      )
      .argument("<dir>", "the run's output folder"),
  )
    .addHelpText("after", CLOSE_EXIT_CODES + EXAMPLE)
    .action(async (folder: string, { by, reason, json }: DecisionFlags) => {
      const { closeRun } = await import("../index.ts");
      const result = await closeRun(folder, { by, reason });
      if (!result.closed) process.exitCode = exitCodes.held;
      showDecision(result.closed ? "Closed" : "Not closed", result, json === true);
      if (result.closed || json === true) return;
      printLine(`Still open (${countText(result.open.length, "item")}):`);
      for (const item of result.open.slice(0, OPEN_SHOWN)) printLine(`  ${item}`);
      if (result.open.length > OPEN_SHOWN) printLine("  ... list all with --json");
    });
}
