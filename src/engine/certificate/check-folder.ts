import type { Host } from "../../base/host.ts";
import { HASH_BYTES, merkleRoot } from "../../base/merkle.ts";
import { AuditError } from "../../ledger/audit-error.ts";
import type { AuditLog } from "../../ledger/audit-log.ts";
import type { Certificate, CertificateEnvelope, CertifiedFile } from "../../model/certificate.ts";
import { countText } from "../../report/figures.ts";
import { assemblyMark } from "../assembly-mark.ts";
import { fileHash } from "../file-hash.ts";
import { type FrozenRun, frozenRunOr } from "../frozen-run.ts";
import { destructionOf } from "../retention/destruction.ts";
import { readAudit } from "../run-desk.ts";
import type { RunFolder } from "../run-folder.ts";
import { storedLeaves } from "../verify/stored-verification.ts";
import { fileLines } from "./check-files.ts";
import { pullLine } from "./check-pulls.ts";
import { unknownFiles } from "./known-files.ts";
import type { CheckLine } from "./seal-certificate.ts";

/** Holds a run's folder against its certificate, from `job.json` to the last file in it. */
export function folderLines(
  host: Host,
  folder: RunFolder,
  certificate: Certificate,
): readonly CheckLine[] {
  const { body, envelope } = certificate;
  const frozen = frozenRunOr(host, folder);
  const lines = [
    ...fileLines(host, folder, body),
    ...leafLines(host, folder, certificate),
    ...reprintLines(host, folder, envelope),
    sheetLine(host, folder, envelope),
  ];
  if (frozen instanceof Error)
    return [no("job", "job.json was changed since the run began"), ...lines];
  const audit = auditOf(host, folder, frozen);
  const ofJob = jobLine(host, folder, frozen, certificate);
  if (typeof audit === "string") return [ofJob, no("audit log", audit), ...lines];
  const { entries } = audit;
  return [
    ofJob,
    ...trailerLines(host, folder, certificate),
    auditLine(audit, certificate, destructionOf(host, folder) !== undefined),
    ...lines,
    pullLine(host, folder, body, entries),
    unknownLine(unknownFiles(host, folder, { frozen, body, entries })),
  ];
}

/** What the run was made from is what was certified, and lies there as it did then. */
function jobLine(
  host: Host,
  folder: RunFolder,
  frozen: FrozenRun,
  { body, envelope }: Certificate,
): CheckLine {
  if (frozen.jobSha256 !== body.jobSha256 || frozen.runId !== envelope.runId)
    return no("job", "job.json is not the one of the run that was certified");
  if (fileHash(host, folder.jobFile) !== envelope.jobFileSha256)
    return no("job", "job.json has other bytes than when this was issued");
  return { what: "job", ok: true, found: body.jobSha256 };
}

function auditOf(host: Host, folder: RunFolder, frozen: FrozenRun): AuditLog | string {
  try {
    return readAudit(host, folder, frozen);
  } catch (error) {
    if (!(error instanceof AuditError)) throw error;
    return error.message;
  }
}

/** What `assembly.json` says was printed on the trailers is what was certified of them. */
function trailerLines(host: Host, folder: RunFolder, { body }: Certificate): CheckLine[] {
  const { seq, hash } = assemblyMark(host, folder)?.audit ?? { seq: -1, hash: "" };
  if (seq === body.auditRoot.seq && hash === body.auditRoot.hash) return [];
  return [no("assembly", "assembly.json does not name the decision that the trailers do")];
}

/** The log must still hold what the certificate was issued with, and end there. */
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
  const remedy = isDestroyed ? "the run was destroyed since" : "issue it anew";
  const found =
    `whole, and goes on for ${countText(since, "decision")} behind entry ` +
    `${envelope.auditRoot.seq}, which this states as the last: ${remedy}`;
  return { what, ok: false, found, isUnproven: true };
}

function leafLines(host: Host, folder: RunFolder, { body }: Certificate): CheckLine[] {
  const what = "Merkle root";
  const { merkle } = body;
  if (merkle === null) return [{ what, ok: true, found: "none: the run was not verified" }];
  const leaves = storedLeaves(host, folder);
  if (leaves === undefined) return [no(what, "reports/pieces.leaves is not there")];
  // Behind them come those of what was printed once more.
  const own = leaves.subarray(0, merkle.leafCount * HASH_BYTES);
  const isWhole = own.length === merkle.leafCount * HASH_BYTES;
  const root = isWhole ? Buffer.from(merkleRoot(own)).toString("hex") : "";
  if (root !== merkle.root) return [no(what, "reports/pieces.leaves has other leaves")];
  return [{ what, ok: true, found: `over ${merkle.leafCount} leaves` }];
}

/** Files of what was printed once more, where there is any. */
export function reprintLines(
  host: Host,
  folder: RunFolder,
  { reprints }: CertificateEnvelope,
): CheckLine[] {
  if (reprints.length === 0) return [];
  const destroyed = new Set(destructionOf(host, folder)?.record.files.map(({ path }) => path));
  const files = reprints.flatMap(({ folder: inside, files: own }) =>
    own.map((file) => ({ ...file, path: `${inside}/${file.name}` })),
  );
  const left = files.filter(({ path }) => !destroyed.has(path));
  return [filesLine("reprints", host, folder, left)];
}

/** The certificate as people read it says what it said when it was issued. */
function sheetLine(host: Host, folder: RunFolder, { sheets }: CertificateEnvelope): CheckLine {
  const files = sheets.map((file) => ({ ...file, path: `reports/${file.name}` }));
  return filesLine("sheets", host, folder, files);
}

function filesLine(
  what: string,
  host: Host,
  { root }: RunFolder,
  files: readonly (CertifiedFile & { readonly path: string })[],
): CheckLine {
  const faults = files.flatMap(({ path, bytes, sha256 }) => {
    const file = `${root}/${path}`;
    if (path.split("/").includes("..")) return [`${path} is not in the run's folder`];
    if (!host.exists(file)) return [`${path} is not there`];
    const isSame = host.sizeBytes(file) === bytes && fileHash(host, file) === sha256;
    return isSame ? [] : [`${path} was changed since this was issued`];
  });
  if (faults.length > 0) return no(what, faults.join("; "));
  return { what, ok: true, found: `${countText(files.length, "file")} with the hashes stated` };
}

function unknownLine(files: readonly string[]): CheckLine {
  const what = "folder";
  if (files.length === 0) return { what, ok: true, found: "holds no file that is not the run's" };
  const more = files.length > 1 ? `, and ${files.length - 1} other` : "";
  return no(what, `${files[0]} is no file of the run, nor of a decision${more}`);
}

function no(what: string, found: string): CheckLine {
  return { what, ok: false, found };
}
