import type { KeyObject } from "node:crypto";
import { resolve } from "node:path";
import { type Diagnostic, diagnostic, UsageError } from "../../base/diagnostic.ts";
import type { Host } from "../../base/host.ts";
import { shellWord } from "../../base/shell-word.ts";
import type { AuditRoot } from "../../model/audit.ts";
import type { Certificate } from "../../model/certificate.ts";
import { checkVisible, recordedActor } from "../../run/decisions/actor.ts";
import { checkStillRegistered } from "../../run/folder/check-registered.ts";
import { refusal } from "../../run/decisions/decision-request.ts";
import { storedReport } from "../../run/decisions/write-report.ts";
import { isJobUnchanged, jobChanged } from "../../run/folder/frozen-run.ts";
import { commandHost } from "../../run/host/machine.ts";
import { destructionOf } from "../../run/decisions/destruction.ts";
import { noRun } from "../../run/decisions/decision-session.ts";
import { inDecisionSession, type DecisionSession } from "../../run/decisions/decision-session.ts";
import { RunFailure } from "../../run/run-failure.ts";
import { runFolder } from "../../run/folder/run-folder.ts";
import { RUN_FACTS } from "../../run/decisions/run-state.ts";
import { certificateBody, type CertifiedRun } from "./certificate-body.ts";
import { certificateEnvelope } from "./certificate-envelope.ts";
import {
  certificateSheets,
  type CertificateSheets,
  certifiedSheets,
  writeCertificate,
} from "./certificate-files.ts";
import { certificateFile, storedCertificate } from "../../run/folder/stored-certificate.ts";
import { fileLines } from "./check-files.ts";
import { reprintLines } from "./check-reprints.ts";
import { resourceLines } from "./check-resources.ts";
import { checkFirstBody, earlierBody } from "./first-body.ts";
import { readSigningKey } from "../../run/host/key-file.ts";
import { type CheckLine, sealCertificate, unsealed } from "./seal-certificate.ts";
import { redVerdict } from "../../run/decisions/red-verdict.ts";
import { storedVerification } from "../../run/folder/stored-verification.ts";

export interface CertificateRequest {
  /** Private key (PEM); that of the run's shop if omitted. */
  readonly key?: string | undefined;
  /** Who issues it, in their own words. */
  readonly operator?: string | undefined;
}

export interface CertificateReport {
  readonly certificate: Certificate;
  readonly file: string;
}

/**
 * Certifies a run again, from its last verification and with the decisions made since. Throws a
 * `UsageError` if the run is not finished or was destroyed, a `RunFailure` if its verifier found
 * breaches or a file has changed.
 */
export async function certifyRun(
  outFolder: string,
  request: CertificateRequest = {},
): Promise<CertificateReport> {
  checkVisible("name of the operator", request.operator ?? "");
  const host = commandHost();
  const folder = runFolder(resolve(outFolder));
  if (!host.exists(folder.jobFile)) throw new UsageError([noRun(host, outFolder)]);
  const destruction = destructionOf({ host, folder });
  if (destruction !== undefined) throw new UsageError([destruction.diagnostic]);
  return inDecisionSession(host, folder.root, recordedActor(request.operator ?? ""), (desk) =>
    certifyAtDesk(desk, request),
  );
}

