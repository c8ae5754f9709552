import type { Command } from "commander";
import { diagnostic, UsageError } from "../base/diagnostic.ts";
import type { CorrectionRequest } from "../index.ts";
import { DECISION_EXIT_CODES } from "./exit-codes.ts";
import {
  scopeOf,
  type ScopeFlags,
  showDecision,
  withReason,
  withScope,
} from "./decision-command.ts";
import { wholeNumber } from "./option-values.ts";

interface MailedFlags extends ScopeFlags {
  readonly date: string;
  readonly statement?: string;
  readonly correct?: number;
  readonly acceptUnread?: true;
}

const EXAMPLE = `

Example:
  nightpress mailed out/2026-10 --date 2026-11-03 --statement "PS 3600 no. 8841" --by "A. Novak" \\
    --reason "induction receipt"
  nightpress mailed out/2026-10 --correct 8 --date 2026-11-04 --by "A. Novak" \\
    --reason "the receipt says the 4th"`;

/** `nightpress mailed DIR`: records evidence of mailing. */
export function addMailed(program: Command): void {
  const command = program
    .command("mailed")
    .summary("record evidence that pieces were mailed, or messages handed over")
    .description(
      "Records evidence of mailing for all released spools and batches, or those named. " +
        "Nothing else makes a piece mailed. Its IMb serials rest from that day on. The day lies " +
        "between the run's end and today; correct a wrong one by a decision of " +
        "its own (--correct), even after the run is closed.",
    )
    .argument("<dir>", "the run's output folder")
    .requiredOption("--date <date>", "the day of mailing, YYYY-MM-DD")
    .option("--statement <text>", "number of the mailing statement or receipt")
    .option("--accept-unread", "decide that pieces no machine has read were mailed too")
    .option("--correct <n>", "correct the mailing entered by decision n", wholeNumber(1, 1e9));
  withReason(withScope(command))
    .addHelpText("after", DECISION_EXIT_CODES + EXAMPLE)
    .action(async (folder: string, { json, date, statement, ...flags }: MailedFlags) => {
      const { correct, spool, stream, channel, acceptUnread } = flags;
      if (correct !== undefined) {
        if ((spool ?? stream ?? channel) !== undefined) throw usage(SCOPE_FAULT, SCOPE_HINT);
        const { by, reason } = flags;
        return corrected(folder, { correct, date, statement, by, reason }, json === true);
      }
      if (statement === undefined) throw usage(STATEMENT_FAULT, STATEMENT_HINT);
      const { recordMailing } = await import("../index.ts");
      const isAccepted = acceptUnread === true;
      const request = { ...scopeOf(flags), date, statement, acceptUnread: isAccepted };
      showDecision("Mailed", await recordMailing(folder, request), json === true);
    });
}

const SCOPE_FAULT = "A correction applies to everything the named decision covered.";
const SCOPE_HINT = "Leave out --spool, --stream and --channel.";
const STATEMENT_FAULT = "--statement is missing.";
const STATEMENT_HINT = "Give the number of the mailing statement or of the receipt.";

function usage(message: string, hint: string): UsageError {
  return new UsageError([diagnostic("cli.bad-usage", message, { hint })]);
}

async function corrected(folder: string, request: CorrectionRequest, json: boolean): Promise<void> {
  const { correctMailing } = await import("../index.ts");
  const result = await correctMailing(folder, request);
  const { was, is, warnings } = result;
  const warned = warnings.map(({ message, hint }) => `warning: ${message} ${hint ?? ""}`);
  const text = `Corrected decision ${request.correct}, ${was.date} to ${is.date}`;
  showDecision(text, result, json, warned);
}
