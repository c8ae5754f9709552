import type { Host } from "../base/host.ts";
import type { Ledger } from "../ledger/ledger.ts";
import type { FrozenRun } from "./frozen-run.ts";
import type { RunFolder } from "./run-folder.ts";

/** A run on disk, opened: where it lies, what was frozen when it began, and its account. */
export interface OpenRun {
  readonly host: Host;
  readonly folder: RunFolder;
  readonly frozen: FrozenRun;
  readonly ledger: Ledger;
}
