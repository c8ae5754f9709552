import { canonicalJson } from "../../base/canonical-json.ts";
import { diagnostic } from "../../base/diagnostic.ts";
import { sha256 } from "../../base/hash.ts";
import { Register } from "../../register/register.ts";
import type { CertificateBody } from "../../model/certificate.ts";
import { RunFailure } from "../../run/run-failure.ts";
import type { CertifiedRun } from "./certificate-body.ts";
import { certificateFile, storedCertificate } from "../../run/folder/stored-certificate.ts";

/**
 * Checks a body against the first that the run was certified with, by the register's record and by
 * the existing certificate. No decision about a run changes its body, so a different one means
 * tampering: throws a `RunFailure`, and the first certificate remains.
 */
export function checkFirstBody(run: CertifiedRun, body: CertificateBody): void {
  const { host, folder, frozen } = run;
  const { job, runId } = frozen;
  const { result } = body.verification;
  const own = sha256(canonicalJson(body));
  const earlier = earlierBody(run);
  const isOther = earlier !== undefined && sha256(canonicalJson(earlier)) !== own;
  // A run that was not verified may be verified later: its certificate then says more.
  if (isOther && earlier.verification.result === result) throw otherBody(run, earlier, body);
  if (job.mode !== "production" || !host.exists(job.registerFile)) return;
  const first = Register.with(host, job.registerFile, ({ seals }) =>
    seals.keepBody(runId, result, own),
  );
  if (first !== own) throw otherBody({ host, folder }, earlier, body);
}

/** The body of the existing certificate, if that is complete. */
export function earlierBody(
  run: Pick<CertifiedRun, "host" | "folder">,
): CertificateBody | undefined {
  const earlier = storedCertificate(run);
  const body = earlier?.body;
  return sha256(canonicalJson(body ?? null)) === earlier?.bodySha256 ? body : undefined;
}

function otherBody(
  { folder }: Pick<CertifiedRun, "host" | "folder">,
  earlier: CertificateBody | undefined,
  body: CertificateBody,
): RunFailure {
  const parts = earlier === undefined ? [] : differingParts(earlier, body);
  const what = parts.length === 0 ? "" : ` It differs in: ${parts.join(", ")}.`;
  const message =
    "The run's certificate would differ from its first certificate, and no decision " +
    `can change that.${what}`;
  const hint =
    "Restore job.json, ledger, reports and outputs from a copy, find out who changed them, then " +
    "verify and certify again. The first certificate remains valid.";
  const source = { file: certificateFile(folder), line: 1, column: 1, path: parts[0] ?? "body" };
  const finding = diagnostic("certificate.other-body", message, { source, hint });
  return new RunFailure(message, hint, folder.root, [finding]);
}

/** Names the members of the body that differ. */
function differingParts(earlier: CertificateBody, body: CertificateBody): string[] {
  const [before, now] = [earlier, body].map((one) => new Map<string, unknown>(Object.entries(one)));
  const names = new Set([...(before?.keys() ?? []), ...(now?.keys() ?? [])]);
  const text = (value: unknown): string => canonicalJson(value ?? null);
  return [...names].filter((name) => text(before?.get(name)) !== text(now?.get(name))).sort();
}
