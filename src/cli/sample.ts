import { type Command, Option } from "commander";
import type { SampleReport, SampleRequest, VerdictReport } from "../index.ts";
import { AQLS, DEFECT_CLASSES, INSPECTION_LEVELS } from "../model/sample.ts";
import { countText, grouped } from "../report/figures.ts";
import { type DecisionFlags, showDecision, withReason } from "./decision-command.ts";
import { DECISION_EXIT_CODES } from "./exit-codes.ts";
import { severalFiles } from "./option-values.ts";
import { pathWord, shortPath } from "./print-diagnostics.ts";
import { printJson, printLine } from "./terminal.ts";

const EXAMPLE = `

What is drawn follows from the job's seed and the root over all verified pieces, so nobody can
choose it. A seed that somebody else committed before assembly is used with --seed. The verdict on a
sample decides on \`release\`: a rejected run is not released.

Examples:
  nightpress sample out/2026-10 --aql 0.65 --level II --by "R. Ott" --reason "October statements"
  nightpress sample verdict out/2026-10 verdicts.json --by "R. Ott" --reason "all looked at"
  nightpress sample commit out/2026-10 --seed "blue ducks" --by "R. Ott" --reason "October"`;

type DrawFlags = DecisionFlags & Omit<SampleRequest, "by" | "reason">;

/** `nightpress sample DIR|verdict|commit`: acceptance sampling of a run before its release. */
export function addSample(program: Command): void {
  const command = program
    .command("sample")
    .summary("draw a sample of a run by ISO 2859-1, for people to judge before its release")
    .description("Draws a sample of a finished run, and enters what people say of it.")
    .addHelpText("after", DECISION_EXIT_CODES + EXAMPLE);
  addDraw(command);
  addVerdict(command);
  addCommit(command);
}

function addDraw(command: Command): void {
  const draw = command
    .command("draw", { isDefault: true })
    .summary("draw a sample (`draw` can be left out)")
    .description(
      "Draws a sample of a verified, unreleased run: single sampling, normal, tightened or " +
        "reduced by how the job's last runs were judged. Picks one item of each kind that " +
        "was not drawn, the longest and the outermost amounts. Writes sample.pdf and review.html.",
    )
    .argument("<dir>", "the run's output folder")
    .addOption(
      new Option("--aql <percent>", "acceptance quality limit").choices(AQLS).default("0.65"),
    )
    .addOption(
      new Option("--level <level>", "inspection level").choices(INSPECTION_LEVELS).default("II"),
    )
    .option("--seed <text>", "a seed that was committed before assembly (default: the job's own)")
    .option("--also <key>", "judge what was made for this key, too (repeatable)", severalFiles)
    .option("--mask", "show no values: letters and digits become others of the same width")
    .option("--cause-mended", "answer for it that the cause of five rejections was mended");
  withReason(draw)
    .addHelpText("after", DECISION_EXIT_CODES + EXAMPLE)
    .action(async (folder: string, { json, ...request }: DrawFlags) => {
      const { sampleRun, planText } = await import("../index.ts");
      const report = await sampleRun(folder, request);
      if (json === true) return printJson(report);
      for (const line of drawnLines(report, planText(report.sample))) printLine(line);
    });
}

function drawnLines({ sample, pack, out }: SampleReport, plan: string): string[] {
  const drawn = sample.items.filter(({ reason }) => reason === "drawn").length;
  const told = `${grouped(drawn)} of ${grouped(sample.lotSize)} drawn`;
  return [
    `Sample ${sample.number}: ${told}, ${sample.items.length - drawn} picked`,
    `  plan       ${plan}`,
    `  strata     ${countText(sample.strata.length, "stratum", "strata")}`,
    ...(sample.notStratified === undefined
      ? []
      : [`  records    not read: ${sample.notStratified}`]),
    `  judge      ${shortPath(`${pack}/review.html`)}`,
    `Then:  nightpress sample verdict ${pathWord(out)} verdicts.json`,
  ];
}

function addVerdict(command: Command): void {
  const verdict = command
    .command("verdict")
    .summary("enter what people say of a sample")
    .description(
      "Checks that every item of the last sample is judged, each by its hash, and enters whether " +
        "the run is accepted: with no critical defect, and no more major or minor ones than the " +
        "plan has. Picked items are judged, but do not decide on the run.",
    )
    .argument("<dir>", "the run's output folder")
    .argument("<file>", "what the review page saved");
  withReason(verdict)
    .addHelpText("after", DECISION_EXIT_CODES + EXAMPLE)
    .action(async (folder: string, file: string, { by, reason, json }: DecisionFlags) => {
      const { judgeSample } = await import("../index.ts");
      const report = await judgeSample(folder, file, { by, reason });
      if (json === true) return printJson(report);
      for (const line of judgedLines(report)) printLine(line);
    });
}

function judgedLines({ judgement, sample, out }: VerdictReport): string[] {
  const { isAccepted, defects, rejected } = judgement;
  const counts = DEFECT_CLASSES.map((one) => `${defects[one]} ${one}`).join(", ");
  const dir = pathWord(out);
  const pieces = rejected.filter(({ piece }) => piece >= 0).map(({ piece }) => `--piece ${piece}`);
  return [
    `${isAccepted ? "Accepted" : "REJECTED"} by sample ${sample.number}`,
    `  drawn      ${counts}; up to 0, ${sample.plan.accept} and ${sample.plan.accept} are accepted`,
    `  defective  ${countText(rejected.length, "item")} in all`,
    ...(pieces.length > 0 ? [`Pull:  nightpress pull ${dir} ${pieces.join(" ")}`] : []),
    isAccepted ? `Then:  nightpress release ${dir}` : `Then:  nightpress sample ${dir}`,
  ];
}

function addCommit(command: Command): void {
  const commit = command
    .command("commit")
    .summary("commit a seed before assembly, by its hash")
    .description(
      "Enters the hash of a seed in the audit log of a run that is held before assembly. Whoever " +
        "knows the seed keeps it until the run is finished, then draws with --seed.",
    )
    .argument("<dir>", "the run's output folder")
    .requiredOption("--seed <text>", "the seed; only its hash is kept");
  withReason(commit)
    .addHelpText("after", DECISION_EXIT_CODES + EXAMPLE)
    .action(
      async (folder: string, { json, ...request }: DecisionFlags & { readonly seed: string }) => {
        const { commitSeed } = await import("../index.ts");
        showDecision("Committed", await commitSeed(folder, request), json === true);
      },
    );
}
