import type { Command } from "commander";
import type { RunStatusReport } from "../index.ts";
import { grouped, shareText } from "../report/figures.ts";
import { PLAIN_EXIT_CODES } from "./exit-codes.ts";
import { shortPath } from "./print-diagnostics.ts";
import { printJson, printLine } from "./terminal.ts";

const EXAMPLE = `

Example:
  nightpress status out/2026-10`;

const STAGES: Readonly<Record<RunStatusReport["stage"], string>> = {
  compose: "composing",
  assemble: "assembling spools and batches",
  finished: "finished",
};

/** `nightpress status [DIR]`: where a run stands. */
export function addStatus(program: Command): void {
  program
    .command("status")
    .summary("where a run stands")
    .description("Says how far a run has come: its stage, records, shards, spools, rejects.")
    .argument("[dir]", "the run's output folder", "out")
    .option("--json", "print one JSON object")
    .addHelpText("after", PLAIN_EXIT_CODES + EXAMPLE)
    .action(async (folder: string, { json }: { readonly json?: true }) => {
      const { runStatus } = await import("../index.ts");
      const status = runStatus(folder);
      if (json === true) printJson(status);
      else printLine(statusText(status));
    });
}

function statusText(status: RunStatusReport): string {
  const { job, cycle, mode, stage, recordsTotal, spoolsTotal, rejects, out } = status;
  const spools = spoolsTotal > 0 ? countsText(status.spoolsDone, spoolsTotal) : "none planned yet";
  return [
    `${job} ${cycle} (${mode}) in ${shortPath(out)}: ${STAGES[stage]}`,
    `  records  ${countsText(status.recordsDone, recordsTotal)}`,
    `  shards   ${countsText(status.shardsDone, status.shardsTotal)}`,
    `  spools   ${spools}`,
    `  rejects  ${grouped(rejects)}`,
    ...(stage === "finished"
      ? []
      : [`Where no process works on it, go on with:  nightpress resume ${shortPath(out)}`]),
  ].join("\n");
}

function countsText(done: number, total: number): string {
  return `${grouped(done)} of ${grouped(total)} (${shareText(done, total)})`;
}
