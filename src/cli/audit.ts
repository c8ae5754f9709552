import type { Command } from "commander";
import { visible } from "../base/visible-text.ts";
import type { AuditEntry } from "../model/audit.ts";
import { countText } from "../report/figures.ts";
import { subjectText } from "../report/subject-text.ts";
import { shortPath } from "./print-diagnostics.ts";
import { printJson, printLine } from "./terminal.ts";

/** Characters a line gives to the subject of a decision. */
const WIDTH = 90;

interface AuditFlags {
  readonly json?: true;
  readonly all?: true;
}

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
    .summary("list the decisions about a run and prove that none was changed")
    .description(
      "Reads a run's audit log and checks its chain, also against the root in the register " +
        "and the root printed on the trailer sheets.",
    )
    .argument("<dir>", "the run's output folder")
    .option("--all", "list all pieces and spools of each decision (default: the first few)")
    .option("--json", "print one JSON object")
    .addHelpText("after", EXIT_CODES + EXAMPLE)
    .action(async (folder: string, { json, all }: AuditFlags) => {
      const { auditRun } = await import("../index.ts");
      const report = auditRun(folder);
      if (json === true) return printJson(report);
      const { entries, subjects, root, onTrailers, out } = report;
      printLine(`${shortPath(out)}: ${countText(entries.length, "decision")}, the chain holds`);
      const widthMax = all === true ? Number.POSITIVE_INFINITY : WIDTH;
      for (const [at, entry] of entries.entries()) {
        printLine(`  ${entryText(entry)}`);
        for (const subject of subjects[at] ?? [])
          printLine(`       ${visible(subjectText(subject, widthMax))}`);
      }
      printLine(`  root ${root.hash}`);
      if (onTrailers !== undefined)
        printLine(`  on trailers ${onTrailers.hash.slice(0, 16)}, decision ${onTrailers.seq}`);
    });
}

function entryText({ seq, atIso, by, osUser, hostName, action, reason }: AuditEntry): string {
  const who = `${by} (${osUser}@${hostName})`;
  const when = `${atIso.slice(0, 19)}Z`;
  // The text of a reason must not look like another row.
  return visible(`${String(seq).padStart(3)}  ${when}  ${action.padEnd(12)} ${who}: ${reason}`);
}
