import type { Host } from "../base/host.ts";
import { listNamed } from "../intake/lists/list-name.ts";
import { compileKey } from "../intake/mapped-key.ts";
import type { Job } from "../model/job.ts";
import type { FrozenRun } from "../run/folder/frozen-run.ts";
import { shopSuppressionsFor } from "../desk/suppress/shop-suppressions.ts";
import {
  freezeSuppressions,
  gatherSuppressions,
  type GatheredSuppressions,
  type SuppressionsAtHand,
} from "../run/folder/suppressions.ts";
import type { RunPlace } from "../run/folder/open-run.ts";

/** Who is added to a run, and which of its records are left out. */
export interface Population {
  readonly suppressions: GatheredSuppressions | undefined;
}

export interface PopulationOptions {
  /** Files with the keys of records to suppress. */
  readonly suppress?: readonly string[];
}

/** What a child run takes from the run whose rejects it redrives. */
export interface Inherited {
  readonly suppressions: SuppressionsAtHand;
}

/** Reads what decides who is in a run. Throws a `UsageError` before anything is written. */
export async function planPopulation(
  host: Host,
  job: Job,
  options: PopulationOptions,
  inherited?: Inherited,
): Promise<Population> {
  const given = (options.suppress ?? []).map((file) => listNamed(file));
  const lists = [...given, ...(job.suppress ?? [])];
  const inheritedOnes = inherited === undefined ? [] : [inherited.suppressions];
  const atHand = [...inheritedOnes, shopSuppressionsFor(host, job)];
  const files = { lists, keyOf: compileKey(job.input) };
  return { suppressions: await gatherSuppressions(host, files, atHand) };
}

/** Keeps it in the run's folder, so that a resumed run has the same. */
export function freezePopulation(
  { host, folder }: RunPlace,
  { suppressions }: Population,
): Pick<FrozenRun, "suppressions"> {
  if (suppressions === undefined) return {};
  return { suppressions: freezeSuppressions({ host, folder }, suppressions) };
}
