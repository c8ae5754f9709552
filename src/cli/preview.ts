import { once } from "node:events";
import type { Command } from "commander";
import { counted } from "../base/counted.ts";
import type { PreviewServer } from "../index.ts";
import { PLAIN_EXIT_CODES } from "./exit-codes.ts";
import { wholeNumber } from "./option-values.ts";
import { reportError } from "./report-error.ts";
import { untilStopped } from "./stop-signal.ts";
import { printJson, printLine } from "./terminal.ts";

const EXAMPLE = `

Example:
  nightpress preview layouts/claim-paid --record claim.json

Open the address that it prints in a browser, and write the layout in an editor: the page follows
each save. Nothing leaves this machine.`;

interface PreviewFlags {
  readonly record?: string;
  readonly port: number;
  readonly asOf?: string;
  readonly mask?: true;
  readonly json?: true;
}

/** `nightpress preview LAYOUT`: a layout on all channels, in a browser, while it is written. */
export function addPreview(program: Command): void {
  program
    .command("preview")
    .summary("look at a layout on all channels in a browser while you write it")
    .description(
      "Serves a page, to this machine alone, with a layout's print pages, its e-mail on wide and " +
        "narrow, light and dark screens, the e-mail's text part and the SMS, side by side for " +
        "one record. Step through the layout's samples and records made for it; the page follows " +
        "each save, and shows errors with their lines. Ends at Ctrl-C.",
    )
    .argument("<layout>", "folder of a layout, or name of one that ships with Nightpress")
    .option("--record <file|n>", "a file with a record as JSON, or the number of the first sample")
    .option("--port <n>", "the port; 0 for a free one", wholeNumber(0, 65_535), 8081)
    .option("--as-of <day>", "the day that letters are made as of; today by default")
    .option("--mask", "show no value: letters and digits become others of the same width")
    .option("--json", "print the address as JSON")
    .addHelpText("after", PLAIN_EXIT_CODES + EXAMPLE)
    .action(preview);
}

async function preview(layout: string, { json, ...options }: PreviewFlags): Promise<void> {
  const { servePreview } = await import("../index.ts");
  await untilStopped(async (signal) => {
    const failed = (error: unknown): void =>
      void reportError(error, { asJson: false, withStack: false });
    const server = await servePreview(layout, { ...options, failed });
    sayReady(server, json === true);
    if (!signal.aborted) await once(signal, "abort");
    await server.close();
  }, "closing the preview");
}

function sayReady({ url, state }: PreviewServer, asJson: boolean): void {
  const { layout, cases, problems } = state;
  if (asJson) return printJson({ url, layout, cases: cases.length, diagnostics: problems });
  const errors = problems.filter(({ severity }) => severity === "error").length;
  const found = [counted(errors, "error"), counted(problems.length - errors, "warning")];
  printLine([`${layout}: ${counted(cases.length, "record")}`, ...found].join(", "));
  printLine(`Ready at ${url}`);
}
