import { basename } from "node:path";
import { defined } from "../../base/assert.ts";
import type { Host } from "../../base/host.ts";
import type { Ledger } from "../../ledger/ledger.ts";
import type { RunApproval } from "../../model/approval.ts";
import type { AuditEntry } from "../../model/audit.ts";
import type {
  CertificateBody,
  CertifiedBatch,
  CertifiedFile,
  CertifiedSpool,
  CertifiedVerification,
  FrozenHashes,
  RecordCounts,
  SerialRange,
} from "../../model/certificate.ts";
import type { BalanceLine } from "../../model/run-report.ts";
import type { ScannedFile } from "../../model/shard.ts";
import type { Verification } from "../../model/verification.ts";
import { assemblyMark } from "../../run/folder/assembly-mark.ts";
import { certifiedFile, companionFile } from "../../run/folder/companion-file.ts";
import type { FrozenRun } from "../../run/folder/frozen-run.ts";
import { type FrozenList, lateLists } from "../../run/folder/suppressions.ts";
import type { RunFolder } from "../../run/folder/run-folder.ts";
import { rejectsAllowed } from "../../run/rejects/reject-limit.ts";
import type { OpenRun } from "../../run/folder/open-run.ts";

const SPOOL_LISTS = [".csv", ".ticket.json"];
const BATCH_LISTS = [".csv"];

/** What a certificate is made from: the run as it is on disk, and what was proven about it. */
export interface CertifiedRun {
  readonly host: Host;
  readonly folder: RunFolder;
  readonly frozen: FrozenRun;
  readonly ledger: Ledger;
  readonly entries: readonly AuditEntry[];
  /** The sums that the run closed with. */
  readonly balance: readonly BalanceLine[];
  /** Undefined if the run was not verified. */
  readonly verification: Verification | undefined;
}

/**
 * The body of a run's certificate. It follows from the job only, so nothing that differs between
 * two runs of it may be included: no run id, path, time or name, and nothing that was decided since
 * assembly.
 */
export function certificateBody(run: CertifiedRun): CertificateBody {
  const { host, folder, frozen, ledger, verification } = run;
  const { job, jobMark, parent, program } = frozen;
  const { name, cycle, mode, asOf, seed } = job;
  const { audit, resources = null } = defined(assemblyMark(run), "assembly's beginning");
  const span = ledger.serialSpan();
  return {
    format: "nightpress-certificate-1",
    program,
    job: { name, cycle, mode, asOf, mark: jobMark, child: parent?.child ?? 0, seed },
    jobSha256: frozen.jobSha256,
    frozen: frozenHashes(run, audit.seq),
    serials: span === undefined ? null : serialRange(job.mail.mailerId, span),
    records: recordCounts(run),
    balance: balanceLines(run),
    verification: certifiedVerification(verification),
    resources,
    ...(frozen.approval && { approval: certifiedApproval(frozen.approval) }),
    spools: certifiedSpools(run),
    batches: certifiedBatches(run),
    rejects: host.exists(folder.rejectsFile) ? certifiedFile(host, folder.rejectsFile) : null,
    auditRoot: { seq: audit.seq, hash: audit.hash },
    merkle:
      verification === undefined
        ? null
        : { root: verification.own.merkleRoot, leafCount: verification.own.leafCount },
  };
}

/** Names are those that the shop has, or that were typed. */
function certifiedApproval(approval: RunApproval): NonNullable<CertificateBody["approval"]> {
  if (approval.result === "overridden") return approval;
  const { result, sha256, proof, until, approvers } = approval;
  const named = approvers.map(({ seq, by, person = by }) => ({ seq, by: person }));
  return { result, sha256, proof, until, approvers: named };
}

function frozenHashes({ frozen, entries }: CertifiedRun, assembledAt: number): FrozenHashes {
  const { plan, scan, seeds, suppressions, channels } = frozen;
  const late = lateLists(entries.filter(({ seq }) => seq <= assembledAt));
  return {
    inputs: scan.files.map(scannedFile),
    layout: { name: plan.name, sha256: plan.hash },
    fonts: plan.fonts.map(({ id, hash }) => ({ name: id, sha256: hash })),
    images: plan.images
      .filter(({ ground }) => ground === undefined)
      .map(({ name, hash }) => ({ name, sha256: hash })),
    seeds: (seeds?.files ?? []).map(scannedFile),
    suppressions: [...(suppressions ? [suppressions] : []), ...late].map(listHash),
    channels,
  };
}

/** Those of the ledger, and those that the verifier added up. */
function balanceLines({ balance, verification }: CertifiedRun): BalanceLine[] {
  const ofLedger = balance.filter(({ stage }) => stage !== "verify");
  return [...ofLedger, ...(verification?.balance ?? [])].map(balanceLine);
}

function balanceLine({ stage, what, left, right, ok }: BalanceLine): BalanceLine {
  return { stage, what, left, right, ok };
}

function listHash({ sha256, keys }: FrozenList): { sha256: string; keys: number } {
  return { sha256, keys };
}

function scannedFile({ file, sizeBytes, sha256 }: ScannedFile): CertifiedFile {
  return { name: basename(file), bytes: sizeBytes, sha256 };
}

function serialRange(
  mailerId: string,
  { first, count }: { first: number; count: number },
): SerialRange {
  return { mailerId, first, last: first + count - 1 };
}

function recordCounts({
  frozen: { job, scan, seeds, unitLimit },
  ledger,
}: Pick<OpenRun, "frozen" | "ledger">): RecordCounts {
  const read = Math.min(scan.unitCount, unitLimit);
  const rejects = ledger.rejects();
  const rejected = rejects.reduce((sum, { count }) => sum + count, 0);
  return {
    read,
    seeds: seeds?.count ?? 0,
    ended: ledger.dispositions(),
    rejects,
    pastRejectLimit: rejected > rejectsAllowed(job.limits.rejects, read),
  };
}

function certifiedVerification(found: Verification | undefined): CertifiedVerification {
  if (found === undefined) return { result: "not verified" };
  // Reprints are not included: later decisions leave the body unchanged.
  const { counts, notChecked } = found.own;
  return { result: "verified", counts, notChecked, sums: found.sums };
}

/** Hashes of spools and batches are the ledger's, which the verifier compares with the files. */
function certifiedSpools({
  host,
  folder,
  ledger,
}: Pick<OpenRun, "host" | "folder" | "ledger">): CertifiedSpool[] {
  return ledger.spools().map((spool) => {
    const { name, bytes, sha256, stream, part, pieces, sheets, pages } = spool;
    const path = `${folder.print}/${name}`;
    const counts = { stream, part, pieces, sheets, pages };
    const file = path.slice(folder.root.length + 1);
    return { file, bytes, sha256, ...counts, companions: companionsOf(host, path, SPOOL_LISTS) };
  });
}

function certifiedBatches({
  host,
  folder,
  ledger,
}: Pick<OpenRun, "host" | "folder" | "ledger">): CertifiedBatch[] {
  return ledger.batches().map(({ channel, name, bytes, sha256, count }) => {
    const path = `${folder.root}/${channel}/${name}`;
    const file = path.slice(folder.root.length + 1);
    return {
      file,
      channel,
      bytes,
      sha256,
      count,
      companions: companionsOf(host, path, BATCH_LISTS),
    };
  });
}

/** The files that were published with a spool or batch: they have its name, with these endings. */
function companionsOf(host: Host, path: string, endings: readonly string[]): CertifiedFile[] {
  const stem = path.slice(0, path.lastIndexOf("."));
  return endings.map((ending) => companionFile(host, `${stem}${ending}`));
}
