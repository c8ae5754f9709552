import type { Diagnostic } from "../../base/diagnostic.ts";
import type { Ledger } from "../../ledger/ledger.ts";
import type {
  BalanceLine,
  RunReport,
  RunStanding,
  RunVerification,
} from "../../model/run-report.ts";
import type { WorkerPool } from "../../pool/worker-pool.ts";
import type { WorkerShare } from "../../pool/worker-share.ts";
import type { BookedRun } from "../../run/folder/open-run.ts";
import type { RunWatch } from "../../run/folder/run-watch.ts";
import type { Prepared } from "../../work/prepare.ts";
import type { ComposeCost } from "../compose-stage.ts";
import type { Settlement } from "../settle-stage.ts";

/** A run during its stages, with what each stage leaves to those after it. */
export interface RunInProgress extends BookedRun {
  readonly ledger: Ledger;
  readonly prepared: Prepared;
  readonly pool: WorkerPool;
  readonly share: WorkerShare;
  readonly watch: RunWatch;
  readonly workers: number;
  readonly stopped: () => boolean;
  /** Whether all output is read again before the run closes. */
  readonly verifies: boolean;
  readonly ownWarnings: (() => readonly Diagnostic[]) | undefined;
  /** For the report, in this order. */
  readonly warnings: readonly Diagnostic[];
  cost: ComposeCost;
  /** From the settle stage on. */
  settlement?: Settlement;
  settledWarnings: readonly Diagnostic[];
  /** The ledger's sums, once they are added up. */
  balance?: readonly BalanceLine[];
  /** From the prove stage on. */
  verification?: RunVerification;
  /** Once nothing is missing. */
  standing?: RunStanding;
  /** The certificate could not be signed. */
  unsigned: readonly Diagnostic[];
}

/** One step of a run: returns its report if the run ends with it, undefined if it continues. */
export type Stage = (run: RunInProgress) => Promise<RunReport | undefined>;
