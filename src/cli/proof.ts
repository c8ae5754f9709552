import type { Command } from "commander";
import type { ProofReport, ProofRequest } from "../index.ts";
import { countText } from "../report/figures.ts";
import { addProofApprove } from "./proof-approve.ts";
import { PLAIN_EXIT_CODES } from "./exit-codes.ts";
import { wholeNumber } from "./option-values.ts";
import { shortPath } from "./print-diagnostics.ts";
import { printJson, printLine } from "./terminal.ts";

const EXAMPLE = `

Cases are the layout's samples, extremes of its data, lists that just fit a page and just do not,
and what else it takes to have every condition true and false. proof.html shows them on all
channels.

What a set made with a job shows can be approved: see \`nightpress proof approve --help\`.

Examples:
  nightpress proof retail-statement --out out/proof
  nightpress proof layouts/retail-statement --job jobs/statements.yaml --out out/proof`;

/** Ways of conditions that are listed. */
const LISTED_MAX = 20;

/** `nightpress proof LAYOUT|approve`: what a layout makes of records of all kinds, for approval. */
export function addProof(program: Command): void {
  const command = program
    .command("proof")
    .summary("compose a layout's proof set: every condition both ways, on every channel")
    .description("Shows what a layout makes of records of all kinds, and enters its approval.")
    .addHelpText("after", PLAIN_EXIT_CODES + EXAMPLE);
  addCompose(command);
  addProofApprove(command);
}

function addCompose(command: Command): void {
  command
    .command("compose", { isDefault: true })
    .summary("compose a proof set (`compose` can be left out)")
    .description(
      "Composes a layout with samples and generated records, and writes proof.html, proof.pdf, " +
        "coverage.json, reading.json and proof.json, which has the SHA-256 of each rendition. " +
        "The same layout, seed and day give the same bytes.",
    )
    .argument("<layout>", "its folder, or the name of a layout that ships with Nightpress")
    .requiredOption("--out <dir>", "a new or empty folder")
    .option("--job <file>", "a job of the layout: its rules say who gets what")
    .option("--seed <n>", "of what is chosen by chance (default: 1)", wholeNumber(0, 2 ** 31))
    .option("--as-of <day>", "the day that letters are made as of (default: 2026-10-31)")
    .option("--mask", "show no values: letters and digits become others")
    .option("--json", "print one JSON object")
    .addHelpText("after", PLAIN_EXIT_CODES + EXAMPLE)
    .action(async (layout: string, flags: ProofRequest & { readonly json?: true }) => {
      const { json, ...request } = flags;
      const { makeProof } = await import("../index.ts");
      const report = await makeProof(layout, request);
      if (json === true) return printJson(report);
      for (const line of reportLines(report)) printLine(line);
    });
}

function reportLines({ proof, coverage, sha256, out }: ProofReport): string[] {
  const { ways, covered, notReached } = coverage;
  const faulty = proof.cases.filter(({ codes }) => codes.length > 0);
  const listed = notReached.slice(0, LISTED_MAX);
  const more = notReached.length - listed.length;
  return [
    `Proof of ${proof.layout.name}: ${countText(proof.cases.length, "case")}`,
    `  conditions  ${covered} of ${ways} ways shown`,
    ...listed.map((one) => `    no record found  ${one}`),
    ...(more > 0 ? [`    and ${more} more in coverage.json`] : []),
    `  refused     ${countText(faulty.length, "case")} that a run would reject`,
    `  proof       ${sha256}`,
    `  written     ${shortPath(out)}`,
  ];
}
