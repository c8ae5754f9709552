import type { Host } from "../../base/host.ts";
import type { InputProfile } from "../../model/input-profile.ts";
import { Register } from "../../register/register.ts";
import type { RunCounts } from "../../model/run-counts.ts";
import type { FrozenRun } from "../folder/frozen-run.ts";
import { together } from "./counts-together.ts";
import type { OpenRun } from "../folder/open-run.ts";

/** The counts of the cycle before, its child runs included. */
export interface LastCycle {
  readonly cycle: string;
  readonly counts: RunCounts;
}

/**
 * The counts of the job's last cycle; undefined if the register has none, and for a child run,
 * which has only the rejects of a cycle and so resembles no cycle before.
 */
export function lastCycleCounts(
  host: Host,
  { job, parent }: Pick<FrozenRun, "parent"> & { readonly job: CycleOfJob },
): LastCycle | undefined {
  if (parent !== undefined || !host.exists(job.registerFile)) return undefined;
  const runs = Register.with(host, job.registerFile, ({ counts }) =>
    counts.before(job.name, job.cycle),
  );
  const [first] = runs;
  return first && { cycle: first.cycle, counts: together(runs.map(({ counts }) => counts)) };
}

type CycleOfJob = Pick<FrozenRun["job"], "name" | "cycle" | "registerFile">;

/** How the input of the cycle before was filled. */
export interface LastProfile {
  readonly cycle: string;
  readonly profile: InputProfile;
}

/** The profile of the job's last cycle; undefined if the register has none. */
export function lastCycleProfile(host: Host, job: CycleOfJob): LastProfile | undefined {
  if (!host.exists(job.registerFile)) return undefined;
  return Register.with(host, job.registerFile, ({ counts, profiles }) => {
    const [last] = counts.before(job.name, job.cycle);
    const profile = last && profiles.of(last.runId);
    return profile && { cycle: last.cycle, profile };
  });
}

/** The folder of the run of the job's last cycle; undefined if the register has none. */
export function lastCycleFolder(host: Host, job: CycleOfJob): string | undefined {
  if (!host.exists(job.registerFile)) return undefined;
  return Register.with(host, job.registerFile, ({ counts, runs }) => {
    const [last] = counts.before(job.name, job.cycle);
    return last && runs.find(last.runId)?.folder;
  });
}

/** Keeps a production run's counts and profile in the register, to compare the next cycle with. */
export function keepCycleCounts(
  { host, frozen: { job, runId, profile } }: Pick<OpenRun, "host" | "frozen">,
  counts: RunCounts,
): void {
  if (job.mode !== "production") return;
  const keptAtIso = new Date(host.nowMs()).toISOString();
  const kept = { runId, job: job.name, cycle: job.cycle, keptAtIso, counts };
  Register.with(host, job.registerFile, (register) => {
    register.counts.keep(kept);
    if (profile !== undefined) register.profiles.keep(runId, profile);
  });
}
