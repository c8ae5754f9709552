import type { Command } from "commander";
import type { JobSettings } from "../index.ts";
import type { Channel } from "../model/channel.ts";
import type { Priority } from "../model/shop.ts";
import { RUN_EXIT_CODES } from "./exit-codes.ts";
import {
  channelList,
  fileList,
  priorityOption,
  severalCodes,
  resolveList,
  severalFiles,
  WORKERS_MAX,
  wholeNumber,
} from "./option-values.ts";
import { addJobOptions, type JobFlags, jobSettings } from "./job-options.ts";
import { type DecisionFlags, runDecisions } from "./run-decisions.ts";
import { runToEnd } from "./run-to-end.ts";

export interface RunFlags extends DecisionFlags, Omit<JobFlags, "input"> {
  readonly out?: string;
  readonly workers?: number;
  readonly priority?: Priority;
  readonly limit?: number;
  readonly channels?: readonly Channel[];
  readonly suppress?: readonly string[];
  readonly json?: true;
  /** False if the output is not to be read again. */
  readonly verify?: boolean;
}

const EXAMPLE = `

Example:
  nightpress run jobs/statements.yaml --out out/2026-10
  nightpress run jobs/bills.yaml --input in/bills-07.csv --detail charges=in/charges-07.csv \\
    --cycle 2026-10/group-07 --as-of 2026-10-31 --set due=2026-11-15 --out out/2026-10-07
  zcat nightly.csv.Z | nightpress run jobs/bills.yaml --input - --out out/2026-10-08
  nightpress run jobs/statements.yaml --rejects-of out/2026-10 --input corrected.ndjson \\
    --out out/2026-10-b --by "A. Novak" --reason "sent again by the bank"`;

/** `nightpress run JOB`: the main job. */
export function addRun(program: Command): void {
  const command = program.command("run");
  command
    .summary("run a job: records in, spools and batches out")
    .description(
      "Runs a job: reads its records, makes every document, and writes print spools, e-mail and " +
        "SMS batches, rejects and the run report into a new folder.",
    )
    .argument("<job>", "the job file (YAML)")
    .option("--out <dir>", "output folder; must be new or empty (default: `out` beside the job)")
    .option("--workers <n>", "worker threads (default: one per CPU)", wholeNumber(1, WORKERS_MAX))
    .addOption(priorityOption())
    .option(
      "--input <files>",
      "the records (a.csv,b.csv), or - for standard input; with --rejects-of the corrected ones",
      fileList,
    )
    .option("--limit <n>", "only the first <n> records, to try a job", wholeNumber(1, 1e12))
    .option("--channels <list>", "print, and those of email,sms to use (default: all)", channelList)
    .option("--suppress <file>", "keys that get nothing (repeatable)", severalFiles)
    .option("--override <code>", "go on in spite of this finding (repeatable)", severalCodes)
    .option("--rejects-of <dir>", "redrive corrected rejects of that run, in a child run")
    .option("--resolves <list>", "ORDINAL=KEY[,...]: rejects whose key was corrected", resolveList)
    .option("--by <name>", "who decides; with --override or --rejects-of")
    .option("--reason <text>", "why; with --override or --rejects-of")
    .option("--no-verify", "skip verification; the report says so")
    .option("--json", "print the run report as one JSON object at the end; no progress")
    .addHelpText("after", RUN_EXIT_CODES + EXAMPLE);
  addJobOptions(command).action(async (job: string, flags: RunFlags) => {
    const { json, ...rest } = flags;
    const { override: _codes, rejectsOf: _run, input: _files, ...undecided } = rest;
    const { resolves: _keys, by: _by, reason: _why, ...settable } = undecided;
    const { detail: _details, cycle: _cycle, asOf: _day, set: _values, ...options } = settable;
    const settings = runSettings(flags);
    const decided = {
      ...options,
      settings,
      standardInput: standardInput(),
      ...runDecisions(flags),
    };
    // Loaded here, so that help and usage errors do not wait for the engine.
    const { runJob } = await import("../engine/run-job.ts");
    await runToEnd(json === true, (watch) => runJob(job, { ...decided, ...watch }));
  });
}

/** Opened when it is read: most runs read none. */
async function* standardInput(): AsyncGenerator<Uint8Array> {
  for await (const bytes of process.stdin) yield Buffer.from(bytes);
}

/** With --rejects-of, files are the corrected ones. */
function runSettings({ input, ...flags }: RunFlags): JobSettings {
  const isOwn = flags.rejectsOf === undefined && input !== undefined;
  return jobSettings({ ...flags, ...(isOwn && { input }) });
}
