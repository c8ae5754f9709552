import type { KeyObject } from "node:crypto";
import { resolve } from "node:path";
import { diagnostic, UsageError } from "../../base/diagnostic.ts";
import { type Host, writeFileAtomic } from "../../base/host.ts";
import { HASH_BYTES, merkleRoot } from "../../base/merkle.ts";
import { AuditError } from "../../ledger/audit-error.ts";
import type { Certificate, PieceProof } from "../../model/certificate.ts";
import { refusal } from "../decisions/decision-request.ts";
import { readFrozenRun } from "../frozen-run.ts";
import { commandHost } from "../machine.ts";
import { noRun, readAudit } from "../run-desk.ts";
import { type RunFolder, runFolder } from "../run-folder.ts";
import type { DocumentChoice } from "../search/sent-document.ts";
import { certificateFile, parsedJson, storedCertificate } from "./certificate-files.ts";
import { fileLines } from "./check-files.ts";
import { readPublicKey } from "./operator-key.ts";
import { checkProofLines, pathLine } from "./piece-proof.ts";
import { provenPiece } from "./proven-piece.ts";
import { type CheckLine, checkSeal } from "./seal-certificate.ts";
import { storedLeaves } from "../verify/stored-verification.ts";

export interface CertificateCheckRequest extends DocumentChoice {
  /** A public key (PEM) that is trusted; the one in the certificate where it is left out. */
  readonly publicKey?: string | undefined;
  /** Where the proof of the piece is to be written. */
  readonly proof?: string | undefined;
}

/** What was looked at, and whether all of it holds. */
export interface CertificateCheck {
  readonly ok: boolean;
  readonly lines: readonly CheckLine[];
  /** Of the piece that was asked for, where it is proven. */
  readonly proof?: PieceProof;
}

/**
 * Holds a run's certificate against itself, its signature, and the files of the run; and proves one
 * piece from its bytes, where one is named. Throws a `UsageError` where there is nothing to check.
 */
export async function checkCertificate(
  outFolder: string,
  request: CertificateCheckRequest = {},
): Promise<CertificateCheck> {
  const host = await commandHost(undefined);
  const folder = runFolder(resolve(outFolder));
  if (!host.exists(folder.jobFile)) throw new UsageError([noRun(outFolder)]);
  const stored = storedCertificate(host, folder);
  if (stored === undefined) throw noCertificate(folder);
  const trusted = trustedKey(host, request.publicKey);
  return guarded(certificateFile(folder), () =>
    checkRun(host, folder, stored as Certificate, trusted, request),
  );
}

/** Checks a proof alone. Throws a `UsageError` where the file is no proof. */
export async function checkProof(file: string, publicKey?: string): Promise<CertificateCheck> {
  const host = await commandHost(undefined);
  const path = resolve(file);
  const proof = host.exists(path) ? (parsedJson(host.readFile(path)) as PieceProof | null) : null;
  if (proof?.format !== "nightpress-proof-1")
    throw refusal("certificate.no-proof", `There is no proof in ${file}.`, {
      hint: "`nightpress certificate check DIR --piece N --proof FILE` writes one.",
    });
  const trusted = trustedKey(host, publicKey);
  return guarded(file, () => {
    const lines = checkProofLines(proof, trusted);
    return { ok: lines.every(({ ok }) => ok), lines, proof };
  });
}

function trustedKey(host: Host, file: string | undefined): KeyObject | undefined {
  return file === undefined ? undefined : readPublicKey(host, resolve(file));
}

function checkRun(
  host: Host,
  folder: RunFolder,
  certificate: Certificate,
  trusted: KeyObject | undefined,
  request: CertificateCheckRequest,
): CertificateCheck {
  const lines = [
    ...checkSeal(certificate, trusted),
    auditLine(host, folder, certificate),
    ...fileLines(host, folder, certificate.body),
    ...leafLines(host, folder, certificate),
  ];
  const { key, ordinal, piece } = request;
  if (key === undefined && ordinal === undefined && piece === undefined)
    return { ok: lines.every(({ ok }) => ok), lines };
  const proof = provenPiece(host, folder, certificate, request);
  lines.push(...("format" in proof ? [pathLine(proof)] : [proof]));
  const ok = lines.every((line) => line.ok);
  if (!ok || !("format" in proof)) return { ok, lines };
  if (request.proof !== undefined) writeProof(host, resolve(request.proof), proof);
  return { ok, lines, proof };
}

/** The log has gone on since, and must still hold what the certificate was issued with. */
function auditLine(host: Host, folder: RunFolder, { body, envelope }: Certificate): CheckLine {
  const what = "audit log";
  try {
    const audit = readAudit(host, folder, readFrozenRun(host, folder));
    for (const root of [body.auditRoot, envelope.auditRoot]) audit.checkRoot(root);
    const since = audit.root.seq - envelope.auditRoot.seq;
    return { what, ok: true, found: `whole; ${since} decisions since this was issued` };
  } catch (error) {
    if (!(error instanceof AuditError)) throw error;
    return { what, ok: false, found: error.message };
  }
}

function leafLines(host: Host, folder: RunFolder, { body }: Certificate): CheckLine[] {
  const what = "Merkle root";
  const { merkle } = body;
  if (merkle === null) return [{ what, ok: true, found: "none: the run was not verified" }];
  const leaves = storedLeaves(host, folder);
  if (leaves === undefined)
    return [{ what, ok: false, found: "reports/pieces.leaves is not there" }];
  // Behind them come those of what was printed once more.
  const own = leaves.subarray(0, merkle.leafCount * HASH_BYTES);
  const isWhole = own.length === merkle.leafCount * HASH_BYTES;
  const root = isWhole ? Buffer.from(merkleRoot(own)).toString("hex") : "";
  const ok = root === merkle.root;
  const found = ok ? `over ${merkle.leafCount} leaves` : "reports/pieces.leaves has other leaves";
  return [{ what, ok, found }];
}

function writeProof(host: Host, path: string, proof: PieceProof): void {
  if (host.exists(path))
    throw refusal("certificate.proof-there", `There is a file ${path} already.`, {
      hint: "Name a new file for the proof.",
    });
  writeFileAtomic(host, path, new TextEncoder().encode(`${JSON.stringify(proof, null, 1)}\n`));
}

/** A file that was changed by hand may lack anything: what cannot be read does not hold. */
function guarded(file: string, check: () => CertificateCheck): CertificateCheck {
  try {
    return check();
  } catch (error) {
    const isForm = error instanceof TypeError || (error as Error).name === "InvariantError";
    if (!isForm) throw error;
    const found = `${file} is not of the form of a certificate`;
    return { ok: false, lines: [{ what: "form", ok: false, found }] };
  }
}

function noCertificate({ root }: RunFolder): UsageError {
  return new UsageError([
    diagnostic("certificate.none", `The run in ${root} has no certificate.`, {
      hint: `Issue one by \`nightpress certificate ${root}\`.`,
    }),
  ]);
}
