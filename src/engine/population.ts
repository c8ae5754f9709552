import type { Host } from "../base/host.ts";
import type { Job } from "../model/job.ts";
import type { FrozenRun } from "./frozen-run.ts";
import type { RunFolder } from "./run-folder.ts";
import {
  freezeSuppressions,
  gatherSuppressions,
  type GatheredSuppressions,
} from "./suppressions.ts";

/** Who is in a run beside, and who of its input is not. */
export interface Population {
  readonly suppressions: GatheredSuppressions | undefined;
}

export interface PopulationOptions {
  /** Files with keys of those who get nothing. */
  readonly suppress?: readonly string[];
}

/** Reads what decides who is in a run. Throws a `UsageError` before anything is written. */
export function planPopulation(host: Host, job: Job, options: PopulationOptions): Population {
  const ofJob = job.suppressFile === undefined ? [] : [job.suppressFile];
  return { suppressions: gatherSuppressions(host, [...(options.suppress ?? []), ...ofJob]) };
}

/** Keeps it in the run's folder, so that a resumed run has the same. */
export function freezePopulation(
  host: Host,
  folder: RunFolder,
  { suppressions }: Population,
): Pick<FrozenRun, "suppressions"> {
  if (suppressions === undefined) return {};
  return { suppressions: freezeSuppressions(host, folder, suppressions) };
}
