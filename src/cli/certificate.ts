import { type Command, Option } from "commander";
import type { CertificateCheck, CertificateCheckRequest, CertificateRequest } from "../index.ts";
import { CHANNELS } from "../model/channel.ts";
import { countText } from "../report/figures.ts";
import { exitCodes, PLAIN_EXIT_CODES } from "./exit-codes.ts";
import { wholeNumber } from "./option-values.ts";
import { shortPath } from "./print-diagnostics.ts";
import { printJson, printLine } from "./terminal.ts";

const CHECK_EXIT_CODES = `
Exit codes:
  0  everything holds
  1  something does not hold; the line marked NO says what
  2  bad usage, or there is nothing to check
  3  nothing is wrong, but the certificate is unsigned or not signed by the trusted key
     (--unsigned-ok accepts that), or decisions were made since it was issued`;

const EXAMPLE = `

A run writes reports/certificate.json, .html and .pdf when it closes. A certificate issued again
has the same body and lists the decisions made since.

Examples:
  nightpress certificate keygen ~/keys/shop.pem
  nightpress certificate out/2026-10 --key ~/keys/shop.pem --operator "A. Novak"
  nightpress certificate check out/2026-10 --public-key shop.pem.pub`;

const PROOF_EXAMPLE = `

Examples:
  nightpress certificate check out/2026-10 --public-key shop.pem.pub
  nightpress certificate check out/2026-10 --piece 4711 --proof piece-4711.json`;

interface JsonFlag {
  readonly json?: true;
}

/** `nightpress certificate DIR|check|check-proof|keygen`: signed statements of what was proven. */
export function addCertificate(program: Command): void {
  const command = program
    .command("certificate")
    .summary("issue or check the certificate of a run, or the proof of one piece")
    .description("Certifies what was spooled and verified, and checks what was certified.")
    .addHelpText("after", PLAIN_EXIT_CODES + EXAMPLE);
  addIssue(command);
  addCheck(command);
  addCheckProof(command);
  addKeygen(command);
}

function addIssue(command: Command): void {
  command
    .command("issue", { isDefault: true })
    .summary("issue it again with the decisions made since (`issue` can be left out)")
    .description("Certifies a run from its last verification and its decisions.")
    .argument("<dir>", "the run's output folder")
    .option("--key <file>", "private key that signs it (default: the shop's key)")
    .option("--operator <name>", "who issues it; recorded in the certificate")
    .option("--json", "print one JSON object")
    .addHelpText("after", PLAIN_EXIT_CODES + EXAMPLE)
    .action(async (folder: string, { json, ...request }: CertificateRequest & JsonFlag) => {
      const { certifyRun } = await import("../index.ts");
      const { certificate, file } = await certifyRun(folder, request);
      if (json === true) return printJson(certificate);
      const { bodySha256, signature } = certificate;
      printLine(`Certified: ${shortPath(file)}`);
      printLine(`  body       ${bodySha256}`);
      printLine(`  signed by  ${signature?.keyid ?? "nobody (no key)"}`);
    });
}

function addCheck(command: Command): void {
  command
    .command("check")
    .summary("check a certificate against its signature and the run's files")
    .description("Checks a run's certificate, and proves one piece from its bytes if you name one.")
    .argument("<dir>", "the run's output folder")
    .addOption(trustedKey())
    .addOption(unsignedOk())
    .option("--piece <n>", "prove the mailpiece of this number", wholeNumber(1, 1e12))
    .option("--key <key>", "prove what was made from the record with this key")
    .option(
      "--ordinal <n>",
      "prove what was made from the record at this place in the input",
      wholeNumber(0, 1e12),
    )
    .addOption(
      new Option("--channel <name>", "which channel, if there are several").choices(CHANNELS),
    )
    .option("--proof <file>", "write the proof to a new file")
    .option("--json", "print one JSON object")
    .addHelpText("after", CHECK_EXIT_CODES + PROOF_EXAMPLE)
    .action(async (folder: string, { json, ...request }: CertificateCheckRequest & JsonFlag) => {
      const { checkCertificate } = await import("../index.ts");
      show(await checkCertificate(folder, request), json, request.proof);
    });
}

function addCheckProof(command: Command): void {
  command
    .command("check-proof")
    .summary("check the proof of a piece, without the run")
    .description("Checks that a piece is in a certified run, from the proof alone.")
    .argument("<file>", "the proof")
    .addOption(trustedKey())
    .addOption(unsignedOk())
    .option("--json", "print one JSON object")
    .addHelpText("after", CHECK_EXIT_CODES)
    .action(async (file: string, flags: TrustFlags & JsonFlag) => {
      const { checkProof } = await import("../index.ts");
      const { publicKey, unsignedOk: taken, json } = flags;
      show(await checkProof(file, publicKey, taken), json, undefined);
    });
}

interface TrustFlags {
  readonly publicKey?: string;
  readonly unsignedOk?: true;
}

function trustedKey(): Option {
  return new Option("--public-key <file>", "the trusted key, which must have signed it");
}

function unsignedOk(): Option {
  const what = "accept a certificate that is unsigned or signed by an unknown key";
  return new Option("--unsigned-ok", what).conflicts("publicKey");
}

function addKeygen(command: Command): void {
  command
    .command("keygen")
    .summary("make a key pair: FILE signs, FILE.pub checks")
    .description(
      "Makes an Ed25519 key pair. Name FILE in the shop's file as `certificate: { key: FILE }`.",
    )
    .argument("<file>", "a new file for the private key")
    .option("--json", "print one JSON object")
    .addHelpText("after", PLAIN_EXIT_CODES)
    .action(async (file: string, { json }: JsonFlag) => {
      const { makeOperatorKey } = await import("../index.ts");
      const report = await makeOperatorKey(file);
      if (json === true) return printJson(report);
      printLine(`Private key: ${shortPath(report.privateKey)} (keep it; nobody else may read it)`);
      printLine(`Public key:  ${shortPath(report.publicKey)} (give it to those who check)`);
      printLine(`Fingerprint: ${report.keyid}`);
    });
}

function show(
  check: CertificateCheck,
  json: true | undefined,
  proofFile: string | undefined,
): void {
  const { ok, lines, proof } = check;
  if (!ok) process.exitCode = check.isUnproven ? exitCodes.held : exitCodes.failed;
  if (json === true) return printJson(check);
  for (const line of lines)
    printLine(`${line.ok ? "ok" : "NO"}  ${line.what.padEnd(11)} ${line.found}`);
  if (proof !== undefined) printLine(proofText(proof));
  if (ok && proofFile !== undefined) printLine(`Proof written: ${shortPath(proofFile)}`);
}

function proofText({ item, path, certificate }: NonNullable<CertificateCheck["proof"]>): string {
  const { name, cycle, mode } = certificate.body.job;
  const { channel, output, document, piece, generation, sheets, pages, contentSha256 } = item;
  const paper = `${countText(sheets, "sheet")}, ${countText(pages, "page")}`;
  const what = channel === "print" ? `piece ${piece}, generation ${generation}, ${paper}` : channel;
  return [
    `${name} ${cycle}${mode === "test" ? " (test)" : ""}: ${what}`,
    `  document   ${document} of the input, in ${output}`,
    `  content    ${contentSha256}`,
    ...path.map((hash, nth) => `  ${nth === 0 ? "path      " : "          "} ${hash}`),
  ].join("\n");
}
