import type { Command } from "commander";
import { diagnostic, UsageError } from "../base/diagnostic.ts";
import { visible } from "../base/visible-text.ts";
import type { ShopAuditReport, StoredRoots } from "../index.ts";
import { countText } from "../report/figures.ts";
import { subjectText } from "../report/subject-text.ts";
import { entryText } from "./audit-entry.ts";
import { exitCodes } from "./exit-codes.ts";
import { shortPath } from "./print-diagnostics.ts";
import { printJson, printLine } from "./terminal.ts";

/** Characters a line gives to the subject of a decision. */
const WIDTH = 90;
/** Of the longest action in a shop's log. */
const ACTION_WIDTH = 14;

interface AuditFlags {
  readonly json?: true;
  readonly all?: true;
  readonly shop?: string;
  readonly register?: string;
  readonly root?: string;
}

const EXIT_CODES = `
Exit codes:
  0  all logs are whole
  1  a log was changed; the message says where, and what to do
  2  bad usage`;

const EXAMPLE = `

Whoever can write everywhere can rewrite a log and the register together, and nothing in the shop
would show it. So export the roots now and then, have them time-stamped or send them to somebody,
and hold the logs against them.

Examples:
  nightpress audit out/2026-10
  nightpress audit --shop shop.yaml
  nightpress audit export --shop shop.yaml --out roots-2026-10.json
  nightpress audit export --out roots-2026-10.json --reply roots-2026-10.tsr
  nightpress audit --shop shop.yaml --root roots-2026-10.json`;

/** `nightpress audit DIR|--shop|export`: decisions and queries, held against their chains. */
export function addAudit(program: Command): void {
  const command = program
    .command("audit")
    .summary("list the decisions about a run or of a shop, and prove that none was changed")
    .description("Reads audit logs and checks their chains; exports the roots of a shop's logs.")
    .addHelpText("after", EXIT_CODES + EXAMPLE);
  addList(command);
  addExport(command);
}

function addList(command: Command): void {
  command
    .command("list", { isDefault: true })
    .summary("list and check (`list` can be left out)")
    .description(
      "Reads a run's audit log and checks its chain, also against the root in the register " +
        "and the root printed on the trailer sheets. With --shop, reads the shop's own log with " +
        "its decisions and queries, and checks that of every run, signatures, and exported roots.",
    )
    .argument("[dir]", "the run's output folder")
    .option("--shop <file>", "the shop's file, in place of a folder")
    .option("--register <file>", "or the shop's register")
    .option("--root <file>", "roots that were exported and kept elsewhere")
    .option("--all", "list all pieces and spools of each decision (default: the first few)")
    .option("--json", "print one JSON object")
    .addHelpText("after", EXIT_CODES + EXAMPLE)
    .action(async (folder: string | undefined, flags: AuditFlags) => {
      const ofShop = flags.shop !== undefined || flags.register !== undefined;
      if ((folder === undefined) !== ofShop) throw oneOfTwo();
      if (folder === undefined) await listShop(flags);
      else await listRun(folder, flags);
    });
}

function oneOfTwo(): UsageError {
  return new UsageError([
    diagnostic("cli.bad-usage", "Name a run's folder, or a shop with --shop or --register.", {
      hint: "`nightpress audit --help` shows both.",
    }),
  ]);
}

async function listRun(folder: string, { json, all, root: kept }: AuditFlags): Promise<void> {
  if (kept !== undefined) throw oneOfTwo();
  const { auditRun } = await import("../index.ts");
  const report = auditRun(folder);
  if (json === true) return printJson(report);
  const { entries, subjects, signers, root, onTrailers, out } = report;
  printLine(`${shortPath(out)}: ${countText(entries.length, "decision")}, the chain holds`);
  const widthMax = all === true ? Number.POSITIVE_INFINITY : WIDTH;
  for (const [at, entry] of entries.entries()) {
    printLine(`  ${entryText(entry, signers[at])}`);
    for (const subject of subjects[at] ?? [])
      printLine(`       ${visible(subjectText(subject, widthMax))}`);
  }
  printLine(`  root ${root.hash}`);
  if (onTrailers !== undefined)
    printLine(`  on trailers ${onTrailers.hash.slice(0, 16)}, decision ${onTrailers.seq}`);
}

async function listShop({ json, shop, register, root }: AuditFlags): Promise<void> {
  const { auditShop } = await import("../index.ts");
  const report = auditShop({ shop, register, root });
  if (json === true) printJson(report);
  else for (const line of shopLines(report)) printLine(visible(line));
  if (report.findings.length > 0) process.exitCode = exitCodes.failed;
}

function shopLines(report: ShopAuditReport): string[] {
  const { register, entries, signers, root, runs, exported, findings } = report;
  const what = countText(entries.length, "decision or query", "decisions and queries");
  const whole = findings.length === 0 ? "all logs hold" : "NOT ALL LOGS HOLD";
  return [
    `${shortPath(register)}: ${what}, ${whole}`,
    ...entries.map((entry, at) => `  ${entryText(entry, signers[at], ACTION_WIDTH)}`),
    `  root ${root.hash}`,
    ...runs.map(({ run, job, cycle, decisions, root: own }) => {
      const found = own === undefined ? "not found whole" : countText(decisions, "decision");
      return `  run ${job} ${cycle} in ${shortPath(run)}: ${found}`;
    }),
    ...(exported === undefined ? [] : exportedLines(exported)),
    ...findings.map(({ code, message }) => `  error ${code}: ${message}`),
  ];
}

function exportedLines({ file, sha256, roots, timestamp }: StoredRoots): string[] {
  const stamped = timestamp === undefined ? "" : `, stamped at ${timestamp.time}`;
  return [
    `  held against ${shortPath(file)} of ${roots.atIso.slice(0, 19)}Z${stamped}`,
    `  its SHA-256 ${sha256}`,
  ];
}

function addExport(command: Command): void {
  command
    .command("export")
    .summary("write the roots of a shop's audit logs into a file, to be kept elsewhere")
    .description(
      "Checks all logs of a shop and writes their last entries' hashes into a new file. With " +
        "--reply, keeps a time-stamping authority's reply (RFC 3161) beside a file that was " +
        "written before, if it stamps that file's SHA-256. Whether the authority signed it, " +
        "`openssl ts -verify` says.",
    )
    .option("--shop <file>", "the shop's file")
    .option("--register <file>", "or its register")
    .requiredOption("--out <file>", "the file of the roots")
    .option("--reply <file>", "the authority's reply about that file")
    .option("--json", "print one JSON object")
    .addHelpText("after", EXIT_CODES + EXAMPLE)
    .action(async ({ json, ...request }: AuditFlags & { out: string; reply?: string }) => {
      const { exportRoots } = await import("../index.ts");
      const stored = exportRoots(request);
      if (json === true) return printJson(stored);
      const { file, sha256, roots, timestamp } = stored;
      const runs = countText(roots.runs.length, "run");
      printLine(`${shortPath(file)}: the roots of the shop's log and of ${runs}`);
      printLine(`  SHA-256 ${sha256}`);
      if (timestamp !== undefined) printLine(visible(`  stamped ${timestamp.time}`));
      else printLine("Keep the file, or this hash, where nobody can change it with the logs.");
    });
}
