import type { Command } from "commander";
import { visible } from "../base/visible-text.ts";
import type { FindHit, FindReport, FindRequest } from "../index.ts";
import { countText, grouped } from "../report/figures.ts";
import { PLAIN_EXIT_CODES } from "./exit-codes.ts";
import { wholeNumber } from "./option-values.ts";
import { shortPath } from "./print-diagnostics.ts";
import { noteLine, printJson, printLine } from "./terminal.ts";

const EXAMPLE = `

Names are compared by beginnings of words, capitals and accents aside: "ana nov" finds Ana Nováková.
The query is entered in the shop's audit log, with the keys of what was found.

Examples:
  nightpress find --register shop/register.db --name "ana nov" --by "M. Frey" --reason "call 4711"
  nightpress find --job jobs/statements.yaml --imb 00270902123456000123 --by ... --reason ...`;

/** `nightpress find`: what was sent to a customer, over all runs. */
export function addFind(program: Command): void {
  program
    .command("find")
    .summary("what was sent to a customer, over all runs and channels")
    .description(
      "Looks a customer up in all runs that a register knows: all that is given must fit.",
    )
    .option("--register <file>", "the shop's register")
    .option("--shop <file>", "the shop's file, for its register")
    .option("--job <job>", "a job, for its register")
    .option("--run <dir...>", "further runs, such as test runs; alone: only those")
    .option("--key <key>", "the record's key")
    .option("--account <number>", "the account, by its letters and digits")
    .option("--imb <digits>", "20 to 31 digits of an IMb, or 15 of mailer id and serial")
    .option("--name <words>", "beginnings of words of the name")
    .option("--from <date>", "only runs with an as-of date from this day")
    .option("--to <date>", "only runs with an as-of date up to this day")
    .option("--limit <n>", "at most so many records a run (default: 100)", wholeNumber(1, 100_000))
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
  for (const hit of hits) printLine(hitText(hit));
  for (const { message } of notes) noteLine(`note: ${visible(message)}`);
  const found = `${grouped(hits.length)} found in ${countText(runs, "run")}`;
  printLine(`${found} (${(milliseconds / 1000).toFixed(2)} s)`);
  if (more) noteLine("There are more: say more of whom you look for, or raise --limit.");
}

function hitText(hit: FindHit): string {
  const { job, cycle, mode, channel, key, piece, pages, output, run, mailedOn } = hit;
  const what = channel ?? "nothing sent";
  const place = piece < 0 ? output : `piece ${grouped(piece)}, ${pages} pages, ${output}`;
  const state = [hit.state, hit.reject, mailedOn].filter((text) => text !== "").join(" ");
  const isTest = mode === "test" ? " (test)" : "";
  const parts = [`${job} ${cycle}${isTest}`, what, `key ${key}`, state, place, shortPath(run)];
  return visible(parts.filter((text) => text !== "").join("  "));
}
