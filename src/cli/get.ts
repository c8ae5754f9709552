import type { Command } from "commander";
import { Option } from "commander";
import type { GetReport, GetRequest } from "../index.ts";
import { IMB_TRACKING_DIGITS } from "../model/imb.ts";
import { CHANNELS } from "../model/channel.ts";
import { PLAIN_EXIT_CODES } from "./exit-codes.ts";
import { wholeNumber } from "./option-values.ts";
import { shortPath } from "./print-diagnostics.ts";
import { printJson, printLine } from "./terminal.ts";

const EXAMPLE = `

Paper comes as a PDF of the piece's pages as they stand in the spool, e-mail as the message, SMS as
a line of JSON. FILE.json beside it says which layout, input, decisions and evidence belong to it.

Example:
  nightpress get --run out/2026-10 --key NB000000004691 --as-sent --out copy.pdf \\
    --by "M. Frey" --reason "complaint 4711"`;

/** `nightpress get`: one document exactly as it was sent. */
export function addGet(program: Command): void {
  program
    .command("get")
    .summary("one document exactly as it was sent")
    .description("Writes one document of a run as it was sent, and the evidence about it.")
    .requiredOption("--run <dir>", "the run's output folder")
    .option("--key <key>", "the record's key")
    .option("--ordinal <n>", "its place in the input, from 0", wholeNumber(0, 1e12))
    .option("--piece <n>", "the number of the mailpiece", wholeNumber(1, 1e12))
    .option(
      "--generation <n>",
      "which printing, 0 the first (default: what stands)",
      wholeNumber(0, 9),
    )
    .addOption(new Option("--channel <name>", "where there are several").choices(CHANNELS))
    .requiredOption("--as-sent", "the stored bytes; nothing is composed again")
    .requiredOption("--out <file>", "a new file")
    .requiredOption("--by <name>", "who asks")
    .requiredOption("--reason <text>", "why; both stand in the shop's audit log")
    .option("--json", "print what is written to FILE.json, of the IMb its tracking code alone")
    .addHelpText("after", PLAIN_EXIT_CODES + EXAMPLE)
    .action(async ({ json, ...request }: GetRequest & { readonly json?: true }) => {
      const { getDocument } = await import("../index.ts");
      const report = await getDocument(request);
      if (json === true) printJson(withoutAddress(report));
      else printLine(reportText(report, request.out));
    });
}

/** The last digits of an IMb are the ZIP code that it goes to, which is no console's business. */
function withoutAddress({ copy, ...report }: GetReport): GetReport {
  return { ...report, copy: { ...copy, imb: copy.imb.slice(0, IMB_TRACKING_DIGITS) } };
}

function reportText({ document, copy, claims, run }: GetReport, out: string): string {
  const { channel, key, piece } = document;
  const what = channel === "print" ? `piece ${piece}, ${copy.pages} pages` : channel;
  const verified = copy.verified.compared
    ? `the ${copy.from} has the bytes that were composed`
    : "from the stored bytes; what they were put into is gone";
  return [
    `${run.job} ${run.cycle}, key ${key}: ${what}`,
    `  verified  ${verified}`,
    ...claims.map((claim) => `  known     ${claim}`),
    `  written   ${shortPath(out)} and ${shortPath(out)}.json`,
  ].join("\n");
}
