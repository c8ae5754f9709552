import type { AuditLog } from "../../audit/audit-log.ts";
import type { Host } from "../../base/host.ts";
import type { Ledger } from "../../ledger/ledger.ts";
import type { FrozenRun } from "./frozen-run.ts";
import type { RunFolder } from "./run-folder.ts";

/**
 * A run on disk, opened: its folder, what was frozen when it began, its ledger, and the decisions
 * about it. Functions ask for the parts they need, so that callers with more can pass all of it.
 */
export interface OpenRun {
  readonly host: Host;
  readonly folder: RunFolder;
  readonly frozen: FrozenRun;
  readonly ledger: Ledger;
  readonly audit: AuditLog;
}

/** The folder of a run, whether or not it has begun. */
export type RunPlace = Pick<OpenRun, "host" | "folder">;

/** A run that has begun: its `job.json` was read. */
export type BegunRun = Pick<OpenRun, "host" | "folder" | "frozen">;

/** A run with its ledger; its audit log is read when it is needed, as others append to it. */
export type BookedRun = Pick<OpenRun, "host" | "folder" | "frozen" | "ledger">;
