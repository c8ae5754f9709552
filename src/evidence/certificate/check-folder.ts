import { HASH_BYTES, merkleRoot } from "../../base/merkle.ts";
import { AuditError } from "../../audit/audit-error.ts";
import type { AuditLog } from "../../audit/audit-log.ts";
import type { AuditEntry } from "../../model/audit.ts";
import type { Certificate, CertificateEnvelope } from "../../model/certificate.ts";
import { countText } from "../../report/figures.ts";
import { assemblyMark } from "../../run/folder/assembly-mark.ts";
import { fileHash } from "../../base/file-hash.ts";
import { frozenRunOr } from "../../run/folder/frozen-run.ts";
import { destructionOf } from "../../run/decisions/destruction.ts";
import { readAudit } from "../../run/decisions/decision-session.ts";
import { storedLeaves } from "../../run/folder/stored-verification.ts";
import { fileLines } from "./check-files.ts";
import { pullLine } from "./check-pulls.ts";
import { reprintLines } from "./check-reprints.ts";
import { resourceLines } from "./check-resources.ts";
import { unknownFiles } from "./known-files.ts";
import type { CheckLine } from "./seal-certificate.ts";
import { statedLine } from "./stated-files.ts";
import type { BegunRun, RunPlace } from "../../run/folder/open-run.ts";

/** Checks a run's folder against its certificate, from `job.json` to the last file in it. */
export function folderLines(run: RunPlace, certificate: Certificate): readonly CheckLine[] {
  const { host, folder } = run;
  const { body, envelope } = certificate;
  const frozen = frozenRunOr(run);
  const lines = [...fileLines(run, body), ...leafLines(run, certificate), sheetLine(run, envelope)];
  const reprints = (entries: readonly AuditEntry[]): CheckLine[] =>
    reprintLines(run, envelope, entries);
  if (frozen instanceof Error)
    return [no("job", "job.json has changed since the run began"), ...lines, ...reprints([])];
  const audit = auditOf({ host, folder, frozen });
  const ofJob = jobLine({ host, folder, frozen }, certificate);
  if (typeof audit === "string") return [ofJob, no("audit log", audit), ...lines, ...reprints([])];
  const { entries } = audit;
  return [
    ofJob,
    ...trailerLines(run, certificate),
    auditLine(audit, certificate, destructionOf(run) !== undefined),
    ...lines,
    ...reprints(entries),
    ...resourceLines({ host, folder, frozen }, body, entries),
    pullLine(run, body, entries),
    unknownLine(unknownFiles(run, { frozen, body, entries })),
  ];
}

/** What the run was made from is what was certified, and has not changed since. */
function jobLine({ host, folder, frozen }: BegunRun, { body, envelope }: Certificate): CheckLine {
  if (frozen.jobSha256 !== body.jobSha256 || frozen.runId !== envelope.runId)
    return no("job", "job.json is not that of the certified run");
  if (fileHash(host, folder.jobFile) !== envelope.jobFileSha256)
    return no("job", "job.json has changed since this was issued");
  return { what: "job", ok: true, found: body.jobSha256 };
}

function auditOf(run: BegunRun): AuditLog | string {
  try {
    return readAudit(run);
  } catch (error) {
    if (!(error instanceof AuditError)) throw error;
    return error.message;
  }
}

/** What was printed on the trailers according to `assembly.json` is what was certified. */
function trailerLines(run: RunPlace, { body }: Certificate): CheckLine[] {
  const { seq, hash } = assemblyMark(run)?.audit ?? { seq: -1, hash: "" };
  if (seq === body.auditRoot.seq && hash === body.auditRoot.hash) return [];
  return [no("assembly", "assembly.json does not name the decision on the trailers")];
}

/** The log must still have what it had when the certificate was issued, at that place. */
function auditLine(
  audit: AuditLog,
  { body, envelope }: Certificate,
  isDestroyed: boolean,
): CheckLine {
  const what = "audit log";
  try {
    for (const root of [body.auditRoot, envelope.auditRoot]) audit.checkRoot(root);
  } catch (error) {
    if (!(error instanceof AuditError)) throw error;
    return no(what, error.message);
  }
  const since = audit.root.seq - envelope.auditRoot.seq;
  if (since === 0) return { what, ok: true, found: `whole, to entry ${audit.root.seq}` };
  const remedy = isDestroyed ? "the run has been destroyed since" : "issue it again";
  const found =
    `whole, with ${countText(since, "decision")} after entry ` +
    `${envelope.auditRoot.seq}, which this states as the last: ${remedy}`;
  return { what, ok: false, found, isUnproven: true };
}

function leafLines(run: RunPlace, { body }: Certificate): CheckLine[] {
  const what = "Merkle root";
  const { merkle } = body;
  if (merkle === null) return [{ what, ok: true, found: "none: the run was not verified" }];
  const leaves = storedLeaves(run);
  if (leaves === undefined) return [no(what, "reports/pieces.leaves is missing")];
  // The leaves of reprints follow them.
  const own = leaves.subarray(0, merkle.leafCount * HASH_BYTES);
  const isWhole = own.length === merkle.leafCount * HASH_BYTES;
  const root = isWhole ? Buffer.from(merkleRoot(own)).toString("hex") : "";
  if (root !== merkle.root) return [no(what, "reports/pieces.leaves has different leaves")];
  return [{ what, ok: true, found: `over ${merkle.leafCount} leaves` }];
}

/** The certificate for people still says what it said when it was issued. */
function sheetLine(run: RunPlace, { sheets }: CertificateEnvelope): CheckLine {
  const files = sheets.map((file) => ({ ...file, path: `reports/${file.name}` }));
  return statedLine(run, "sheets", files);
}

function unknownLine(files: readonly string[]): CheckLine {
  const what = "folder";
  if (files.length === 0) return { what, ok: true, found: "holds only the run's own files" };
  const more = files.length > 1 ? `, and ${files.length - 1} other` : "";
  return no(what, `${files[0]} belongs neither to the run nor to a decision${more}`);
}

function no(what: string, found: string): CheckLine {
  return { what, ok: false, found };
}
