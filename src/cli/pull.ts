import type { Command } from "commander";
import type { DecisionResult } from "../index.ts";
import { countText } from "../report/figures.ts";
import { DECISION_EXIT_CODES } from "./exit-codes.ts";
import { type DecisionFlags, showDecision, withReason } from "./decision-command.ts";
import { severalFiles, severalNumbers } from "./option-values.ts";

interface PullFlags extends DecisionFlags {
  readonly piece?: readonly number[];
  readonly key?: readonly string[];
  readonly from?: string;
}

const EXAMPLE = `

Before assembly nothing is spooled: use \`nightpress resume DIR --suppress FILE\` instead.

Example:
  nightpress pull out/2026-10 --piece 4711 --by "A. Novak" --reason "address in dispute"`;

/** `nightpress pull DIR`: takes pieces out of what is already spooled. */
export function addPull(program: Command): void {
  const command = program
    .command("pull")
    .summary("take pieces out of what is already spooled")
    .description(
      "Marks pieces in the control files (column `divert`), and lists them beside their spool or " +
        "batch in a file `...-pull-NNN.csv`, NNN being the number of the decision.",
    )
    .argument("<dir>", "the run's output folder")
    .option("--piece <n>", "a piece, by its number (repeatable)", severalNumbers)
    .option("--key <key>", "all that was made for a key (repeatable)", severalFiles)
    .option("--from <file>", "a list of keys, as --suppress takes it");
  withReason(command)
    .addHelpText("after", DECISION_EXIT_CODES + EXAMPLE)
    .action(async (folder: string, { json, piece, key, from, by, reason }: PullFlags) => {
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

function doneText({ seq, documents }: DecisionResult): string {
  return seq === 0 ? "Pulled before" : `Pulled ${countText(documents, "document")}`;
}
