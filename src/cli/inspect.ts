import type { Command } from "commander";
import { fileLines, joinLines, maskedFinding } from "../report/inspection-text.ts";
import { DATABASE_OPTION } from "./database-option.ts";
import { PLAIN_EXIT_CODES } from "./exit-codes.ts";
import { printJson, printLine } from "./terminal.ts";

interface InspectFlags {
  readonly database?: string;
  readonly showValues?: true;
  readonly json?: true;
}

const EXAMPLE = `

Example:
  nightpress inspect export.csv charges.csv`;

/** `nightpress inspect FILE...`: what a file of unknown form holds. */
export function addInspect(program: Command): void {
  program
    .command("inspect")
    .summary("look at files of unknown form")
    .description(
      "Looks at real files: format, encoding, delimiter, header, trailer, each column's kind " +
        "and what tells so, which columns may be keys, which file belongs to which, and what " +
        "somebody has to decide. Values are masked. Writes nothing.",
    )
    .argument("<files...>", "files with records or detail rows")
    .option(...DATABASE_OPTION)
    .option("--show-values", "show the samples as they are: they are customers' data")
    .option("--json", "print one JSON object with `files` and `joins`")
    .addHelpText("after", PLAIN_EXIT_CODES + EXAMPLE)
    .action(async (files: string[], flags: InspectFlags) => {
      const { inspectInputs } = await import("../index.ts");
      const { files: found, joins } = await inspectInputs(files, flags.database);
      const showsValues = flags.showValues === true;
      if (flags.json === true)
        return printJson({ files: showsValues ? found : found.map(maskedFinding), joins });
      for (const file of found) printLine(`${fileLines(file, showsValues).join("\n")}\n`);
      for (const line of joinLines({ files: found, joins })) printLine(line);
    });
}
