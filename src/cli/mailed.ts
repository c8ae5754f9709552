import type { Command } from "commander";
import { DECISION_EXIT_CODES } from "./exit-codes.ts";
import {
  scopeOf,
  type ScopeFlags,
  showDecision,
  withReason,
  withScope,
} from "./decision-command.ts";

interface MailedFlags extends ScopeFlags {
  readonly date: string;
  readonly statement: string;
}

const EXAMPLE = `

Example:
  nightpress mailed out/2026-10 --date 2026-11-03 --statement "PS 3600 no. 8841" --by "A. Novak" \\
    --reason "induction receipt"`;

/** `nightpress mailed DIR`: records evidence of mailing. */
export function addMailed(program: Command): void {
  const command = program
    .command("mailed")
    .summary("record evidence that pieces were mailed, or messages handed over")
    .description(
      "Records evidence of mailing of what was released: all, or the spools and batches named. " +
        "Nothing else makes a piece mailed. Its IMb serials rest from that day on.",
    )
    .argument("<dir>", "the run's output folder")
    .requiredOption("--date <date>", "the day of mailing, YYYY-MM-DD")
    .requiredOption("--statement <text>", "number of the mailing statement or receipt");
  withReason(withScope(command))
    .addHelpText("after", DECISION_EXIT_CODES + EXAMPLE)
    .action(async (folder: string, { json, date, statement, ...flags }: MailedFlags) => {
      const { recordMailing } = await import("../index.ts");
      const request = { ...scopeOf(flags), date, statement };
      showDecision("Mailed", await recordMailing(folder, request), json === true);
    });
}
