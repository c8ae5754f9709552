import { resolve } from "node:path";
import { AuditError } from "../../audit/audit-error.ts";
import type { AuditLog } from "../../audit/audit-log.ts";
import type { CodeOf } from "../../base/diagnostic-code.ts";
import type { Host } from "../../base/host.ts";
import type { ExportedRoots } from "../../model/audit-roots.ts";
import type { AuditEntry, AuditRoot } from "../../model/audit.ts";
import type { Person } from "../../model/person.ts";
import { Register } from "../../register/register.ts";
import type { KnownRun } from "../../register/register-runs.ts";
import { notSigned, signerStatesBy, type SignerState } from "../../run/decisions/entry-signer.ts";
import { OTHER_JOB, openAudit } from "../../run/decisions/decision-session.ts";
import { shopGovernance } from "../../run/decisions/governance.ts";
import { openShopAudit } from "../../run/decisions/shop-audit.ts";
import { frozenRunOr } from "../../run/folder/frozen-run.ts";
import { runFolder } from "../../run/folder/run-folder.ts";
import { runPlaces } from "../../run/folder/run-places.ts";
import { machine } from "../../run/host/machine.ts";
import { readExportedRoots, type StoredRoots } from "./audit-roots.ts";

export interface ShopAuditRequest {
  /** The shop's file, or its register. */
  readonly shop?: string | undefined;
  readonly register?: string | undefined;
  /** A file of roots that was exported and kept elsewhere. */
  readonly root?: string | undefined;
}

/** A run's log, held against the register and exported roots. */
export interface AuditedRun {
  readonly run: string;
  readonly runId: string;
  readonly job: string;
  readonly cycle: string;
  readonly decisions: number;
  /** Undefined if the folder is not there. */
  readonly root: AuditRoot | undefined;
}

export interface ShopAuditReport {
  readonly register: string;
  /** All decisions and queries of the shop's own log. */
  readonly entries: readonly AuditEntry[];
  /** Of each of these, what is known of who entered it. */
  readonly signers: readonly SignerState[];
  readonly root: AuditRoot;
  readonly runs: readonly AuditedRun[];
  readonly exported: StoredRoots | undefined;
  /** What cannot be as it was: nothing of the shop can be trusted until it is found out. */
  readonly findings: readonly AuditFinding[];
}

export interface AuditFinding {
  readonly code: CodeOf<"audit">;
  readonly message: string;
}

/**
 * Reads the audit logs of a shop and of all its runs, and holds them against their chains, the
 * register, the keys of the shop's people, and roots that were exported if a file of them is named.
 * Throws a `UsageError` if there is no register, an `AuditError` if the shop's log was changed.
 */
export function auditShop(request: ShopAuditRequest): ShopAuditReport {
  const host = machine().host;
  const { registerFile } = runPlaces(host, request);
  const exported =
    request.root === undefined ? undefined : readExportedRoots(host, resolve(request.root));
  const log = openShopAudit(host, registerFile);
  if (exported !== undefined) log.checkRoot(exported.roots.shop);
  const people = shopGovernance(host, registerFile)?.people ?? [];
  const states = log.entries.map(signerStatesBy(people));
  const known = Register.with(host, registerFile, ({ runs }) => runs.all());
  const audited = known.map((run) => auditedRun(host, run, people, exported?.roots));
  const { seq, hash } = log.root;
  return {
    register: registerFile,
    entries: log.entries,
    signers: states,
    root: { seq, hash },
    runs: audited.map(({ findings: _findings, ...run }) => run),
    exported,
    findings: [
      ...wrongSigners("the shop's log: ", log.entries, states),
      ...audited.flatMap(({ findings }) => findings),
      ...unknownRuns(known, exported?.roots),
    ],
  };
}

type Audited = AuditedRun & { readonly findings: readonly AuditFinding[] };

function auditedRun(
  host: Host,
  { runId, folder: root, job, cycle }: KnownRun,
  people: readonly Person[],
  exported: ExportedRoots | undefined,
): Audited {
  const named = { run: root, runId, job, cycle, decisions: 0, root: undefined };
  const folder = runFolder(resolve(root));
  if (!host.exists(folder.jobFile)) return { ...named, findings: [] };
  const frozen = frozenRunOr({ host, folder });
  if (frozen instanceof Error)
    return { ...named, findings: [{ code: OTHER_JOB, message: frozen.message }] };
  const kept = exported?.runs.find((one) => one.runId === runId);
  try {
    const log = openAudit({ host, folder, frozen });
    // Of a run whose folder was gone, nothing but its place was known.
    if (kept !== undefined && kept.hash !== "") log.checkRoot(kept);
    if (kept?.jobSha256 !== null && (kept?.jobSha256 ?? frozen.sha256) !== frozen.sha256)
      throw otherJob(folder.jobFile);
    return { ...named, ...toldOf(log, root, [...(frozen.job.shop?.people ?? []), ...people]) };
  } catch (error) {
    if (!(error instanceof AuditError)) throw error;
    return { ...named, findings: [{ code: error.code, message: error.message }] };
  }
}

function toldOf(log: AuditLog, run: string, people: readonly Person[]) {
  const { entries } = log;
  const { seq, hash } = log.root;
  const states = entries.map(signerStatesBy(people));
  const findings = wrongSigners(`the log of ${run}: `, entries, states);
  return { decisions: entries.length, root: { seq, hash }, findings };
}

function otherJob(jobFile: string): AuditError {
  const message =
    `${jobFile} is not the one of the exported root: restore it from a copy, and find out who ` +
    "changed it and the register";
  return new AuditError(OTHER_JOB, message);
}

function wrongSigners(
  where: string,
  entries: readonly AuditEntry[],
  states: readonly SignerState[],
): AuditFinding[] {
  const forged = entries.filter((_, at) => states[at] === "wrong");
  return forged.map((entry) => {
    const { code, message } = notSigned(where, entry);
    return { code, message };
  });
}

/** A run that the register has lost since, with all that it had decided. */
function unknownRuns(
  known: readonly KnownRun[],
  exported: ExportedRoots | undefined,
): AuditFinding[] {
  const ids = new Set(known.map(({ runId }) => runId));
  const lost = (exported?.runs ?? []).filter(({ runId }) => !ids.has(runId));
  return lost.map(({ runId, job, cycle }) => {
    const message =
      `The register has lost the run ${runId} of ${job} ${cycle}. Restore the register from a ` +
      "copy, and find out who changed it.";
    return { code: "audit.run-lost", message };
  });
}
