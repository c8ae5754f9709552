import { basename } from "node:path";
import type { Command } from "commander";
import { diagnostic, UsageError } from "../base/diagnostic.ts";
import { visible } from "../base/visible-text.ts";
import type { RejectAccount, RejectDecision } from "../index.ts";
import { countText, grouped } from "../report/figures.ts";
import { PLAIN_EXIT_CODES } from "./exit-codes.ts";
import { ordinalList } from "./option-values.ts";
import { shortPath } from "./print-diagnostics.ts";
import { printJson, printLine } from "./terminal.ts";

interface RejectFlags {
  readonly withdraw?: readonly number[];
  readonly byHand?: readonly number[];
  readonly by?: string;
  readonly reason?: string;
  readonly all?: true;
  readonly json?: true;
}

const EXAMPLE = `

Redrive rejects by running the corrected records: nightpress run JOB --rejects-of DIR.

Examples:
  nightpress rejects out/2026-10
  nightpress rejects out/2026-10 --withdraw 17,90 --by "A. Novak" --reason "accounts closed"`;

/** `nightpress rejects DIR`: a run's rejects as open items, and decisions about them. */
export function addRejects(program: Command): void {
  program
    .command("rejects")
    .summary("list a run's open rejects, or settle them")
    .description(
      "Lists the open rejects of a run, with the sums over the run and its child runs, or " +
        "settles some. A run can only be closed when none is open.",
    )
    .argument("<dir>", "the run's output folder")
    .option(
      "--withdraw <list>",
      "ordinals of rejects that are withdrawn: nothing is made for them",
      ordinalList,
    )
    .option("--by-hand <list>", "ordinals of rejects whose documents are made by hand", ordinalList)
    .option("--by <name>", "who decides")
    .option("--reason <text>", "why")
    .option("--all", "list settled rejects too")
    .option("--json", "print one JSON object with all rejects")
    .addHelpText("after", PLAIN_EXIT_CODES + EXAMPLE)
    .action(async (folder: string, flags: RejectFlags) => {
      const { decideRejects, rejectAccount } = await import("../index.ts");
      const decision = decisionOf(flags);
      if (decision !== undefined) await decideRejects(folder, decision);
      const account = rejectAccount(folder);
      if (flags.json === true) printJson(account);
      else showAccount(account, flags.all === true);
    });
}

function decisionOf({ withdraw, byHand, by, reason }: RejectFlags): RejectDecision | undefined {
  const ordinals = withdraw ?? byHand;
  if (ordinals === undefined && by === undefined && reason === undefined) return undefined;
  const isOne = withdraw === undefined || byHand === undefined;
  if (ordinals !== undefined && isOne && by !== undefined && reason !== undefined)
    return { action: withdraw === undefined ? "by-hand" : "withdraw", ordinals, by, reason };
  throw new UsageError([
    diagnostic("cli.bad-usage", "Give --withdraw or --by-hand, with --by and --reason.", {
      hint: "Make one decision at a time, and say who decides and why.",
    }),
  ]);
}

function showAccount(account: RejectAccount, all: boolean): void {
  const { job, cycle, mode, out, items, counts, balance, money } = account;
  const head = `${countText(counts.open, "open reject")} of ${grouped(counts.rejected)}`;
  printLine(`${job} ${cycle} (${mode}) in ${shortPath(out)}: ${head}`);
  for (const item of items) {
    if (!all && item.state !== "open") continue;
    const place = item.line > 0 ? `${basename(item.file)}:${item.line}` : basename(item.file);
    const key = item.key === "" ? "(no key)" : item.key;
    const field = item.field === "" ? "" : ` ${item.field}`;
    const hand = item.state === "open" && item.child > 0 ? `, taken by child ${item.child}` : "";
    const state = `${item.state}${hand}${item.by === "" ? "" : ` (${item.by})`}`;
    const what = `${key}  ${place}  ${item.code}${field}  ${state}`;
    printLine(`  ${String(item.ordinal).padStart(9)}  ${visible(what)}`);
  }
  printLine("");
  for (const { what, left, right, ok } of balance)
    printLine(`  ${ok ? "ok " : "NOT"} ${what}: ${left} = ${right}`);
  for (const { field, inRun, inChildren, total } of money)
    printLine(`  ${field}: ${inRun} placed + ${inChildren} in child runs = ${total}`);
}
