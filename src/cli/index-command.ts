import type { Command } from "commander";
import { countText } from "../report/figures.ts";
import { PLAIN_EXIT_CODES } from "./exit-codes.ts";
import { shortPath } from "./print-diagnostics.ts";
import { printJson, printLine } from "./terminal.ts";

const EXAMPLE = `

\`find\` builds a missing index itself; a million documents take a while, so build it beforehand.

Example:
  nightpress index out/2026-10`;

/** `nightpress index DIR`: makes a run's search index. */
export function addIndex(program: Command): void {
  program
    .command("index")
    .summary("build the search index of a finished run, for `find`")
    .description("Builds the index that `find` uses to look customers up in a run.")
    .argument("<dir>", "the run's output folder")
    .option("--json", "print one JSON object")
    .addHelpText("after", PLAIN_EXIT_CODES + EXAMPLE)
    .action(async (dir: string, { json }: { readonly json?: true }) => {
      const { indexRun } = await import("../index.ts");
      const report = indexRun(dir);
      if (json === true) return printJson(report);
      const { documents, bytes, made, out } = report;
      const size = `${(bytes / 1e6).toFixed(1)} MB`;
      const what = made ? "indexed" : "was indexed already";
      printLine(`${shortPath(out)} ${what}: ${countText(documents, "document")}, ${size}`);
    });
}
