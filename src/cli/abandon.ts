import type { Command } from "commander";
import type { AbandonRequest } from "../index.ts";
import { countText } from "../report/figures.ts";
import { PLAIN_EXIT_CODES } from "./exit-codes.ts";
import { printJson, printLine } from "./terminal.ts";

const EXAMPLE = `

Examples:
  nightpress abandon out/2026-10 --by "A. Novak" --reason "wrong insert, all sheets shredded"
  nightpress abandon --run 4f0c... --register register.db --by "A. Novak" --reason "folder lost"`;

/** `nightpress abandon DIR`: enters that a run was thrown away. */
export function addAbandon(program: Command): void {
  program
    .command("abandon")
    .summary("mark a run as abandoned, so that its cycle may run again")
    .description(
      "Marks a production run as abandoned in the register: its cycle and its input may be run " +
        "again. Its serials stay used. Refused once any of its pieces were released, " +
        "by a decision or on finishing without a hold.",
    )
    .argument("[dir]", "the run's output folder")
    .option("--run <id>", "its id in the register, if the folder is gone")
    .option("--register <file>", "the shop's register, with --run")
    .option("--job <job>", "a job, for its register, with --run")
    .option("--free-serials", "state that nothing was or will be mailed with its serials")
    .requiredOption("--by <name>", "who decides")
    .requiredOption("--reason <text>", "why")
    .option("--json", "print one JSON object")
    .addHelpText("after", PLAIN_EXIT_CODES + EXAMPLE)
    .action(async (folder: string | undefined, { json, ...flags }: Flags) => {
      const { abandonRun } = await import("../index.ts");
      const report = abandonRun({ ...flags, folder });
      if (json === true) return printJson(report);
      const { job, cycle, runId } = report.run;
      printLine(`${job} ${cycle} (run ${runId}) is abandoned: the cycle may be run again.`);
      if (flags.freeSerials === true)
        printLine(`${countText(report.freedRanges, "range")} of serials may be used again.`);
    });
}

type Flags = AbandonRequest & { readonly json?: true };
