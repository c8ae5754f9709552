import type { Command } from "commander";
import type { AuditEntry } from "../model/audit.ts";
import { countText } from "../report/figures.ts";
import { shortPath } from "./print-diagnostics.ts";
import { printJson, printLine } from "./terminal.ts";

const EXIT_CODES = `
Exit codes:
  0  the log is whole
  1  the log was changed; the message says where
  2  bad usage`;

const EXAMPLE = `

Example:
  nightpress audit out/2026-10`;

/** `nightpress audit DIR`: the decisions about a run, held against their chain. */
export function addAudit(program: Command): void {
  program
    .command("audit")
    .summary("list the decisions about a run, and prove that none was changed")
    .description(
      "Reads a run's audit log and holds it against itself, against the root that the register " +
        "keeps, and against the one printed on the trailer sheets.",
    )
    .argument("<dir>", "the run's output folder")
    .option("--json", "print one JSON object")
    .addHelpText("after", EXIT_CODES + EXAMPLE)
    .action(async (folder: string, { json }: { readonly json?: true }) => {
      const { auditRun } = await import("../index.ts");
      const report = auditRun(folder);
      if (json === true) return printJson(report);
      const { entries, root, onTrailers, out } = report;
      printLine(`${shortPath(out)}: ${countText(entries.length, "decision")}, the chain holds`);
      for (const entry of entries) printLine(`  ${entryText(entry)}`);
      printLine(`  root ${root.hash}`);
      if (onTrailers !== undefined)
        printLine(`  on trailers ${onTrailers.hash.slice(0, 16)}, decision ${onTrailers.seq}`);
    });
}

function entryText({ seq, atIso, by, osUser, hostName, action, reason }: AuditEntry): string {
  const who = `${by} (${osUser}@${hostName})`;
  const when = `${atIso.slice(0, 19)}Z`;
  return `${String(seq).padStart(3)}  ${when}  ${action.padEnd(10)} ${who}: ${reason}`;
}
