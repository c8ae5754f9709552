import type { Command } from "commander";
import type { RegisterChoice, RegisterReport } from "../index.ts";
import { countText, grouped, sizeText } from "../report/figures.ts";
import { PLAIN_EXIT_CODES } from "./exit-codes.ts";
import { shortPath } from "./print-diagnostics.ts";
import { noteLine, printJson, printLine } from "./terminal.ts";

const EXAMPLE = `

Examples:
  nightpress register show --job jobs/statements.yaml
  nightpress register backup --register register.db --to /backup/register.db
  nightpress register rebuild --register register.db --from out --by Ana --reason "disk lost"`;

type Flags<T> = T & RegisterChoice & { readonly json?: true };
type Decided = { readonly by: string; readonly reason: string };

/** `nightpress register`: the one file that a shop must not lose. */
export function addRegister(program: Command): void {
  const register = program
    .command("register")
    .summary("show, back up, restore or rebuild the shop's register")
    .description("The register: which runs a shop has made, and which serials they have used.")
    .addHelpText("after", PLAIN_EXIT_CODES + EXAMPLE);
  of(register, "show", "runs, serial ranges with the day they become free, serials left").action(
    async ({ json, ...choice }: Flags<object>) => {
      const { showRegister } = await import("../index.ts");
      const report = showRegister(choice);
      if (json === true) printJson(report);
      else printLine(reportText(report));
    },
  );
  of(register, "backup", "write a verified copy, even while runs are working")
    .requiredOption("--to <file>", "where to write the copy; replaces an older one")
    .action(async ({ json, to, ...choice }: Flags<{ to: string }>) => {
      const { backUpRegister } = await import("../index.ts");
      const report = backUpRegister(choice, to);
      if (json === true) return printJson(report);
      printLine(`${shortPath(report.to)}: ${sizeText(report.sizeBytes)}, ${countsText(report)}`);
    });
  addRestore(register);
  addRebuild(register);
}

function addRestore(register: Command): void {
  of(register, "restore", "put a copy in the register's place and keep the old register aside")
    .requiredOption("--from <file>", "the copy")
    .option("--older", "even though the register there knows more than the copy")
    .requiredOption("--by <name>", "who decides")
    .requiredOption("--reason <text>", "why")
    .action(async ({ json, ...flags }: Flags<Decided & { from: string; older?: boolean }>) => {
      const { restoreRegister } = await import("../index.ts");
      const report = restoreRegister(flags);
      if (json === true) return printJson(report);
      printLine(`${shortPath(report.register)}: ${countsText(report)}`);
      if (report.keptAs !== "")
        printLine(`The old register is kept as ${shortPath(report.keptAs)}`);
    });
}

function addRebuild(register: Command): void {
  of(register, "rebuild", "rebuild a lost register from run folders, as far as they tell")
    .requiredOption("--from <dir...>", "run folders, or folders that contain them")
    .requiredOption("--by <name>", "who decides")
    .requiredOption("--reason <text>", "why")
    .action(async ({ json, ...flags }: Flags<Decided & { from: string[] }>) => {
      const { rebuildRegister } = await import("../index.ts");
      const report = rebuildRegister(flags);
      if (json === true) return printJson(report);
      const { runs, ranges, voids } = report;
      printLine(
        `${shortPath(report.register)}: ${countsText({ counts: { runs, ranges, voids } })}`,
      );
      for (const what of report.unknown) noteLine(`not known: ${what}`);
    });
}

function of(register: Command, name: string, summary: string): Command {
  return register
    .command(name)
    .summary(summary)
    .description(`The register: ${summary}.`)
    .option("--register <file>", "the shop's register")
    .option("--job <job>", "a job, for its register")
    .option("--json", "print one JSON object")
    .addHelpText("after", PLAIN_EXIT_CODES);
}

function reportText({ file, runs, ranges, left, counts }: RegisterReport): string {
  return [
    shortPath(file),
    ...runs.map(({ job, cycle, startedAtIso, folder, state, runId }) => {
      const when = startedAtIso.slice(0, 16).replace("T", " ");
      return `  ${when}  ${job} ${cycle}  ${state}  ${shortPath(folder)}  ${runId}`;
    }),
    "Serials",
    ...ranges.map(({ mailerId, first, count, state, freeFrom, mailingDate, purpose }) => {
      const range = `${grouped(first)} to ${grouped(first + count - 1)}`;
      const free = freeFrom === "" ? "" : `, free from ${freeFrom}`;
      const mailed = mailingDate === "" ? "" : ` ${mailingDate}`;
      const what = purpose === "" ? "" : ` for ${purpose}`;
      return `  ${mailerId}  ${range}  ${state}${mailed}${free}${what}`;
    }),
    ...left.map(({ mailerId, count }) => `  ${mailerId}  ${grouped(count)} left`),
    countsText({ counts }),
  ].join("\n");
}

function countsText({ counts }: { readonly counts: Readonly<Record<string, number>> }): string {
  const { runs = 0, ranges = 0, voids = 0 } = counts;
  const texts = [countText(runs, "run"), countText(ranges, "range"), countText(voids, "void")];
  return texts.join(", ");
}
