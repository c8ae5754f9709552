import type { Command } from "commander";
import { diagnostic, UsageError } from "../base/diagnostic.ts";
import type { OverrideRequest } from "../engine/overrides.ts";
import type { Channel } from "../model/piece.ts";
import type { Priority } from "../model/shop.ts";
import { RUN_EXIT_CODES } from "./exit-codes.ts";
import {
  channelList,
  priorityOption,
  severalCodes,
  severalFiles,
  WORKERS_MAX,
  wholeNumber,
} from "./option-values.ts";
import { runToEnd } from "./run-to-end.ts";

export interface RunFlags {
  readonly out?: string;
  readonly workers?: number;
  readonly priority?: Priority;
  readonly limit?: number;
  readonly channels?: readonly Channel[];
  readonly suppress?: readonly string[];
  readonly override?: readonly string[];
  readonly by?: string;
  readonly reason?: string;
  readonly json?: true;
}

const EXAMPLE = `

Example:
  nightpress run jobs/statements.yaml --out out/2026-10`;

/** `nightpress run JOB`: the main job. */
export function addRun(program: Command): void {
  program
    .command("run")
    .summary("run a job: records in, spools and batches out")
    .description(
      "Runs a job: reads its records, makes every document, and writes print spools, e-mail and " +
        "SMS batches, rejects and the run report into a new folder.",
    )
    .argument("<job>", "the job file (YAML)")
    .option("--out <dir>", "output folder; must be new or empty (default: `out` beside the job)")
    .option("--workers <n>", "worker threads (default: one a CPU)", wholeNumber(1, WORKERS_MAX))
    .addOption(priorityOption())
    .option("--limit <n>", "only the first <n> records, to try a job", wholeNumber(1, 1e12))
    .option("--channels <list>", "print and those of email,sms to use (default: all)", channelList)
    .option("--suppress <file>", "keys that get nothing (repeatable)", severalFiles)
    .option("--override <code>", "go on in spite of a finding (repeatable)", severalCodes)
    .option("--by <name>", "who decides; with --override")
    .option("--reason <text>", "why; with --override")
    .option("--json", "end with the run report as one JSON object; no progress")
    .addHelpText("after", RUN_EXIT_CODES + EXAMPLE)
    .action(async (job: string, flags: RunFlags) => {
      const { json, override: _codes, by: _by, reason: _why, ...options } = flags;
      const decided = { ...options, ...overrideOf(flags) };
      // Loaded here, so that help and usage errors do not wait for the engine.
      const { runJob } = await import("../index.ts");
      await runToEnd(json === true, (watch) => runJob(job, { ...decided, ...watch }));
    });
}

/** To go on in spite of something is a decision, so it has a name and a reason. */
function overrideOf({ override, by, reason }: RunFlags): { override?: OverrideRequest } {
  if (override === undefined && by === undefined && reason === undefined) return {};
  if (override !== undefined && by !== undefined && reason !== undefined)
    return { override: { codes: override, by, reason } };
  throw new UsageError([
    diagnostic("cli.bad-usage", "--override, --by and --reason are given together.", {
      hint: "Say what is passed over, who decides it, and why.",
    }),
  ]);
}
