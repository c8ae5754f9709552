import { InvariantError } from "../../base/assert.ts";
import type { KeyObject } from "node:crypto";
import { resolve } from "node:path";
import { diagnostic, UsageError } from "../../base/diagnostic.ts";
import { type Host, writeFileAtomic } from "../../base/host.ts";
import { shellWord } from "../../base/shell-word.ts";
import type { Certificate, PieceProof } from "../../model/certificate.ts";
import { refusal } from "../../run/decisions/decision-request.ts";
import { commandHost } from "../../run/host/machine.ts";
import { noRun } from "../../run/decisions/decision-session.ts";
import { type RunFolder, runFolder } from "../../run/folder/run-folder.ts";
import type { DocumentChoice } from "../sent-document.ts";
import {
  certificateFile,
  parsedJson,
  storedCertificate,
} from "../../run/folder/stored-certificate.ts";
import { folderLines } from "./check-folder.ts";
import { readPublicKey } from "../../run/host/key-file.ts";
import { checkProofLines, pathLine } from "./piece-proof.ts";
import { provenPiece } from "./proven-piece.ts";
import { type CheckLine, checkSeal, type Trust } from "./seal-certificate.ts";
import type { RunPlace } from "../../run/folder/open-run.ts";

export interface CertificateCheckRequest extends DocumentChoice {
  /** A trusted public key (PEM). Without one, no signer is known. */
  readonly publicKey?: string | undefined;
  /** Accepts a certificate without a signature, or with that of an unknown signer. */
  readonly unsignedOk?: boolean | undefined;
  /** Where the proof of the piece is to be written. */
  readonly proof?: string | undefined;
}

/** What was checked, and whether all of it holds. */
export interface CertificateCheck {
  readonly ok: boolean;
  /** Nothing is wrong, but no known signer vouches for part of it: exit code 3. */
  readonly isUnproven: boolean;
  readonly lines: readonly CheckLine[];
  /** For the requested piece, if it is proven. */
  readonly proof?: PieceProof;
}

/**
 * Checks a run's certificate against itself, its signature, and the files of the run; and proves
 * one piece from its bytes, if one is named. Throws a `UsageError` if there is nothing to check.
 */
export async function checkCertificate(
  outFolder: string,
  request: CertificateCheckRequest = {},
): Promise<CertificateCheck> {
  const host = commandHost();
  const folder = runFolder(resolve(outFolder));
  if (!host.exists(folder.jobFile)) throw new UsageError([noRun(host, outFolder)]);
  const stored = storedCertificate({ host, folder });
  if (stored === undefined) throw noCertificate(folder);
  const trust = { key: trustedKey(host, request.publicKey), unsignedOk: request.unsignedOk };
  return guarded(certificateFile(folder), () =>
    checkRun({ host, folder }, stored as Certificate, trust, request),
  );
}

/** Checks a proof by itself. Throws a `UsageError` if the file is not a proof. */
export async function checkProof(
  file: string,
  publicKey?: string,
  unsignedOk?: boolean,
): Promise<CertificateCheck> {
  const host = commandHost();
  const path = resolve(file);
  const proof = host.exists(path) ? (parsedJson(host.readFile(path)) as PieceProof | null) : null;
  if (proof?.format !== "nightpress-proof-1")
    throw refusal("certificate.no-proof", `${file} holds no proof.`, {
      hint: "`nightpress certificate check DIR --piece N --proof FILE` writes one.",
    });
  const trust = { key: trustedKey(host, publicKey), unsignedOk };
  return guarded(file, () => ({ ...checkOf(checkProofLines(proof, trust)), proof }));
}

function trustedKey(host: Host, file: string | undefined): KeyObject | undefined {
  return file === undefined ? undefined : readPublicKey(host, resolve(file));
}

function checkRun(
  run: RunPlace,
  certificate: Certificate,
  trust: Trust,
  request: CertificateCheckRequest,
): CertificateCheck {
  const { host } = run;
  const lines = [...checkSeal(certificate, trust), ...folderLines(run, certificate)];
  const { key, ordinal, piece } = request;
  if (key === undefined && ordinal === undefined && piece === undefined) return checkOf(lines);
  const proof = provenPiece(run, certificate, request);
  lines.push(...("format" in proof ? [pathLine(proof)] : [proof]));
  const check = checkOf(lines);
  if (!check.ok || !("format" in proof)) return check;
  if (request.proof !== undefined) writeProof(host, resolve(request.proof), proof);
  return { ...check, proof };
}

function checkOf(lines: readonly CheckLine[]): CertificateCheck {
  const failing = lines.filter(({ ok }) => !ok);
  const isUnproven = failing.length > 0 && failing.every((line) => line.isUnproven === true);
  return { ok: failing.length === 0, isUnproven, lines };
}

function writeProof(host: Host, path: string, proof: PieceProof): void {
  if (host.exists(path))
    throw refusal("certificate.proof-there", `The file ${path} already exists.`, {
      hint: "Name a new file for the proof.",
    });
  writeFileAtomic(host, path, new TextEncoder().encode(`${JSON.stringify(proof, null, 1)}\n`));
}

/** A file that was edited by hand may lack anything: what cannot be read does not hold. */
function guarded(file: string, check: () => CertificateCheck): CertificateCheck {
  try {
    return check();
  } catch (error) {
    const isForm = error instanceof TypeError || error instanceof InvariantError;
    if (!isForm) throw error;
    const found = `${file} is not a certificate`;
    return checkOf([{ what: "form", ok: false, found }]);
  }
}

function noCertificate({ root }: RunFolder): UsageError {
  return new UsageError([
    diagnostic("certificate.none", `The run in ${root} has no certificate.`, {
      hint: `Issue one with \`nightpress certificate ${shellWord(root)}\`.`,
    }),
  ]);
}
