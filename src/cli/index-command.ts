import type { Command } from "commander";
import { grouped } from "../report/figures.ts";
import { PLAIN_EXIT_CODES } from "./exit-codes.ts";
import { shortPath } from "./print-diagnostics.ts";
import { printJson, printLine } from "./terminal.ts";

const EXAMPLE = `

\`find\` makes a missing index by itself; a million documents take a while, so make it in time.

Example:
  nightpress index out/2026-10`;

/** `nightpress index DIR`: makes a run's search index. */
export function addIndex(program: Command): void {
  program
    .command("index")
    .summary("make the search index of a finished run, for `find`")
    .description("Makes the index by which `find` looks customers up in a run.")
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
      printLine(`${shortPath(out)} ${what}: ${grouped(documents)} documents, ${size}`);
    });
}
