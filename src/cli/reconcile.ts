import type { Command } from "commander";
import type { ReconcileReport } from "../index.ts";
import { countText, grouped } from "../report/figures.ts";
import { PLAIN_EXIT_CODES } from "./exit-codes.ts";
import { shortPath } from "./print-diagnostics.ts";
import { printJson, printLine } from "./terminal.ts";

const EXAMPLE = `

Example:
  nightpress reconcile out/2026-10 --from inserter-2.csv --by "A. Kim" --reason "shift 1"`;

interface ReconcileFlags {
  readonly from: string;
  readonly machine?: string;
  readonly acceptDuplicates?: true;
  readonly by: string;
  readonly reason: string;
  readonly json?: true;
}

/** `nightpress reconcile DIR`: books what the inserter did, piece by piece. */
export function addReconcile(program: Command): void {
  program
    .command("reconcile")
    .summary("book an inserter's results, piece by piece")
    .description(
      "Books an inserter's results as evidence: CSV with `piece` or `data_matrix` and `status` " +
        "(inserted, damaged, missing, duplicate). Writes lists of pieces to reprint, ready " +
        "for `nightpress reprint --from`, and of pieces that no file names.",
    )
    .argument("<dir>", "the run's output folder")
    .requiredOption("--from <file>", "the inserter's file")
    .option("--machine <name>", "the shop's machine that wrote it, which says what its files are")
    .option("--accept-duplicates", "decide that pieces read twice were mailed once")
    .requiredOption("--by <name>", "who decides; entered in the audit log")
    .requiredOption("--reason <text>", "why; entered in the audit log")
    .option("--json", "print one JSON object")
    .addHelpText("after", PLAIN_EXIT_CODES + EXAMPLE)
    .action(async (folder: string, flags: ReconcileFlags) => {
      const { reconcileRun } = await import("../index.ts");
      const { from, machine, by, reason, acceptDuplicates } = flags;
      const asked = { from, machine, by, reason, acceptDuplicates: acceptDuplicates === true };
      const report = await reconcileRun(folder, asked);
      if (flags.json === true) printJson(report);
      else printLine(reportText(report));
    });
}

function reportText(report: ReconcileReport): string {
  const { pieces, inserted, toReprint, pulled, unread, duplicates, pulledInserted } = report;
  return [
    `${countText(pieces, "piece")} = ${grouped(inserted)} inserted + ${grouped(toReprint)} to ` +
      `reprint + ${grouped(pulled)} pulled + ${grouped(unread)} not read`,
    ...(duplicates === "" ? [] : [`  accepted as mailed once  ${duplicates}`]),
    ...(pulledInserted === "" ? [] : [`  take out, pulled         ${pulledInserted}`]),
    `  damaged   ${shortPath(report.damagedFile)}`,
    `  missing   ${shortPath(report.missingFile)}`,
    `  not read  ${shortPath(report.unreadFile)}`,
  ].join("\n");
}
