import { resolve } from "node:path";
import { UsageError } from "../../base/diagnostic.ts";
import type { AuditEntry, AuditRoot, DecisionSubject } from "../../model/audit.ts";
import { assemblyMark } from "../../run/folder/assembly-mark.ts";
import { decisionSubjects } from "../../run/decisions/decision-subjects.ts";
import { readFrozenRun } from "../../run/folder/frozen-run.ts";
import { notSigned, signerStates, type SignerState } from "../../run/decisions/entry-signer.ts";
import { machine } from "../../run/host/machine.ts";
import { noRun, openAudit } from "../../run/decisions/decision-session.ts";
import { runFolder } from "../../run/folder/run-folder.ts";

/** A run's audit log, found whole. */
export interface AuditReport {
  readonly entries: readonly AuditEntry[];
  /** What each of them is about. */
  readonly subjects: readonly (readonly DecisionSubject[])[];
  /** What is known of who entered each of them. */
  readonly signers: readonly SignerState[];
  readonly root: AuditRoot;
  /** What the trailer sheets say; undefined if nothing is assembled. */
  readonly onTrailers: AuditRoot | undefined;
  readonly out: string;
}

/**
 * Reads a run's audit log and checks its chain, also against the root in the register and the root
 * printed on the trailer sheets. Throws an `AuditError` if it was changed.
 */
export function auditRun(outFolder: string): AuditReport {
  const host = machine().host;
  const folder = runFolder(resolve(outFolder));
  if (!host.exists(folder.jobFile)) throw new UsageError([noRun(host, outFolder)]);
  const frozen = readFrozenRun({ host, folder });
  const audit = openAudit({ host, folder, frozen });
  const onTrailers = assemblyMark({ host, folder })?.audit;
  if (onTrailers !== undefined) audit.checkRoot(onTrailers);
  const { seq, hash } = audit.root;
  const { entries } = audit;
  const subjects = entries.map(decisionSubjects);
  const signers = entries.map(signerStates(host, frozen.job.shop));
  const forged = entries.find((_, at) => signers[at] === "wrong");
  if (forged !== undefined) throw notSigned(`${folder.root}: `, forged);
  return { entries, subjects, signers, root: { seq, hash }, onTrailers, out: folder.root };
}
