import type { Command } from "commander";
import { limits } from "../base/limits.ts";
import { visible } from "../base/visible-text.ts";
import type { Verification } from "../model/verification.ts";
import type { RasterSampling } from "../model/raster.ts";
import { breachPlace } from "../report/breach-text.ts";
import { countText, durationText, grouped } from "../report/figures.ts";
import { rasterText, sampledText } from "../report/raster-text.ts";
import type { VerifyReport } from "../index.ts";
import { exitCodes } from "./exit-codes.ts";
import { WORKERS_MAX, wholeNumber } from "./option-values.ts";
import { pathWord } from "./print-diagnostics.ts";
import { progressDisplay } from "./show-progress.ts";
import { untilStopped } from "./stop-signal.ts";
import { painted, printJson, printLine } from "./terminal.ts";

const BREACHES_SHOWN = 50;
const SPOOLS_SHOWN = 20;

const EXIT_CODES = `
Exit codes:
  0  all output is as composed, each piece once
  1  there are breaches, each named; or verification itself failed
  2  bad usage, or the run has made nothing to verify
  4  stopped by the operator`;

const EXAMPLE = `

Example:
  nightpress verify out/2026-10
  nightpress verify out/2026-10 --raster 50
  nightpress verify out/2026-10 --json > verification.json`;

interface VerifyFlags {
  readonly raster?: number;
  readonly workers?: number;
  readonly json?: true;
}

/** `nightpress verify DIR`: reads every page and message again and checks it against the ledger. */
export function addVerify(program: Command): void {
  program
    .command("verify")
    .summary("read all output again and prove that each piece is whole, once and unmixed")
    .description(
      "Reads every page of every spool and every message of a run with an independent reader, " +
        "checks them against ledger, control files, composed bytes and the decisions about the " +
        "run, and names every breach. The result is kept in the run's reports.",
    )
    .argument("<dir>", "the run's output folder")
    .option("--workers <n>", "worker threads (default: one per CPU)", wholeNumber(1, WORKERS_MAX))
    .option(
      "--raster <n>",
      "draw this many sheets per spool and read their codes and addresses from pixels " +
        "(default: the job's setting)",
      wholeNumber(0, limits.rasterSheetsMax),
    )
    .option("--json", "print the result as one JSON object at the end; no progress")
    .addHelpText("after", EXIT_CODES + EXAMPLE)
    .action(async (folder: string, { workers, raster, json }: VerifyFlags) => {
      const { verifyStoredRun } = await import("../index.ts");
      const display = progressDisplay(json === true);
      const { onProgress } = display;
      const options = {
        ...(workers !== undefined && { workers }),
        ...(raster !== undefined && { raster }),
        ...(onProgress && { onProgress }),
      };
      const report = await untilStopped(async (signal) => {
        try {
          return await verifyStoredRun(folder, { ...options, signal });
        } finally {
          display.end();
        }
      });
      if (json === true) printJson(report);
      else printLine(verifyText(report));
      process.exitCode = exitCodeOf(report.verification);
    });
}

function exitCodeOf(found: Verification | undefined): number {
  if (found === undefined) return exitCodes.stopped;
  return found.ok ? exitCodes.finished : exitCodes.failed;
}

function verifyText({ verification, job, cycle, mode, out, seconds }: VerifyReport): string {
  const name = `${job} ${cycle} (${mode === "test" ? "test, not mailable" : mode})`;
  if (verification === undefined) return `\nStopped: no verdict on ${name}.`;
  const { ok, breaches, breachCount, notChecked, quarantined = [] } = verification;
  const head = ok
    ? painted(["green", "bold"], "Verified", process.stdout)
    : painted(["red", "bold"], countText(breachCount, "breach", "breaches"), process.stdout);
  const shown = breaches.slice(0, BREACHES_SHOWN);
  return [
    "",
    `${head}: ${name}`,
    ...factRows(verification, seconds),
    ...sampleRows(verification.raster),
    ...quarantined.map((breach) => `  quarantine  ${breachPlace(breach)}: ${breach.code}`),
    ...notChecked.map((what) => `  not checked ${what}`),
    ...shown.flatMap((breach) => [
      "",
      visible(`${breachPlace(breach)}: ${breach.code}`),
      `  ${visible(breach.message)}`,
    ]),
    ...(breachCount > shown.length
      ? ["", `and ${countText(breachCount - shown.length, "more breach", "more breaches")}`]
      : []),
    ...(ok ? [] : ["", ...nextSteps(out)]),
  ].join("\n");
}

function factRows(
  { counts, spools, batches, balance, ...found }: Verification,
  seconds: number,
): string[] {
  const agreeing = balance.filter(({ ok }) => ok).length;
  const rows: readonly (readonly [string, string])[] = [
    [
      "print",
      `${countText(spools, "spool")}, ${countText(counts.pieces, "piece")}, ` +
        `${countText(counts.sheets, "sheet")}, ${countText(counts.pages, "page")} read`,
    ],
    [
      "digital",
      `${countText(batches, "batch", "batches")}, ${countText(counts.messages, "message")} read`,
    ],
    ["balance", `${agreeing} of ${countText(balance.length, "sum")} agree`],
    ["pixels", rasterText(found.raster)],
    ["pieces", `${grouped(found.leafCount)} proven, root ${found.merkleRoot.slice(0, 16)}`],
    ["time", durationText(seconds)],
  ];
  return rows.map(([name, text]) => `  ${name.padEnd(10)} ${text}`);
}

/** Which sheets were looked at, one line per spool. */
function sampleRows(raster: RasterSampling | undefined): string[] {
  const spools = raster?.spools ?? [];
  const rows = spools.slice(0, SPOOLS_SHOWN).map((spool) => `    ${sampledText(spool)}`);
  const hidden = spools.length - rows.length;
  return hidden > 0 ? [...rows, `    and ${countText(hidden, "more spool")}`] : rows;
}

function nextSteps(out: string): string[] {
  const folder = pathWord(out);
  return [
    "Do not print or send anything named above. If you move a spool or batch out of the folder,",
    `with its lists, make it again:  nightpress resume ${folder}`,
    `Rebuild a changed ledger:  nightpress rebuild ${folder}`,
  ];
}
