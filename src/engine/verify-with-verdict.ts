import { hashValue } from "../base/hash.ts";
import { AuditError } from "../audit/audit-error.ts";
import type { BalanceLine } from "../model/run-report.ts";
import type { Verification } from "../model/verification.ts";
import { countText } from "../report/figures.ts";
import { recordedActor } from "../run/decisions/actor.ts";
import { enterDecision, openAudit } from "../run/decisions/decision-session.ts";
import type { RunWatch } from "../run/folder/run-watch.ts";
import type { WorkerPool } from "../pool/worker-pool.ts";
import { breachedFiles, lastingVerdict, lastVerdict } from "../run/decisions/red-verdict.ts";
import type { VerdictDetails } from "../model/decision-details.ts";
import { verifyRun } from "../proving/verify-run.ts";
import type { BookedRun } from "../run/folder/open-run.ts";

export interface VerdictOptions {
  /** The sums that the run closes with; those of its ledger if omitted. */
  readonly balance?: readonly BalanceLine[];
  /** Sheets per spool to render and inspect; as the job says if omitted. */
  readonly raster?: number | undefined;
  /** Runs a change to the run under its lock; calls it directly if this process holds the run. */
  readonly turn?: (work: () => void) => Promise<void>;
}

/**
 * Verifies a run and enters in its audit log that it failed, or that it passes after having failed:
 * nothing else ends a failure. A run that never failed gets no entry, nor does one whose log was
 * changed: its reports state the findings.
 */
export async function verifyWithVerdict(
  run: BookedRun,
  pool: WorkerPool,
  watch: RunWatch,
  stopped: () => boolean,
  { balance, raster, turn = (work) => Promise.resolve(work()) }: VerdictOptions = {},
): Promise<Verification | undefined> {
  const red = lastingVerdict(run);
  // Pixel failures must be checked again: a smaller sample is part of a larger one.
  const sample = { asked: raster, least: red?.rasterSheets ?? 0 };
  const found = await verifyRun(run, pool, watch, stopped, balance, sample);
  if (found !== undefined && (!found.ok || red !== undefined))
    await turn(() => enterVerdict(run, found));
  return found;
}

/** Whether a run failed verification and nothing has ended that. */
export function isRed(run: BookedRun): boolean {
  return lastingVerdict(run) !== undefined;
}

function enterVerdict(run: BookedRun, found: Verification): void {
  const { host, frozen } = run;
  const { ok, breachCount, breaches } = found;
  const files = breachedFiles(breaches);
  const breachesHash = hashValue({ breachCount, breaches });
  const rasterSheets = found.raster?.sheetsPerSpool ?? 0;
  const details: VerdictDetails = { ok, breachCount, files, breachesHash, rasterSheets };
  try {
    // Checked against the register: appending to a truncated log would endorse the truncation.
    const audit = openAudit(run);
    const last = lastVerdict(audit.entries)?.details;
    if (last?.ok === ok && last.breachesHash === breachesHash) return;
    const reason = ok
      ? "the output was read again and passed verification"
      : `the output failed verification: ${countText(breachCount, "breach", "breaches")}`;
    const decision = { action: "verify", reason, details: { ...details } } as const;
    enterDecision({ host, frozen, audit }, recordedActor("nightpress verify"), decision);
  } catch (error) {
    if (!(error instanceof AuditError)) throw error;
  }
}