function certifyAtDesk(
  desk: DecisionSession,
  { key, operator }: CertificateRequest,
): CertificateReport {
  const { host, folder, frozen, ledger, audit } = desk;
  checkStillRegistered(desk);
  const balance = storedReport(desk)?.balance;
  if (balance === undefined || ledger.fact(RUN_FACTS.balanced) !== true)
    throw notFinished(folder.root);
  const keyFile = key === undefined ? frozen.job.shop?.certificateKeyFile : resolve(key);
  const privateKey = keyFile === undefined ? undefined : readSigningKey(host, keyFile);
  const verification = storedVerification(desk);
  if (redVerdict(desk, audit.entries) !== undefined) throw breached(folder.root);
  const run = { host, folder, frozen, ledger, entries: audit.entries, balance, verification };
  const made = makeCertificate(run, audit.root, { privateKey, operator });
  const { certificate, sheets } = made;
  // An earlier certificate knows the files from when they were made.
  const bodies = [earlierBody(desk), certificate.body].filter((body) => body !== undefined);
  const lines = [
    ...bodies.flatMap((body) => fileLines(desk, body)),
    ...knownReprints(desk),
    ...resourceLines(desk, certificate.body, audit.entries),
  ];
  const changed = lines.find(({ ok }) => !ok);
  if (changed !== undefined) throw fileChanged(folder.root, changed.found);
  writeCertificate(desk, certificate, sheets);
  return { certificate, file: certificateFile(folder) };
}

/** Reprints are as they were made, and as they were certified before. */
function knownReprints(desk: DecisionSession): CheckLine[] {
  const { audit } = desk;
  const earlier = storedCertificate(desk);
  const reprints = earlier?.envelope?.reprints ?? [];
  return reprintLines(desk, { reprints }, audit.entries);
}

interface Issue {
  readonly privateKey: KeyObject | undefined;
  readonly operator: string | undefined;
}

interface MadeCertificate {
  readonly certificate: Certificate;
  readonly sheets: CertificateSheets;
}

function makeCertificate(run: CertifiedRun, auditRoot: AuditRoot, issue: Issue): MadeCertificate {
  const { host, folder } = run;
  if (!isJobUnchanged(run)) throw jobChanged(folder);
  const body = certificateBody(run);
  checkFirstBody(run, body);
  const earlier = storedCertificate(run);
  const attempts = earlier?.envelope?.attempts ?? [];
  const { operator, privateKey } = issue;
  const told = { ...certificateEnvelope(run, auditRoot, operator, attempts), sheets: [] };
  const sheets = certificateSheets(host, unsealed(body, told, privateKey));
  const envelope = { ...told, sheets: certifiedSheets(sheets) };
  return { certificate: sealCertificate(body, envelope, privateKey), sheets };
}

/**
 * Certifies a run at its close, its files just written and read back. An unreadable key is no
 * reason to leave a run open: the certificate is then not signed, and a warning says so.
 */
export function certifyAtClose(run: CertifiedRun, auditRoot: AuditRoot): readonly Diagnostic[] {
  const { host, frozen } = run;
  const keyFile = frozen.job.shop?.certificateKeyFile;
  const { privateKey, warnings } = keyAtClose(host, keyFile);
  const made = makeCertificate(run, auditRoot, { privateKey, operator: undefined });
  writeCertificate(run, made.certificate, made.sheets);
  return warnings;
}

function keyAtClose(
  host: Host,
  keyFile: string | undefined,
): { privateKey: KeyObject | undefined; warnings: readonly Diagnostic[] } {
  if (keyFile === undefined) return { privateKey: undefined, warnings: [] };
  try {
    return { privateKey: readSigningKey(host, keyFile), warnings: [] };
  } catch {
    const message = `The certificate is not signed: ${keyFile} holds no usable key.`;
    const hint = "Put the key there, then sign with `nightpress certificate DIR`.";
    const warning = diagnostic("certificate.not-signed", message, { severity: "warning", hint });
    return { privateKey: undefined, warnings: [warning] };
  }
}

function notFinished(root: string): UsageError {
  return refusal("certificate.not-finished", `The run in ${root} is not finished.`, {
    hint: `Finish it first: \`nightpress resume ${shellWord(root)}\`.`,
  });
}

function breached(root: string): RunFailure {
  return new RunFailure(
    "The verifier found breaches in the run's output: there is nothing to certify.",
    `See reports/verification.json; verify again with \`nightpress verify ${shellWord(root)}\`.`,
    root,
  );
}

function fileChanged(root: string, found: string): RunFailure {
  return new RunFailure(
    `The run's files have changed since it made them: ${found}.`,
    "Restore the originals from a copy, and find out who changed them.",
    root,
  );
}
