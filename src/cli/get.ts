import type { Command } from "commander";
import { Option } from "commander";
import { visible } from "../base/visible-text.ts";
import type { GetReport, GetRequest } from "../index.ts";
import { IMB_TRACKING_DIGITS } from "../model/imb.ts";
import { CHANNELS } from "../model/channel.ts";
import { countText } from "../report/figures.ts";
import { accountLines } from "./account-text.ts";
import { PLAIN_EXIT_CODES } from "./exit-codes.ts";
import { wholeNumber } from "./option-values.ts";
import { shortPath } from "./print-diagnostics.ts";
import { printJson, printLine } from "./terminal.ts";

const EXAMPLE = `

Print comes as a PDF of the piece's pages as they are in the spool, e-mail as the message, SMS as
a line of JSON. FILE.json beside it names the layout, input, decisions and evidence behind it.

Example:
  nightpress get --run out/2026-10 --key NB000000004691 --as-sent --out copy.pdf \\
    --by "M. Frey" --reason "complaint 4711"`;

/** `nightpress get`: one document exactly as it was sent. */
export function addGet(program: Command): void {
  program
    .command("get")
    .summary("one document exactly as it was sent")
    .description("Writes one document of a run as it was sent, with the evidence about it.")
    .requiredOption("--run <dir>", "the run's output folder")
    .option("--key <key>", "the record's key")
    .option("--ordinal <n>", "its place in the input, from 0", wholeNumber(0, 1e12))
    .option("--piece <n>", "the number of the mailpiece", wholeNumber(1, 1e12))
    .option(
      "--generation <n>",
      "which printing, 0 for the first (default: the valid one)",
      wholeNumber(0, 9),
    )
    .addOption(
      new Option("--channel <name>", "which channel, if there are several").choices(CHANNELS),
    )
    .requiredOption("--as-sent", "the stored bytes; nothing is composed again")
    .requiredOption("--out <file>", "a new file")
    .requiredOption("--by <name>", "who asks")
    .requiredOption("--reason <text>", "why; both are entered in the shop's audit log")
    .option("--json", "print what FILE.json holds, with only the tracking code of the IMb")
    .addHelpText("after", PLAIN_EXIT_CODES + EXAMPLE)
    .action(async ({ json, ...request }: GetRequest & { readonly json?: true }) => {
      const { getDocument } = await import("../index.ts");
      const report = await getDocument(request);
      if (json === true) printJson(withoutAddress(report));
      else printLine(reportText(report, request.out));
    });
}

/** The last digits of an IMb are the ZIP code of the addressee, which no console may show. */
function withoutAddress({ copy, ...report }: GetReport): GetReport {
  return { ...report, copy: { ...copy, imb: copy.imb.slice(0, IMB_TRACKING_DIGITS) } };
}

function reportText({ document, copy, claims, run, shows }: GetReport, out: string): string {
  const { channel, key, piece } = document;
  const size = shows?.largePrint === true ? " in large print" : "";
  const pages = `${countText(copy.pages, "page")}${size}`;
  const what = channel === "print" ? `piece ${piece}, ${pages}` : channel;
  const verified = copy.verified.compared
    ? `the ${copy.from} has the composed bytes`
    : "from the stored bytes; the file they were put into is gone";
  return [
    `${run.job} ${run.cycle}, key ${key}: ${what}`,
    `  verified  ${verified}`,
    ...accountLines(shows).map((line) => `  message   ${visible(line)}`),
    ...claims.map((claim) => `  known     ${claim}`),
    `  written   ${shortPath(out)} and ${shortPath(out)}.json`,
  ].join("\n");
}
