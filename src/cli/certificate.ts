import { type Command, Option } from "commander";
import type { CertificateCheck, CertificateCheckRequest, CertificateRequest } from "../index.ts";
import { CHANNELS } from "../model/channel.ts";
import { exitCodes, PLAIN_EXIT_CODES } from "./exit-codes.ts";
import { wholeNumber } from "./option-values.ts";
import { shortPath } from "./print-diagnostics.ts";
import { printJson, printLine } from "./terminal.ts";

const CHECK_EXIT_CODES = `
Exit codes:
  0  everything holds
  1  something does not; the line marked NO says what
  2  bad usage, or there is nothing to check
  3  nothing is wrong, but nobody known vouches for all of it: it is not signed, or not by the
     trusted key (--unsigned-ok takes it), or decisions came since it was issued`;

const EXAMPLE = `

A run writes reports/certificate.json, .html and .pdf when it closes. Issued again, the certificate
has the same body, and tells of what was decided since.

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

/** `nightpress certificate DIR|check|check-proof|keygen`: what was proven of a run, signed. */
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
    .summary("issue it anew, with what was decided since (`issue` can be left out)")
    .description("Certifies a run from what the verifier found last, and from its decisions.")
    .argument("<dir>", "the run's output folder")
    .option("--key <file>", "private key that signs it (default: that of the shop)")
    .option("--operator <name>", "who issues it; stays in the certificate")
    .option("--json", "print one JSON object")
    .addHelpText("after", PLAIN_EXIT_CODES + EXAMPLE)
    .action(async (folder: string, { json, ...request }: CertificateRequest & JsonFlag) => {
      const { certifyRun } = await import("../index.ts");
      const { certificate, file } = await certifyRun(folder, request);
      if (json === true) return printJson(certificate);
      const { bodySha256, signature } = certificate;
      printLine(`Certified: ${shortPath(file)}`);
      printLine(`  body       ${bodySha256}`);
      printLine(`  signed by  ${signature?.keyid ?? "nobody: there is no key"}`);
    });
}

function addCheck(command: Command): void {
  command
    .command("check")
    .summary("hold a certificate against its signature and the run's files")
    .description(
      "Checks a run's certificate, and proves one piece from its bytes where one is named.",
    )
    .argument("<dir>", "the run's output folder")
    .addOption(trustedKey())
    .addOption(unsignedOk())
    .option("--piece <n>", "prove the mailpiece of this number", wholeNumber(1, 1e12))
    .option("--key <key>", "prove what was made of the record with this key")
    .option("--ordinal <n>", "prove what was made of this place in the input", wholeNumber(0, 1e12))
    .addOption(new Option("--channel <name>", "where there are several").choices(CHANNELS))
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
  return new Option("--public-key <file>", "the key that must have signed it");
}

function unsignedOk(): Option {
  const what = "take it also where nobody signed it, or nobody known";
  return new Option("--unsigned-ok", what).conflicts("publicKey");
}

function addKeygen(command: Command): void {
  command
    .command("keygen")
    .summary("make a pair of keys: FILE signs, FILE.pub checks")
    .description(
      "Makes an Ed25519 pair. Name FILE in the shop's file as `certificate: { key: FILE }`.",
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
  const what =
    channel === "print"
      ? `piece ${piece}, generation ${generation}, ${sheets} sheets, ${pages} pages`
      : channel;
  return [
    `${name} ${cycle}${mode === "test" ? " (test)" : ""}: ${what}`,
    `  document   ${document} of the input, in ${output}`,
    `  content    ${contentSha256}`,
    ...path.map((hash, nth) => `  ${nth === 0 ? "path      " : "          "} ${hash}`),
  ].join("\n");
}
