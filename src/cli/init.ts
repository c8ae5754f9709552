import type { Command } from "commander";
import { countText } from "../report/figures.ts";
import { DATABASE_OPTION } from "./database-option.ts";
import { PLAIN_EXIT_CODES } from "./exit-codes.ts";
import { pathWord, shortPath } from "./print-diagnostics.ts";
import { printJson, printLine } from "./terminal.ts";

interface InitFlags {
  readonly from: readonly string[];
  readonly database?: string;
  readonly out?: string;
  readonly name?: string;
  readonly json?: true;
}

const EXAMPLE = `

Example:
  nightpress init --from export.csv charges.csv --out water-bills
  nightpress init --from bills.dat bills.cpy --out bills
  nightpress init --from bills.sql --database billing.db --out bills`;

/** `nightpress init --from FILE...`: a job and a layout for files that a sender really sends. */
export function addInit(program: Command): void {
  program
    .command("init")
    .summary("make a job and a first layout for real files")
    .description(
      "Looks at real files as `inspect` does, and writes a job that reads them as they are and a " +
        "first plain layout that prints all their fields. What is not sure stands in a comment " +
        "as a question: `# ? ...`. A copybook describes the file of its name; a file of `.sql` " +
        "holds a query.",
    )
    .requiredOption("--from <files...>", "the records, their detail rows, copybooks")
    .option(...DATABASE_OPTION)
    .option("--out <dir>", "where to write (default: beside the first file)")
    .option("--name <name>", "name of job and layout (default: that of the first file)")
    .option("--json", "print one JSON object with `job`, `layout` and `questions`")
    .addHelpText("after", PLAIN_EXIT_CODES + EXAMPLE)
    .action(async ({ json, ...request }: InitFlags) => {
      const { initJob } = await import("../index.ts");
      const report = await initJob(request);
      if (json === true) return printJson(report);
      const { job, layout, questions } = report;
      printLine(`Job:        ${shortPath(job)}`);
      printLine(`Layout:     ${shortPath(layout)}`);
      printLine(`Questions:  ${countText(questions.length, "line")} with \`# ?\``);
      for (const question of questions) printLine(`  ${question}`);
      printLine(`Then:       nightpress check ${pathWord(job)}`);
    });
}
