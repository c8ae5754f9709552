import type { Command } from "commander";
import { visible } from "../base/visible-text.ts";
import type { FindHit, FindReport, FindRequest } from "../index.ts";
import { countText, grouped } from "../report/figures.ts";
import { accountLines } from "./account-text.ts";
import { PLAIN_EXIT_CODES } from "./exit-codes.ts";
import { wholeNumber } from "./option-values.ts";
import { shortPath } from "./print-diagnostics.ts";
import { noteLine, printJson, printLine } from "./terminal.ts";

const EXAMPLE = `

Names match by the beginnings of words, ignoring case and accents: "ana nov" finds Ana Nováková.
The query is entered in the shop's audit log, with the keys of the records found.

Examples:
  nightpress find --register shop/register.db --name "ana nov" --by "M. Frey" --reason "call 4711"
  nightpress find --job jobs/statements.yaml --imb 00270902123456000123 --by ... --reason ...`;

/** `nightpress find`: what was sent to a customer, over all runs. */
export function addFind(program: Command): void {
  program
    .command("find")
    .summary("what was sent to a customer, over all runs and channels")
    .description("Looks a customer up in all runs of a register. All search terms must match.")
    .option("--register <file>", "the shop's register")
    .option("--shop <file>", "the shop's file, for its register")
    .option("--job <job>", "a job, for its register")
    .option("--run <dir...>", "more runs, such as test runs; without a register, only these")
    .option("--key <key>", "the record's key")
    .option("--account <number>", "the account number; only letters and digits count")
    .option("--imb <digits>", "an IMb's 20 to 31 digits, or its 15 of mailer id and serial")
    .option("--name <words>", "the name, or the beginnings of its words")
    .option("--from <date>", "only runs with an as-of date on or after this day")
    .option("--to <date>", "only runs with an as-of date on or before this day")
    .option(
      "--limit <n>",
      "at most this many records per run (default: 100)",
      wholeNumber(1, 100_000),
    )
    .requiredOption("--by <name>", "who asks")
    .requiredOption("--reason <text>", "why")
    .option("--json", "print one JSON object")
    .addHelpText("after", PLAIN_EXIT_CODES + EXAMPLE)
    .action(async ({ json, run, ...flags }: FindFlags) => {
      const { findDocuments } = await import("../index.ts");
      const report = findDocuments({ ...flags, ...(run && { runs: run }) });
      if (json === true) printJson(report);
      else showReport(report);
    });
}

type FindFlags = Omit<FindRequest, "runs"> & { readonly run?: string[]; readonly json?: true };

function showReport({ hits, runs, notes, more, milliseconds }: FindReport): void {
  for (const hit of hits) {
    printLine(hitText(hit));
    for (const line of accountLines(hit.shows)) printLine(`    ${visible(line)}`);
  }
  for (const { message } of notes) noteLine(`note: ${visible(message)}`);
  const found = `${grouped(hits.length)} found in ${countText(runs, "run")}`;
  printLine(`${found} (${(milliseconds / 1000).toFixed(2)} s)`);
  if (more) noteLine("There are more: narrow the search or raise --limit.");
}

function hitText(hit: FindHit): string {
  const { job, cycle, mode, channel, key, piece, pages, output, run, mailedOn } = hit;
  const what = channel ?? "nothing sent";
  const size = hit.shows?.largePrint === true ? " in large print" : "";
  const place =
    piece < 0 ? output : `piece ${grouped(piece)}, ${countText(pages, "page")}${size}, ${output}`;
  const state = [hit.state, hit.reject, mailedOn].filter((text) => text !== "").join(" ");
  const isTest = mode === "test" ? " (test)" : "";
  const parts = [`${job} ${cycle}${isTest}`, what, `key ${key}`, state, place, shortPath(run)];
  return visible(parts.filter((text) => text !== "").join("  "));
}
