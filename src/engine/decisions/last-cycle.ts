import type { Host } from "../../base/host.ts";
import { Register } from "../../ledger/register.ts";
import type { CycleCounts } from "../../ledger/register-counts.ts";
import type { RunCounts } from "../../model/run-counts.ts";
import type { FrozenRun } from "../frozen-run.ts";

/** What the job's last cycle went out with; undefined where the register knows of none. */
export function lastCycleCounts(host: Host, { job }: FrozenRun): CycleCounts | undefined {
  if (!host.exists(job.registerFile)) return undefined;
  return Register.with(host, job.registerFile, ({ counts }) => counts.before(job.name, job.cycle));
}

/** Keeps a production run's counts in the register, for the next cycle to be compared with. */
export function keepCycleCounts(host: Host, { job, runId }: FrozenRun, counts: RunCounts): void {
  if (job.mode !== "production") return;
  const keptAtIso = new Date(host.nowMs()).toISOString();
  const kept = { runId, job: job.name, cycle: job.cycle, keptAtIso, counts };
  Register.with(host, job.registerFile, (register) => register.counts.keep(kept));
}
