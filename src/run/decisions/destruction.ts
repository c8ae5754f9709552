import { type Diagnostic, diagnostic } from "../../base/diagnostic.ts";
import { readOwnJson } from "../../base/own-json.ts";
import type { RunPlace } from "../folder/open-run.ts";

/** One file that was destroyed, or a folder of files. */
export interface DestroyedFile {
  /** In the run's folder. */
  readonly path: string;
  readonly bytes: number;
  /** SHA-256, or the checksum of a fragment from the ledger. */
  readonly hash: string;
}

/**
 * `destroyed.json`: which files of a run were destroyed, who decided that, and when. It is written
 * before anything is removed, and again when all is; nothing in it names a customer.
 */
export interface DestructionRecord {
  readonly state: "begun" | "done";
  readonly runId: string;
  readonly job: string;
  readonly cycle: string;
  readonly asOf: string;
  /** Document class, its days, and the day they were counted from. */
  readonly documentClass: string;
  readonly retentionDays: number;
  readonly countedFrom: string;
  readonly by: string;
  readonly reason: string;
  readonly atIso: string;
  readonly files: readonly DestroyedFile[];
  /** What the ledger counted before its pieces were removed. */
  readonly counts: readonly unknown[];
}

export interface Destruction {
  readonly record: DestructionRecord;
  readonly diagnostic: Diagnostic;
}

/** What was destroyed of a run, if anything. */
export function destructionOf({ host, folder }: RunPlace): Destruction | undefined {
  if (!host.exists(folder.destroyedFile)) return undefined;
  const record = readOwnJson(host, folder.destroyedFile) as DestructionRecord;
  const day = record.atIso.slice(0, 10);
  const message =
    `The output of the run in ${folder.root} was destroyed on ${day} by ${record.by}: ` +
    `its retention of ${record.retentionDays} days was over.`;
  const hint = "destroyed.json, the reports and the audit log tell what is left.";
  return { record, diagnostic: diagnostic("retention.destroyed", message, { hint }) };
}
