import type { Command } from "commander";
import { diagnostic, UsageError } from "../base/diagnostic.ts";
import type { DecisionResult } from "../index.ts";
import { countText } from "../report/figures.ts";
import { DECISION_EXIT_CODES } from "./exit-codes.ts";
import { type DecisionFlags, showDecision, withReason } from "./decision-command.ts";
import { severalFiles, severalNumbers } from "./option-values.ts";
import { pathWord } from "./print-diagnostics.ts";

interface PullFlags extends DecisionFlags {
  readonly piece?: readonly number[];
  readonly key?: readonly string[];
  readonly from?: string;
  readonly quarantine?: true;
}

const EXAMPLE = `

Before assembly nothing is spooled: use \`nightpress resume DIR --suppress FILE\` instead.

Example:
  nightpress pull out/2026-10 --piece 4711 --by "A. Novak" --reason "address in dispute"
  nightpress pull out/2026-10 --quarantine --by "A. Novak" --reason "verify refuses its mark"`;

/** `nightpress pull DIR`: takes pieces out of finished spools and batches. */
export function addPull(program: Command): void {
  const command = program
    .command("pull")
    .summary("take pieces out of finished spools and batches")
    .description(
      "Marks pieces in the control files (column `divert`) and lists them beside their spool or " +
        "batch in a file `...-pull-NNN.csv`, where NNN is the number of the decision.",
    )
    .argument("<dir>", "the run's output folder")
    .option("--piece <n>", "a piece, by its number (repeatable)", severalNumbers)
    .option("--key <key>", "everything made for a key (repeatable)", severalFiles)
    .option("--from <file>", "a list of keys, as --suppress takes it")
    .option(
      "--quarantine",
      "what `verify` refuses: all those pieces, or the ones named by --piece",
    );
  withReason(command)
    .addHelpText("after", DECISION_EXIT_CODES + EXAMPLE)
    .action(async (folder: string, flags: PullFlags) => {
      const { json, piece, key, from, by, reason } = flags;
      if (flags.quarantine === true) return quarantine(folder, flags);
      const { pullPieces } = await import("../index.ts");
      const result = await pullPieces(folder, {
        by,
        reason,
        ...(piece && { pieces: piece }),
        ...(key && { keys: key }),
        ...(from !== undefined && { from }),
      });
      showDecision(doneText(result), result, json === true);
    });
}

async function quarantine(folder: string, flags: PullFlags): Promise<void> {
  const { json, piece, key, from, by, reason } = flags;
  if ((key ?? from) !== undefined) throw usage();
  const { quarantinePieces } = await import("../index.ts");
  const result = await quarantinePieces(folder, { by, reason, pieces: piece });
  const { remaining, out } = result;
  const rest = `${countText(remaining, "breach", "breaches")} of other kinds or pieces remain.`;
  showDecision(`In quarantine: ${countText(result.documents, "document")}`, result, json === true, [
    ...(remaining > 0 ? [rest] : []),
    `Then:  nightpress verify ${pathWord(out)}, or resume if the run had not finished`,
  ]);
}

function usage(): UsageError {
  return new UsageError([
    diagnostic("cli.bad-usage", "--quarantine takes pieces, not keys.", {
      hint: "Leave out --key and --from: `verify` names what it refuses.",
    }),
  ]);
}

function doneText({ seq, documents }: DecisionResult): string {
  return seq === 0 ? "Pulled before" : `Pulled ${countText(documents, "document")}`;
}
