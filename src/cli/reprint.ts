import { type Command, Option } from "commander";
import { visible } from "../base/visible-text.ts";
import type { ReprintReport, ReprintList } from "../index.ts";
import { REPRINT_CAUSES, type ReprintCause } from "../model/reprint.ts";
import { countText, grouped } from "../report/figures.ts";
import { REPRINT_EXIT_CODES } from "./exit-codes.ts";
import { shortPath } from "./print-diagnostics.ts";
import { printJson, printLine } from "./terminal.ts";

const EXAMPLES = `

Examples:
  nightpress reprint out/2026-10 --reimage --spool NAME --sheets 15-26 --by "A. Kim" --reason "jam"
  nightpress reprint out/2026-10 --pieces 17,40-52 --cause damaged --by "A. Kim" --reason "torn"
  nightpress reprint out/2026-10 --from missing.csv --cause missing --new-serial \\
    --by "A. Kim" --reason "not read by inserter 2"
  nightpress reprint out/2026-10 --list`;

interface ReprintFlags {
  readonly reimage?: true;
  readonly spool?: string;
  readonly sheets?: string;
  readonly pieces?: string;
  readonly from?: string;
  readonly machine?: string;
  readonly cause?: ReprintCause;
  readonly newSerial?: true;
  readonly pastLimit?: true;
  readonly again?: true;
  readonly finish?: true;
  readonly list?: true;
  readonly by?: string;
  readonly reason?: string;
  readonly json?: true;
}

/** `nightpress reprint DIR`: after an accident at the press or the inserter. */
export function addReprint(program: Command): void {
  program
    .command("reprint")
    .summary("re-image sheets after a jam, or reprint pieces")
    .description(
      "Replaces what an accident ruined, from the stored bytes. --reimage prints sheets again " +
        "under the same marks, in whole pieces. --pieces or --from prints pieces as a " +
        "new generation, in a handwork spool with cover sheets, and voids their earlier " +
        "printings. The output goes to DIR/reprints and is released with the decision.",
    )
    .argument("<dir>", "the run's output folder")
    .option("--reimage", "re-image sheets of a spool")
    .option("--spool <name>", "with --reimage: the spool that jammed")
    .option("--sheets <a-b>", "with --reimage: sheet numbers as in the control file")
    .option("--pieces <list>", "pieces to reprint, such as 17,40-52")
    .option("--from <file>", "a list of pieces: numbers or marks, one per line or CSV")
    .option("--machine <name>", "the shop's machine that wrote the list")
    .addOption(new Option("--cause <cause>", "what happened").choices([...REPRINT_CAUSES]))
    .option("--new-serial", "give pieces that are not in hand new IMb serials")
    .option("--past-limit", "reprint more pieces of the run than the shop's file allows")
    .option("--again", "print once more what was reprinted or re-imaged before")
    .option("--finish", "make what was decided and then interrupted, nothing else")
    .option("--list", "list re-images and reprints, and whether their sums hold")
    .option("--by <name>", "who decides; entered in the audit log")
    .option("--reason <text>", "why; entered in the audit log")
    .option("--json", "print one JSON object")
    .addHelpText("after", REPRINT_EXIT_CODES + EXAMPLES)
    .action(async (folder: string, flags: ReprintFlags, command: Command) => {
      if (flags.list === true) return list(folder, flags);
      if (flags.finish === true) return finish(folder, flags);
      const report = await decided(folder, flags, command);
      if (flags.json === true) printJson(report);
      else printLine(reportText(report));
    });
}

async function decided(
  folder: string,
  flags: ReprintFlags,
  command: Command,
): Promise<ReprintReport> {
  const { reimageSheets, reprintPieces } = await import("../index.ts");
  const { by, reason, spool, sheets, pieces, from, machine, cause, newSerial, pastLimit } = flags;
  const again = flags.again === true;
  if (by === undefined || reason === undefined)
    return command.error("error: a decision needs --by NAME and --reason TEXT");
  if (flags.reimage === true) {
    if (spool === undefined || sheets === undefined)
      return command.error("error: --reimage needs --spool NAME and --sheets A-B");
    return reimageSheets(folder, { by, reason, spool, sheets, again });
  }
  return reprintPieces(folder, {
    by,
    reason,
    ...(pieces !== undefined && { pieces }),
    ...(from !== undefined && { from }),
    machine,
    ...(cause !== undefined && { cause }),
    newSerial: newSerial === true,
    pastLimit: pastLimit === true,
    again,
  });
}

async function finish(folder: string, { json }: ReprintFlags): Promise<void> {
  const { finishReprints } = await import("../index.ts");
  const finished = await finishReprints(folder);
  if (json === true) printJson({ finished });
  else
    printLine(finished.length === 0 ? "Nothing was interrupted." : `Made ${finished.join(", ")}.`);
}

async function list(folder: string, { json }: ReprintFlags): Promise<void> {
  const { listReprints } = await import("../index.ts");
  const found = listReprints(folder);
  if (json === true) printJson(found);
  else printLine(listText(found));
}

function reportText(report: ReprintReport): string {
  const { kind, number, file, pieces, sheets, newSerials, leftOut } = report;
  const name = kind === "reprint" ? "Reprint" : "Re-image";
  const did = report.resumed ? "decided before, made now" : "made";
  return [
    ...report.finished.map((other) => `Made ${other}, which had been interrupted.`),
    `${name} ${number}, ${did}: ${countText(pieces, "piece")}, ${countText(sheets, "sheet")}`,
    ...(newSerials > 0 ? [`  new serials  ${grouped(newSerials)}`] : []),
    ...(leftOut === "" ? [] : [`  left out     ${leftOut} (pulled or void)`]),
    ...wasteLines(report),
    `  spool        ${shortPath(file)}`,
  ].join("\n");
}

/** Nobody can destroy what is lost or may be in the mail. */
function wasteLines({ wastedSheets, strayedSheets }: ReprintReport): string[] {
  const inHand = wastedSheets - strayedSheets;
  const strayed = `${countText(strayedSheets, "sheet")}, void: destroy what turns up`;
  return [
    ...(inHand > 0 ? [`  destroy      ${countText(inHand, "sheet")}, listed in waste.csv`] : []),
    ...(strayedSheets > 0 ? [`  not in hand  ${strayed}, listed in waste.csv`] : []),
  ];
}

function listText({ reprints, sums }: ReprintList): string {
  if (reprints.length === 0) return "There are no re-images and no reprints.";
  const rows = reprints.map(({ number, kind, made, by, atIso, file }) => {
    const state = made ? shortPath(file) : "interrupted: finish it with --finish";
    return visible(`${number}  ${kind}  ${atIso.slice(0, 16)}  ${by}  ${state}`);
  });
  const off = sums.filter(({ ok }) => !ok);
  const held = `${sums.length - off.length} of ${countText(sums.length, "sum")} agree`;
  return [
    ...rows,
    held,
    ...off.map(({ what, left, right }) => `  NO:  ${what}: ${left} against ${right}`),
  ].join("\n");
}
