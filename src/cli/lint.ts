import type { Command } from "commander";
import { CHECK_EXIT_CODES, exitCodes } from "./exit-codes.ts";
import { diagnosticsText } from "./print-diagnostics.ts";
import { printJson, printLine } from "./terminal.ts";

const EXAMPLE = `

Example:
  nightpress lint layouts/retail-statement`;

/** `nightpress lint LAYOUT`: all errors of a layout at once. */
export function addLint(program: Command): void {
  program
    .command("lint")
    .summary("check a layout")
    .description(
      "Checks a layout and prints every error in it at once, with its place and a hint: keys, " +
        "expressions against the declared data, styles, fonts, images, and what lies where.",
    )
    .argument("<layout>", "the layout's folder, or the name of one that ships with Nightpress")
    .option("--json", "print one JSON object with `ok`, `layout` and `diagnostics`")
    .addHelpText("after", CHECK_EXIT_CODES + EXAMPLE)
    .action(async (layout: string, { json }: { readonly json?: true }) => {
      const { lintLayout } = await import("../index.ts");
      const { diagnostics, plan } = lintLayout(layout);
      const ok = diagnostics.every(({ severity }) => severity !== "error");
      process.exitCode = ok ? exitCodes.finished : exitCodes.badUsage;
      const checked = plan && { name: plan.name, hash: plan.hash };
      if (json === true) return printJson({ ok, layout: checked, diagnostics });
      printLine(diagnosticsText(diagnostics, process.stdout));
      if (checked !== undefined) printLine(`layout ${checked.name}, ${checked.hash}`);
    });
}
