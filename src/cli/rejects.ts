import { basename } from "node:path";
import type { Command } from "commander";
import { diagnostic, UsageError } from "../base/diagnostic.ts";
import { visible } from "../base/visible-text.ts";
import type { ChosenDecision, RejectAccount, RejectDecision, RejectGroup } from "../index.ts";
import { countText, grouped } from "../report/figures.ts";
import { rejectPlace } from "../report/reject-place.ts";
import { exitCodes, REJECT_EXIT_CODES } from "./exit-codes.ts";
import { ordinalList, wholeNumber } from "./option-values.ts";
import { shortPath } from "./print-diagnostics.ts";
import { printJson, printLine } from "./terminal.ts";

interface RejectFlags {
  /** True without a list. */
  readonly withdraw?: readonly number[] | true;
  readonly byHand?: readonly number[] | true;
  readonly code?: string;
  readonly from?: string;
  readonly confirm?: number;
  readonly by?: string;
  readonly reason?: string;
  readonly all?: true;
  readonly json?: true;
}

const EXAMPLE = `

Redrive rejects by running the corrected records: nightpress run JOB --rejects-of DIR.

Examples:
  nightpress rejects out/2026-10
  nightpress rejects out/2026-10 --withdraw 17,90 --by "A. Novak" --reason "accounts closed"
  nightpress rejects out/2026-10 --withdraw --code data.missing-field --confirm 12 \\
    --by "A. Novak" --reason "accounts closed"`;

/** `nightpress rejects DIR`: a run's rejects as open items, and decisions about them. */
export function addRejects(program: Command): void {
  program
    .command("rejects")
    .summary("list a run's open rejects, or settle them")
    .description(
      "Lists the open rejects of a run, with the sums over the run and its child runs, or " +
        "settles some: those of a list of ordinals, or all with --code, --from, --all, once you " +
        "confirm their number. A run can only be closed when none is open.",
    )
    .argument("<dir>", "the run's output folder")
    .option(
      "--withdraw [list]",
      "ordinals of rejects that are withdrawn: nothing is made for them",
      ordinalList,
    )
    .option("--by-hand [list]", "ordinals of rejects whose documents are made apart", ordinalList)
    .option("--code <code>", "instead of a list: the open rejects of this code")
    .option("--from <file>", "or those of a file: keys, or ordinals under a header `ordinal`")
    .option("--confirm <n>", "settle the n rejects so chosen", wholeNumber(1, 1e9))
    .option("--by <name>", "who decides")
    .option("--reason <text>", "why")
    .option("--all", "list settled rejects too; with --withdraw or --by-hand, all open ones")
    .option("--json", "print one JSON object with all rejects")
    .addHelpText("after", REJECT_EXIT_CODES + EXAMPLE)
    .action(async (folder: string, flags: RejectFlags) => {
      const { decideRejects, rejectAccount } = await import("../index.ts");
      const chosen = chosenOf(flags);
      if (chosen !== undefined) return settle(folder, chosen, flags.json === true);
      const decision = decisionOf(flags);
      if (decision !== undefined) await decideRejects(folder, decision);
      const account = rejectAccount(folder);
      if (flags.json === true) printJson(account);
      else showAccount(account, flags.all === true);
    });
}

function decisionOf(flags: RejectFlags): RejectDecision | undefined {
  const { withdraw, byHand, code, from, confirm, by, reason } = flags;
  const ordinals = withdraw ?? byHand;
  if ([ordinals, code, from, confirm, by, reason].every((flag) => flag === undefined))
    return undefined;
  const isOne = withdraw === undefined || byHand === undefined;
  const isListed = ordinals !== undefined && ordinals !== true && isOne;
  const isAlone = (code ?? from ?? confirm) === undefined;
  if (isListed && isAlone && by !== undefined && reason !== undefined)
    return { action: withdraw === undefined ? "by-hand" : "withdraw", ordinals, by, reason };
  throw new UsageError([
    diagnostic("cli.bad-usage", "Give --withdraw or --by-hand, with --by and --reason.", {
      hint: "Make one decision at a time: about a list, or about --code, --from or --all.",
    }),
  ]);
}

/** A decision about all open rejects that have something in common; undefined for any other. */
function chosenOf(flags: RejectFlags): ChosenDecision | undefined {
  const { withdraw, byHand, code, from, all, confirm, by, reason } = flags;
  const isOne = (withdraw === true) !== (byHand === true) && (withdraw ?? byHand) === true;
  const choices = [code, from, all].filter((choice) => choice !== undefined);
  if (!isOne || choices.length !== 1 || by === undefined || reason === undefined) return undefined;
  const action = withdraw === true ? "withdraw" : "by-hand";
  return { action, choice: { code, from, all }, confirm, by, reason };
}

async function settle(folder: string, chosen: ChosenDecision, json: boolean): Promise<void> {
  const { settleChosen } = await import("../index.ts");
  const done = await settleChosen(folder, chosen);
  if (done.unconfirmed > 0) process.exitCode = exitCodes.pastRejectLimit;
  if (json) return printJson(done);
  for (const { code, count } of done.byCode) printLine(`  ${grouped(count).padStart(9)}  ${code}`);
  const rejects = countText(done.items.length, "open reject");
  if (done.unconfirmed === 0)
    return printLine(`${chosen.action === "withdraw" ? "Withdrawn" : "By hand"}: ${rejects}`);
  printLine(`Nothing was settled of ${rejects}.`);
  printLine(`To settle them, repeat the command with --confirm ${done.unconfirmed}.`);
}

/** What open rejects have in common, where the first of them is, and what to do. */
function printGroup(group: RejectGroup): void {
  const field = group.field === "" ? "" : ` ${group.field}`;
  const first = `${group.count === 1 ? "at" : "first at"} ${rejectPlace(group)}`;
  const count = grouped(group.count).padStart(9);
  printLine(`  ${count}  ${visible(`${group.code}${field}, ${first}`)}`);
  printLine(`             ${visible(group.message)}`);
  const { source } = group;
  if (source !== undefined)
    printLine(`             in ${shortPath(source.file)}:${source.line}, ${source.path ?? ""}`);
  if (group.hint !== undefined) printLine(`             hint: ${visible(group.hint)}`);
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
  for (const group of account.openGroups) printGroup(group);
  for (const { what, left, right, ok } of balance)
    printLine(`  ${ok ? "ok " : "NOT"} ${what}: ${left} = ${right}`);
  for (const { field, inRun, inChildren, total } of money)
    printLine(`  ${field}: ${inRun} placed + ${inChildren} in child runs = ${total}`);
}
