import type { Command } from "commander";
import type { LayoutFont } from "../index.ts";
import { CHECK_EXIT_CODES, exitCodes } from "./exit-codes.ts";
import { diagnosticsText, shortPath } from "./print-diagnostics.ts";
import { tableText } from "./table-text.ts";
import { printJson, printLine } from "./terminal.ts";

const EXAMPLE = `

Example:
  nightpress fonts layouts/retail-statement`;

/** `nightpress fonts LAYOUT`: which fonts a layout has, and what they cover. */
export function addFonts(program: Command): void {
  program
    .command("fonts")
    .summary("list a layout's fonts and what they cover")
    .description(
      "Lists the fonts of a layout: their files, the styles set in them, the fonts tried for " +
        "what they lack, and how much of each script's letters they have.",
    )
    .argument("<layout>", "a layout's folder, or the name of one that ships with Nightpress")
    .option("--json", "print one JSON object with `fonts` and `diagnostics`")
    .addHelpText("after", CHECK_EXIT_CODES + EXAMPLE)
    .action(async (layout: string, { json }: { readonly json?: true }) => {
      const { layoutFonts } = await import("../index.ts");
      const { fonts, diagnostics } = await layoutFonts(layout);
      const ok = diagnostics.every(({ severity }) => severity !== "error");
      process.exitCode = ok ? exitCodes.finished : exitCodes.badUsage;
      if (json === true) return printJson({ ok, fonts, diagnostics });
      if (!ok) printLine(diagnosticsText(diagnostics, process.stdout));
      if (fonts.length > 0) printLine(tableText([HEADINGS, ...fonts.map(rowOf)], [2]));
    });
}

const HEADINGS = [
  "font",
  "file",
  "characters",
  "letters of scripts",
  "falls back to",
  "styles",
] as const;

function rowOf({ id, file, characters, scripts, styles, fallbacks }: LayoutFont): string[] {
  const covered = scripts.map(({ script, letters, of }) => {
    return `${script} ${Math.max(1, Math.floor((100 * letters) / Math.max(1, of, letters)))} %`;
  });
  return [
    id,
    shortPath(file),
    String(characters),
    covered.join(", "),
    fallbacks.join(", "),
    styles.join(", "),
  ];
}
