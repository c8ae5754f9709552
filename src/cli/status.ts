import type { Command } from "commander";
import type { RunStatusReport } from "../index.ts";
import { countText, grouped, shareText } from "../report/figures.ts";
import { reprintText } from "../report/reprint-text.ts";
import { clockText } from "./clock-text.ts";
import { PLAIN_EXIT_CODES } from "./exit-codes.ts";
import { shortPath } from "./print-diagnostics.ts";
import { runDetailsText, shopStatusText } from "./shop-status-text.ts";
import { painted, printJson, printLine } from "./terminal.ts";

interface StatusFlags {
  readonly register?: string;
  readonly job?: string;
  readonly all?: true;
  readonly json?: true;
}

const EXAMPLE = `

Example:
  nightpress status out/2026-10
  nightpress status --job jobs/statements.yaml      all runs of the shop`;

const FILES_SHOWN = 3;

const STAGES: Readonly<Record<RunStatusReport["stage"], string>> = {
  compose: "composing",
  assemble: "assembling spools and batches",
  finished: "finished",
  failed: "FAILED",
};

/** `nightpress status [DIR...]`: the state of runs. */
export function addStatus(program: Command): void {
  program
    .command("status")
    .summary("show the state of runs")
    .description(
      "Shows how far runs have come: stage, records, spools and sheets by stream, workers, " +
        "open exceptions, when to expect the last spool, when each stream could be " +
        "printed and inserted, and what to do next. With a register or a job: covers all " +
        "runs that the register knows and any others at work beside them.",
    )
    .argument("[dirs...]", "output folders of runs (default: `out`)")
    .option("--register <file>", "all runs of this register")
    .option("--job <job>", "all runs of the register that this job uses")
    .option("--all", "include closed and abandoned runs")
    .option("--json", "print one JSON object")
    .addHelpText("after", PLAIN_EXIT_CODES + EXAMPLE)
    .action(async (folders: readonly string[], { json, ...flags }: StatusFlags) => {
      const { runStatus, shopStatus } = await import("../index.ts");
      const isShop = flags.register !== undefined || flags.job !== undefined;
      const runs = folders.length === 0 && !isShop ? ["out"] : folders;
      const [only = "out"] = runs;
      const isSingle = !isShop && runs.length === 1;
      const own = isSingle ? runStatus(only) : undefined;
      const status = shopStatus({ ...flags, runs, all: flags.all ?? isSingle });
      const [details] = status.runs;
      if (own === undefined || details === undefined) {
        if (json === true) return printJson(status);
        return printLine(shopStatusText(status));
      }
      if (json === true) return printJson({ ...details, ...own });
      printLine(statusText(own));
      printLine(runDetailsText(details));
    });
}

function statusText(status: RunStatusReport): string {
  const { job, cycle, mode, stage, recordsTotal, spoolsTotal, rejects, out } = status;
  const { failed } = status;
  const spools = spoolsTotal > 0 ? countsText(status.spoolsDone, spoolsTotal) : "none planned yet";
  return [
    ...(failed ? failedLines(failed) : []),
    `${job} ${cycle} (${mode}) in ${shortPath(out)}: ${STAGES[stage]}`,
    `  records  ${countsText(status.recordsDone, recordsTotal)}`,
    `  shards   ${countsText(status.shardsDone, status.shardsTotal)}`,
    `  spools   ${spools}`,
    `  rejects  ${grouped(rejects)}`,
    ...(status.reprints ? [`  reprints ${reprintText(status.reprints)}`] : []),
  ].join("\n");
}

/** Comes before all else: nothing of the run may go out. */
function failedLines({ breachCount, files, atIso }: NonNullable<RunStatusReport["failed"]>) {
  const count = countText(breachCount, "breach", "breaches");
  const since = atIso === undefined ? "" : `, since ${clockText(atIso)}`;
  const named = files.slice(0, FILES_SHOWN).join(", ");
  const more = files.length > FILES_SHOWN ? ` and ${files.length - FILES_SHOWN} more` : "";
  const head = painted(["red", "bold"], "FAILED:", process.stdout);
  return [
    `${head} ${count} in ${named}${more}${since}.`,
    "Nothing of this run may be printed or sent. `nightpress verify` lists every breach.",
  ];
}

function countsText(done: number, total: number): string {
  return `${grouped(done)} of ${grouped(total)} (${shareText(done, total)})`;
}
