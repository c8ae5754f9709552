import type { Command } from "commander";
import { RUN_EXIT_CODES } from "./exit-codes.ts";
import { runToEnd } from "./run-to-end.ts";

const EXAMPLE = `

Example:
  nightpress rebuild out/2026-10`;

/** `nightpress rebuild DIR`: makes a run's lost or damaged ledger anew. */
export function addRebuild(program: Command): void {
  program
    .command("rebuild")
    .summary("make a run's lost or damaged ledger anew, from its folder")
    .description(
      "Books what lies in the folder, where it is what its own lists say, and does again what " +
        "the audit log tells. Writes no spool; what is missing is made by `resume`.",
    )
    .argument("<dir>", "the run's output folder")
    .option("--json", "end with the run report as one JSON object")
    .addHelpText("after", RUN_EXIT_CODES + EXAMPLE)
    .action(async (folder: string, { json }: { readonly json?: true }) => {
      const { rebuildRun } = await import("../index.ts");
      await runToEnd(json === true, () => rebuildRun(folder));
    });
}
