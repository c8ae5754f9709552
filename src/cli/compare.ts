import type { Command } from "commander";
import type { CompareReport, CompareRequest } from "../index.ts";
import { CHANGE_WORDS, changeText, channelsText } from "../report/change-words.ts";
import { countText, grouped } from "../report/figures.ts";
import { exitCodes } from "./exit-codes.ts";
import { pointCount } from "./option-values.ts";
import { shortPath } from "./print-diagnostics.ts";
import { printJson, printLine } from "./terminal.ts";

const HELP = `

Layouts are compared on the records of --data, or on the samples of both. Runs are compared by key,
on the records of the second one, so that what differs is due to their layouts and not to the data:
last month's run beside this month's tells which texts changed though the data did not. What both
have stored is held against what this program composes. Documents differ in their wording, with the
values taken out, in values, in where things stand and how they look, in length, and in whether they
can go out. Equal changes are one group. Of proof sets, figures are taken for values.

A change is approved that has the id of a group in the file of --expect: a compare.json that people
have looked at, or what they left of its \`groups\`.

Exit codes:
  0  nothing differs that is not approved
  1  failed; the message says what to do next
  2  bad usage; nothing was written
  3  something differs

Examples:
  nightpress compare layouts/statement-2026 layouts/statement-2027
  nightpress compare old new --data customers.ndjson --key account.id --out out/compared
  nightpress compare old new --expect approved.json
  nightpress compare out/2026-09 out/2026-10 --out out/compared`;

/** Groups that are listed. */
const LISTED_MAX = 30;

interface Options extends CompareRequest {
  readonly json?: true;
}

/** `nightpress compare BEFORE AFTER`: what differs, in groups of equal changes. */
export function addCompare(program: Command): void {
  program
    .command("compare")
    .summary("say what differs between two layouts, runs or proof sets, in groups of equal changes")
    .description(
      "Compares what two layouts make of the same records, two finished runs, or two proof " +
        "sets, by key and channel. With --out it writes compare.html, which shows examples, " +
        "compare.json and, with the groups of each document, documents.ndjson.",
    )
    .argument("<before>", "a layout, or the folder of a run or a proof set")
    .argument("<after>", "another one")
    .option("--data <file>", "records: one a line (NDJSON), or a file of JSON")
    .option("--key <field>", "the field that is a record's key, such as account.id")
    .option("--as-of <day>", "the day that letters are made as of (default: 2026-10-31)")
    .option(
      "--tolerance <points>",
      "how far a thing may move and not be reported (default: 0.1)",
      pointCount,
    )
    .option("--expect <file>", "approved changes, by the ids of their groups")
    .option("--mask", "show no values: letters and digits become others")
    .option("--out <dir>", "write the report there: a new or empty folder")
    .option("--json", "print one JSON object")
    .addHelpText("after", HELP)
    .action(async (before: string, after: string, { json, ...request }: Options) => {
      const { compare } = await import("../index.ts");
      const report = await compare(before, after, request);
      process.exitCode = report.unapproved > 0 ? exitCodes.held : exitCodes.finished;
      if (json === true) return printJson(withoutExamples(report));
      for (const line of reportLines(report)) printLine(line);
    });
}

/** Examples have values, which no console shows; the report's own file has them. */
function withoutExamples({ comparison, ...report }: CompareReport): object {
  const groups = comparison.groups.map(({ examples: _examples, ...group }) => group);
  return { ...report, comparison: { ...comparison, groups } };
}

function reportLines({ comparison, unapproved, out }: CompareReport): string[] {
  const { before, after, documents, groups, notes, ungrouped, notFound } = comparison;
  const { both, changed, onlyBefore, onlyAfter } = documents;
  const more = groups.length - LISTED_MAX;
  const kinds = countText(groups.length, "group");
  const open = unapproved === groups.length ? "" : `, ${unapproved || "none"} of them not approved`;
  return [
    `Compared ${before.name} with ${after.name}: ${countText(both, "document")}`,
    changed === 0
      ? "  changed     nothing"
      : `  changed     ${countText(changed, "document")} in ${kinds}${open}`,
    ...(onlyBefore > 0 ? [`  first only  ${countText(onlyBefore, "document")}`] : []),
    ...(onlyAfter > 0 ? [`  second only ${countText(onlyAfter, "document")}`] : []),
    ...groups.slice(0, LISTED_MAX).flatMap(groupLines),
    ...(more > 0 ? [`    and ${countText(more, "more group")} in the report`] : []),
    ...(ungrouped > 0 ? [`    and ${countText(ungrouped, "change")} in no group`] : []),
    ...notes.map((note) => `  note        ${note}`),
    ...notFound.map((id) => `  not found   ${id}, which is approved`),
    ...(out === undefined ? [] : [`  written     ${shortPath(out)}`]),
  ];
}

function groupLines(group: CompareReport["comparison"]["groups"][number]): string[] {
  const { id, kind, documents, channels, isApproved, places } = group;
  const approved = isApproved === true ? ", approved" : "";
  const where = places.length === 0 ? "" : `  ${places.slice(0, 2).join(", ")}`;
  return [
    `  ${grouped(documents).padStart(9)}   ${CHANGE_WORDS[kind]}: ${changeText(group)}`,
    `              ${id} ${channelsText(channels)}${approved}${where}`,
  ];
}
