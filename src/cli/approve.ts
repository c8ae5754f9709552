import type { Command } from "commander";
import { DECISION_EXIT_CODES } from "./exit-codes.ts";
import { type DecisionFlags, showDecision, withReason } from "./decision-command.ts";
import { pathWord } from "./print-diagnostics.ts";

const EXAMPLE = `

Example:
  nightpress approve out/2026-10 --by "A. Novak" --reason "counts seen with the bank"
  nightpress resume out/2026-10`;

/** `nightpress approve DIR`: approves the counts of a held run so that it can go on. */
export function addApprove(program: Command): void {
  withReason(
    program
      .command("approve")
      .summary("approve the counts of a run that is held before assembly")
      .description(
        "Approves the counts in reports/counts.html; `resume` then goes on. If they change " +
          "past the job's tolerance before assembly, the run is held again.",
      )
      .argument("<dir>", "the run's output folder"),
  )
    .addHelpText("after", DECISION_EXIT_CODES + EXAMPLE)
    .action(async (folder: string, { by, reason, json }: DecisionFlags) => {
      const { approveRun } = await import("../index.ts");
      const result = await approveRun(folder, { by, reason });
      const next = `Continue:  nightpress resume ${pathWord(result.out)}`;
      showDecision("Approved", result, json === true, [next]);
    });
}
