import type { Command } from "commander";
import { RUN_EXIT_CODES } from "./exit-codes.ts";
import { runToEnd } from "./run-to-end.ts";

const EXAMPLE = `

Example:
  nightpress rebuild out/2026-10`;

/** `nightpress rebuild DIR`: rebuilds a run's lost or damaged ledger. */
export function addRebuild(program: Command): void {
  program
    .command("rebuild")
    .summary("rebuild a run's lost or damaged ledger from its folder")
    .description(
      "Books the files in the folder that match their own lists, and repeats what " +
        "the audit log tells. Writes no spool; `resume` makes what is missing.",
    )
    .argument("<dir>", "the run's output folder")
    .option("--json", "print the run report as one JSON object")
    .addHelpText("after", RUN_EXIT_CODES + EXAMPLE)
    .action(async (folder: string, { json }: { readonly json?: true }) => {
      const { rebuildRun } = await import("../index.ts");
      await runToEnd(json === true, () => rebuildRun(folder));
    });
}
