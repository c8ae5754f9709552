import type { Command } from "commander";
import { diagnostic, UsageError } from "../base/diagnostic.ts";
import { visible } from "../base/visible-text.ts";
import { countText } from "../report/figures.ts";
import { PLAIN_EXIT_CODES } from "./exit-codes.ts";
import { printJson, printLine } from "./terminal.ts";

interface SuppressFlags {
  readonly register?: string;
  readonly job?: string;
  readonly add?: string;
  readonly remove?: string;
  readonly list?: true;
  readonly onlyJob?: string;
  readonly from?: string;
  readonly until?: string;
  readonly by?: string;
  readonly reason?: string;
  readonly json?: true;
}

const EXAMPLE = `

Example:
  nightpress suppress --register shop/register.db --add deceased.csv --until 2026-12-31 \\
    --by "A. Novak" --reason "list of 4 November"`;

/** `nightpress suppress`: the shop's list of keys that no production run sends to. */
export function addSuppress(program: Command): void {
  program
    .command("suppress")
    .summary("edit the shop's list of keys that get nothing from production runs")
    .description(
      "Adds keys to the shop's list, removes keys, or shows it. Every new production run " +
        "uses the list as it is when the run begins.",
    )
    .option("--register <file>", "the shop's register")
    .option("--job <job>", "a job, for its register")
    .option("--add <file>", "keys to add: one per line, or CSV with `key,reason`")
    .option("--remove <file>", "keys to remove")
    .option("--list", "show the list")
    .option("--only-job <name>", "only for the job of this name (default: all jobs)")
    .option("--from <date>", "from this day on; with --add")
    .option("--until <date>", "up to this day; with --add")
    .option("--by <name>", "who decides; with --add and --remove")
    .option("--reason <text>", "why; both are entered in the shop's audit log")
    .option("--json", "print one JSON object")
    .addHelpText("after", PLAIN_EXIT_CODES + EXAMPLE)
    .action(async (flags: SuppressFlags) => {
      const { changeShopSuppressions, listShopSuppressions } = await import("../index.ts");
      const { register, job, json } = flags;
      if (isList(flags)) {
        const suppressions = listShopSuppressions({ register, job });
        if (json === true) printJson({ suppressions });
        else for (const one of suppressions) printLine(lineOf(one));
        return;
      }
      const change = flags.add === undefined ? "remove" : "add";
      const { onlyJob, from, until, by = "", reason = "" } = flags;
      const file = flags.add ?? flags.remove ?? "";
      const request = { register, job, change, file, onlyJob, from, until, by, reason } as const;
      const keys = await changeShopSuppressions(request);
      if (json === true) printJson({ change, keys });
      else printLine(`${countText(keys, "key")} ${change === "add" ? "added" : "removed"}`);
    });
}

/** Whether to show the list. Throws a `UsageError` if it is not clear what to do. */
function isList({ list, add, remove, by, reason }: SuppressFlags): boolean {
  const asked = [list, add, remove].filter((what) => what !== undefined);
  const isSigned = by !== undefined && reason !== undefined;
  if (asked.length === 1 && (list === true || isSigned)) return list === true;
  throw new UsageError([
    diagnostic("cli.bad-usage", "Give one of --list, --add FILE and --remove FILE.", {
      hint: "Changing the list needs a name and a reason: --by NAME --reason TEXT.",
    }),
  ]);
}

interface Shown {
  readonly key: string;
  readonly job: string;
  readonly reason: string;
  readonly from: string;
  readonly until: string;
}

function lineOf({ key, job, reason, from, until }: Shown): string {
  const days = from === "" && until === "" ? "" : `  ${from || "…"} to ${until || "…"}`;
  const why = reason === "" ? "" : `  ${reason}`;
  return visible(`${key}  ${job === "" ? "all jobs" : job}${days}${why}`);
}
