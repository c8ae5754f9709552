import type { Command } from "commander";
import type { CheckReport } from "../index.ts";
import { countText, durationText, grouped, sizeText } from "../report/figures.ts";
import { CHECK_EXIT_CODES, exitCodes } from "./exit-codes.ts";
import { clockText } from "./clock-text.ts";
import { addJobOptions, type JobFlags, jobSettings } from "./job-options.ts";
import { fileList, WORKERS_MAX, wholeNumber } from "./option-values.ts";
import { mappingText } from "./mapping-text.ts";
import { diagnosticsText } from "./print-diagnostics.ts";
import { tableText } from "./table-text.ts";
import { printJson, printLine } from "./terminal.ts";

interface CheckFlags extends JobFlags {
  readonly out?: string;
  readonly workers?: number;
  readonly showValues?: true;
  readonly json?: true;
}

const EXAMPLE = `

Example:
  nightpress check jobs/statements.yaml --out out/2026-10`;

/** `nightpress check JOB`: finds at ten in the evening what would fail at three at night. */
export function addCheck(program: Command): void {
  const command = program.command("check");
  command
    .summary("check a job before it is run")
    .description(
      "Checks a job without running it: the job file, its inputs, the layout, its fonts and " +
        "images, the register and the disk. Composes a sample of the records (the first, the " +
        "last and 500 drawn at random; a small input whole), and says how many would be " +
        "rejected and why. Shows the mapping of columns to fields on the first three records, " +
        "with letters and digits masked. Compares how columns are filled and how large amounts " +
        "are with the last cycle. Counts duplicate keys over all records. Estimates what " +
        "the run will make and how long it takes, from earlier runs of the job. Prints all " +
        "errors at once. Writes nothing.",
    )
    .argument("<job>", "the job file (YAML)")
    .option(
      "--out <dir>",
      "the run's output folder; checks that a run can use it and that its disk has room",
    )
    .option("--input <files>", "the records; several: a.csv,b.csv", fileList)
    .option("--workers <n>", "worker threads of the run", wholeNumber(1, WORKERS_MAX))
    .option("--show-values", "show the values of the first records in the table of the mapping")
    .option("--json", "print one JSON object with `diagnostics` and `estimate`, or with `error`")
    .addHelpText("after", CHECK_EXIT_CODES + EXAMPLE);
  addJobOptions(command).action(async (job: string, flags: CheckFlags) => {
    const { json, out, workers, showValues } = flags;
    const settings = jobSettings(flags);
    const options = {
      ...(out !== undefined && { out }),
      ...(workers !== undefined && { workers }),
      ...(showValues !== undefined && { showValues }),
    };
    const { checkJobFile } = await import("../index.ts");
    const report = await checkJobFile(job, { ...options, settings });
    if (!report.ok) process.exitCode = exitCodes.badUsage;
    if (json === true) return printJson(report);
    printLine(diagnosticsText(report.diagnostics, process.stdout));
    printLine(mappingText(report.mapping) + estimateText(report));
  });
}

function estimateText(report: CheckReport): string {
  const { ok, estimate, testRecipient } = report;
  const { records, inputBytes, diskBytes, diskFreeBytes, serials, fromRuns } = estimate;
  const { pages, sheets, pieces, seconds, scanSeconds, workers, readyAtIso } = estimate;
  const made = [
    countText(pages, "page"),
    countText(sheets, "sheet"),
    countText(pieces, "mailpiece"),
  ];
  const known =
    report.sample === undefined ? "built-in figures" : "the sample and built-in figures";
  const basis =
    fromRuns > 0
      ? `from ${countText(fromRuns, "earlier run")} of this job`
      : `from ${known}, since no run of this job has finished yet`;
  const times = [
    `scan ${durationText(scanSeconds)}`,
    `compose ${durationText(seconds.compose)}`,
    `assemble ${durationText(seconds.settle + seconds.assemble)}`,
    `verify ${durationText(seconds.verify)}`,
  ];
  return [
    `input    ${countText(records, "record")}, ${sizeText(inputBytes)}`,
    ...sampleLines(report),
    ...profileLine(report),
    `rejects  more than ${grouped(estimate.rejectsMax)} hold the run${ruleText(estimate)}`,
    `makes    about ${made.join(", ")}`,
    `disk     about ${sizeText(diskBytes)} needed, ${sizeText(diskFreeBytes)} free`,
    `time     about ${times.join(", ")} with ${countText(workers, "worker")}`,
    `expected last spool at ${clockText(readyAtIso)}, if the run starts now`,
    ...(serials
      ? [`serials  about ${grouped(serials.needed)} needed, ${grouped(serials.left)} left`]
      : []),
    `         ${basis}`,
    ...(testRecipient === undefined ? [] : [`test     ${testRecipient}`]),
    ...machineLines(estimate),
    ok ? "Ready to run." : "The run would stop or be refused: fix the errors above.",
  ].join("\n");
}

/** What the composed sample came to, and what to expect of all records. */
function sampleLines({ sample }: CheckReport): string[] {
  if (sample === undefined || sample.records === 0) return [];
  const { records, isWhole, rejects, expectedRejects } = sample;
  const looked = isWhole ? `all ${countText(records, "record")}` : countText(records, "record");
  const expected = isWhole ? "" : `; about ${grouped(expectedRejects)} expected in all`;
  return [`sample   ${looked} composed, ${grouped(rejects)} would be rejected${expected}`];
}

/** Whether the input is like the last cycle's, if that is known. */
function profileLine({ lastCycle, isTooSmallToCompare, diagnostics }: CheckReport): string[] {
  if (lastCycle === undefined) return [];
  if (isTooSmallToCompare) return [`profile  too few records to compare with ${lastCycle}`];
  const differs = diagnostics.some(({ code }) => code.startsWith("profile."));
  const result = differs ? "differs, see the warnings above" : "much the same";
  return [`profile  compared with ${lastCycle}: ${result}`];
}

/** The rule behind the reject limit, unless it is that very number. */
function ruleText({ rejectsMax, rejectsRule }: CheckReport["estimate"]): string {
  return rejectsRule === grouped(rejectsMax) ? "" : ` (${rejectsRule})`;
}

/** Heads a column of estimated hours; all other figures here are estimates too. */
const EXPECTED = "done, expected";

function machineLines({ machines, streams }: CheckReport["estimate"]): string[] {
  if (machines.length === 0) return [];
  const rows = machines.map((one, index) => [
    one.name,
    grouped(streams[index]?.pieces ?? 0),
    grouped(streams[index]?.sheets ?? 0),
    one.press ?? "no machine",
    clockText(one.printedAtIso),
    one.inserter ?? "by hand",
    clockText(one.insertedAtIso),
  ]);
  const head = ["stream", "pieces", "sheets", "press", EXPECTED, "inserter", EXPECTED];
  return ["", tableText([head, ...rows], [1, 2]), ""];
}
