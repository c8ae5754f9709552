import type { Command } from "commander";
import { visible } from "../base/visible-text.ts";
import type { ProofApproval, ProofApprovalRequest } from "../index.ts";
import { type DecisionFlags, withReason } from "./decision-command.ts";
import { exitCodes } from "./exit-codes.ts";
import { shortPath } from "./print-diagnostics.ts";
import { printJson, printLine } from "./terminal.ts";

const HELP = `
Exit codes:
  0  the layout is approved
  2  bad usage, or refused; the message says why
  3  entered, and the shop's rules want another person to approve it, too

The approval is of the state that the proof set shows: layout, catalogues, fonts, images, papers,
the job's channel rules and the program's version. Once one of them changes, \`check\` and \`run\`
refuse production (layout.unapproved) in a shop with the rule \`run: { approved-layout: true }\`.

Example:
  nightpress proof approve out/proof --job jobs/statements.yaml --until 2027-03-31 \\
    --by "R. Ott" --reason "October wording"`;

type Flags = DecisionFlags & Omit<ProofApprovalRequest, "by" | "reason">;

/** `nightpress proof approve DIR`: approves the state of a layout that a proof set shows. */
export function addProofApprove(command: Command): void {
  const approve = command
    .command("approve")
    .summary("approve what a proof set shows")
    .description(
      "Makes the proof set again, and if it comes out the same enters the approval in the shop's " +
        "audit log and register.",
    )
    .argument("<dir>", "the folder of the proof set")
    .requiredOption("--job <file>", "the job that the set was made with")
    .option("--from <day>", "the first day on which a run may begin with it")
    .option("--until <day>", "the last one");
  withReason(approve)
    .addHelpText("after", HELP)
    .action(async (folder: string, { json, ...request }: Flags) => {
      const { approveProof } = await import("../index.ts");
      const report = await approveProof(folder, request);
      if (json === true) printJson(report);
      else for (const line of reportLines(report)) printLine(visible(line));
      if (report.standing === undefined) process.exitCode = exitCodes.pastRejectLimit;
    });
}

function reportLines({ approval, seq, standing, peopleWanted, register }: ProofApproval): string[] {
  const { layout, sha256, proof, from, until } = approval;
  const days = [from === "" ? "" : `from ${from}`, until === "" ? "" : `until ${until}`];
  const said = standing?.approvers.map(({ by, person = by }) => person).join(" and ");
  return [
    said === undefined
      ? `Entered: ${layout} needs the approval of ${peopleWanted} people`
      : `Approved: ${layout}, by ${said}`,
    `  state      ${sha256}`,
    `  proof      ${proof}`,
    `  valid      ${days.join(" ").trim() || "until something changes"}`,
    `  audit      entry ${seq} of the shop's log, beside ${shortPath(register)}`,
  ];
}
