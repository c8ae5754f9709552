import type { Command } from "commander";
import { visible } from "../base/visible-text.ts";
import type { HoldRequest, LegalHold } from "../index.ts";
import { exitCodes, PLAIN_EXIT_CODES } from "./exit-codes.ts";
import { wholeNumber } from "./option-values.ts";
import { printJson, printLine } from "./terminal.ts";

const EXAMPLE = `

Example:
  nightpress legal-hold add --register shop/register.db --key NB000000004691 \\
    --by "Counsel" --reason "case 12-345"`;

const EXIT_CODES = `${PLAIN_EXIT_CODES}
  3  not lifted yet: the shop's rules want another person to give the command, too`;

interface JsonFlag {
  readonly json?: true;
}

/** `nightpress legal-hold add|lift|list`: what must not be destroyed. */
export function addLegalHold(program: Command): void {
  const command = program
    .command("legal-hold")
    .summary("keep a run, a customer's or a job's documents from being destroyed")
    .description("Legal holds: `purge` destroys nothing under a legal hold.");
  holdCommand(command, "add", "place a hold on a run, on all runs with a key, or on a job")
    .option("--run <dir>", "one run")
    .option("--key <key>", "every run that has this key")
    .option("--job <name>", "every run of this job")
    .requiredOption("--by <name>", "who decides")
    .requiredOption("--reason <text>", "why; both are entered in the shop's audit log")
    .action(async ({ json, ...request }: HoldRequest & JsonFlag) => {
      const api = await import("../index.ts");
      show(json, [api.addLegalHold(request)]);
    });
  holdCommand(command, "lift", "lift a hold")
    .requiredOption("--hold <n>", "its number", wholeNumber(1, 1e12))
    .requiredOption("--by <name>", "who decides")
    .requiredOption("--reason <text>", "why; both are entered in the shop's audit log")
    .action(
      async ({
        json,
        ...request
      }: Pick<HoldRequest, "register" | "by" | "reason"> & { hold: number } & JsonFlag) => {
        const api = await import("../index.ts");
        const hold = api.liftLegalHold(request);
        show(json, [hold]);
        if (hold.liftedAtIso !== "") return;
        if (json !== true) printLine("Not lifted yet: have another person give this command, too.");
        process.exitCode = exitCodes.held;
      },
    );
  holdCommand(command, "list", "list all holds, including lifted ones").action(
    async ({ json, register }: { readonly register: string } & JsonFlag) => {
      const api = await import("../index.ts");
      show(json, api.listLegalHolds(register));
    },
  );
}

function holdCommand(command: Command, name: string, summary: string): Command {
  return command
    .command(name)
    .summary(summary)
    .description(`${summary.charAt(0).toUpperCase()}${summary.slice(1)}.`)
    .requiredOption("--register <file>", "the shop's register")
    .option("--json", "print one JSON object")
    .addHelpText("after", EXIT_CODES + EXAMPLE);
}

function show(json: true | undefined, holds: readonly LegalHold[]): void {
  if (json === true) printJson({ holds });
  else if (holds.length === 0) printLine("There are no holds.");
  else for (const hold of holds) printLine(holdText(hold));
}

function holdText(hold: LegalHold): string {
  const { id, subject, value, by, reason, atIso, liftedAtIso, liftedBy } = hold;
  const lifted = liftedAtIso === "" ? "" : `, lifted ${liftedAtIso.slice(0, 10)} by ${liftedBy}`;
  const about = `hold ${id} on ${subject} ${value}`;
  return visible(`${about}: ${atIso.slice(0, 10)} by ${by}${lifted}; ${reason}`);
}
