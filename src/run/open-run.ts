import type { AuditLog } from "../audit/audit-log.ts";
import type { Host } from "../base/host.ts";
import type { Ledger } from "../ledger/ledger.ts";
import type { FrozenRun } from "./frozen-run.ts";
import type { RunFolder } from "./run-folder.ts";

/**
 * A run on disk, opened: where it lies, what was frozen when it began, its account, and the
 * decisions about it. Functions ask for what they need of it, so that whoever has more can pass
 * all of it.
 */
export interface OpenRun {
  readonly host: Host;
  readonly folder: RunFolder;
  readonly frozen: FrozenRun;
  readonly ledger: Ledger;
  readonly audit: AuditLog;
}

/** Where a run lies, whether or not it has begun. */
export type RunPlace = Pick<OpenRun, "host" | "folder">;

/** A run that has begun: its `job.json` was read. */
export type BegunRun = Pick<OpenRun, "host" | "folder" | "frozen">;

/** A run with its account; its audit log is read when it is needed, as others append to it. */
export type BookedRun = Pick<OpenRun, "host" | "folder" | "frozen" | "ledger">;
