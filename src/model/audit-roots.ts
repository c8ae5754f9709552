import type { AuditRoot } from "./audit.ts";

/** A run's log and job as they were when the roots were exported. */
export interface RunRoot extends AuditRoot {
  readonly runId: string;
  readonly job: string;
  readonly cycle: string;
  /** The seal of its `job.json`; null of a run that earlier versions began. */
  readonly jobSha256: string | null;
}

/**
 * The last entries of all audit logs of a shop at one moment, for keeping where nobody can change
 * them together with logs and register.
 */
export interface ExportedRoots {
  readonly format: "nightpress-roots-1";
  readonly atIso: string;
  /** The shop's own log. */
  readonly shop: AuditRoot;
  readonly runs: readonly RunRoot[];
}
