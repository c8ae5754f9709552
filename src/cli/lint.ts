import { resolve } from "node:path";
import type { Command } from "commander";
import type { LintedFile } from "../index.ts";
import { CHECK_EXIT_CODES, exitCodes } from "./exit-codes.ts";
import { diagnosticsText, shortPath } from "./print-diagnostics.ts";
import { wholeNumber } from "./option-values.ts";
import { printJson, printLine } from "./terminal.ts";

const EXAMPLE = `

Example:
  nightpress lint layouts/retail-statement
  nightpress lint jobs/shop.yaml
  nightpress lint layouts/retail-statement --stress --keep out/stress
  nightpress lint jobs                    everything in a folder`;

interface Options {
  readonly json?: true;
  readonly stress?: true;
  readonly seed: number;
  readonly keep?: string;
}

/** `nightpress lint PATH`: all errors of configuration at once. */
export function addLint(program: Command): void {
  program
    .command("lint")
    .summary("check layouts, jobs, shops, devices, stocks, envelopes")
    .description(
      "Checks a configuration file, or all of them in a folder, and prints every error at " +
        "once, with its place and a hint. A file's first key says what it is. A layout is " +
        "checked with its expressions, styles and geometry; its fonts are opened, its " +
        "images decoded, its static content typeset as in a run. Records in its `samples` " +
        "folder are composed.",
    )
    .argument("<path>", "a file, a folder, or the name of a layout that ships with Nightpress")
    .option(
      "--stress",
      "compose made-up records, too: extremes of the layout's data, each condition both ways",
    )
    .option("--seed <n>", "of the records that chance makes", wholeNumber(0, 1e9), 1)
    .option("--keep <folder>", "write the made-up records that show a fault there, as samples")
    .option("--json", "print one JSON object with `ok`, `layout`, `files` and `diagnostics`")
    .addHelpText("after", CHECK_EXIT_CODES + EXAMPLE)
    .action(async (path: string, { json, stress, seed, keep }: Options) => {
      const { lintPath } = await import("../index.ts");
      const options = stress && { stress: { seed, ...(keep && { keep: resolve(keep) }) } };
      const linted = await lintPath(path, options);
      const diagnostics = unique(linted);
      const ok = diagnostics.every(({ severity }) => severity !== "error");
      process.exitCode = ok ? exitCodes.finished : exitCodes.badUsage;
      const [only] = linted;
      const plan = linted.length === 1 ? only?.plan : undefined;
      const layout = plan && { name: plan.name, hash: plan.hash };
      const files = linted.map(({ file, kind }) => ({ file, kind }));
      if (json === true) return printJson({ ok, layout, files, diagnostics });
      printLine(diagnosticsText(diagnostics, process.stdout));
      if (layout !== undefined) printLine(`layout ${layout.name}, ${layout.hash}`);
      if (linted.length > 1)
        for (const { file, kind } of files) printLine(`${kind.padEnd(8)} ${shortPath(file)}`);
    });
}

/** All findings, each once: a job and its shop's own file report the same for that file. */
function unique(linted: readonly LintedFile[]): LintedFile["diagnostics"] {
  const all = linted.flatMap(({ diagnostics }) => diagnostics);
  const texts = all.map((found) => JSON.stringify(found));
  return all.filter((_, index) => texts.indexOf(texts[index] as string) === index);
}
