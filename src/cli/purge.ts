import type { Command } from "commander";
import { visible } from "../base/visible-text.ts";
import type { PurgedRun, PurgeReport, PurgeRequest } from "../index.ts";
import { countText } from "../report/figures.ts";
import { exitCodes } from "./exit-codes.ts";
import { wholeNumber } from "./option-values.ts";
import { shortPath } from "./print-diagnostics.ts";
import { printJson, printLine } from "./terminal.ts";

const HELP = `
Exit codes:
  0  done
  1  failed; the message says what to do next, and the same command goes on
  2  bad usage, or no such shop; nothing was destroyed
  3  done, except for runs under a legal hold; or nothing was destroyed because the number of runs
     was not confirmed, or only by one person where the shop's rules want two

Purging destroys spools, batches, fragments, rejects, reprints, lists of keys, the search index and
the keys in the ledger. It keeps job.json, the audit log, the reports, and destroyed.json, which
lists what there was. Files are removed, not overwritten: use an encrypted disk.

Example:
  nightpress purge --shop shop.yaml --by "M. Frey" --reason "yearly purge"
  nightpress purge --shop shop.yaml --confirm 12 --by "M. Frey" --reason "yearly purge"`;

const OUTCOMES: Readonly<Record<PurgedRun["outcome"], string>> = {
  destroyed: "destroyed",
  due: "would be destroyed",
  held: "REFUSED, legal hold",
  "not-over": "kept, retention not over",
  "not-closed": "kept, not closed",
  "no-rule": "kept, the shop has no rule for its class",
  "destroyed-before": "was destroyed before",
  gone: "not found",
  "in-use": "kept, a process is working on it",
};

/** `nightpress purge`: destroys what a shop no longer needs to keep. */
export function addPurge(program: Command): void {
  program
    .command("purge")
    .summary("destroy what runs sent once its retention is over")
    .description(
      "Shows the runs whose output the shop need not keep any more because its retention is " +
        "over, and destroys that output once you confirm the number of those runs.",
    )
    .requiredOption(
      "--shop <file>",
      "the shop's file, which names the register and the days to keep each class",
    )
    .option("--dry-run", "show what would be destroyed, and destroy nothing")
    .option("--confirm <n>", "destroy the n runs that are due", wholeNumber(1, 1e9))
    .option("--class <name>", "only documents of this class")
    .option("--before <date>", "only runs with an as-of date before this day")
    .requiredOption("--by <name>", "who decides")
    .requiredOption("--reason <text>", "why; both are entered in the audit logs")
    .option("--json", "print one JSON object")
    .addHelpText("after", HELP)
    .action(async ({ json, ...request }: PurgeRequest & { readonly json?: true }) => {
      const { purgeRuns } = await import("../index.ts");
      const report = await purgeRuns(request);
      if (json === true) printJson(report);
      else printLine(reportText(report));
      if (report.refused + report.unconfirmed > 0 || report.waitsForSecond)
        process.exitCode = exitCodes.pastRejectLimit;
    });
}

function reportText({ runs, unconfirmed, waitsForSecond }: PurgeReport): string {
  if (runs.length === 0) return "The register knows no such run.";
  const waiting = waitsForSecond ? SECOND : [];
  return [...runs.map(runText), ...confirmLines(unconfirmed), ...waiting].join("\n");
}

const SECOND = [
  "Nothing was destroyed yet: the shop wants another person to confirm this.",
  "Have somebody else repeat the command, under their own name.",
];

function confirmLines(unconfirmed: number): string[] {
  if (unconfirmed === 0) return [];
  const what = unconfirmed === 1 ? "this run" : `these ${unconfirmed} runs`;
  return [
    "Nothing was destroyed.",
    `To destroy ${what}, repeat the command with --confirm ${unconfirmed}.`,
  ];
}

function runText({ run, job, cycle, outcome, term, holds, files, bytes }: PurgedRun): string {
  const size = files > 0 ? `, ${countText(files, "file")}, ${(bytes / 1e6).toFixed(1)} MB` : "";
  const over = term === null ? "" : `, ${term.documentClass} until ${term.over}`;
  const held = holds.map(({ id, subject, by, reason }) => {
    return `\n  hold ${id} on this ${subject}, by ${visible(by)}: ${visible(reason)}`;
  });
  return `${job} ${cycle} in ${shortPath(run)}: ${OUTCOMES[outcome]}${size}${over}${held.join("")}`;
}
