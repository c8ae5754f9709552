import { type Diagnostic, diagnostic, UsageError } from "../../base/diagnostic.ts";
import { withCopyHashes } from "../../intake/copy/copy-hashes.ts";
import { readInput } from "../../intake/read-input.ts";
import type { InputSpec, Job } from "../../model/job.ts";
import type { LayoutPlan } from "../../model/layout-plan.ts";
import type { Scan, ScannedFile, Shard } from "../../model/shard.ts";
import type { RunPlace } from "./open-run.ts";
import type { RunFolder } from "./run-folder.ts";

/** Addresses of the shop and the client that get every mailing as well, frozen. */
export interface FrozenSeeds {
  readonly input: InputSpec;
  readonly files: readonly ScannedFile[];
  readonly count: number;
}

/** Seeds, and their shards, which follow those of the input. */
export interface ScannedSeeds {
  readonly seeds: FrozenSeeds;
  readonly shards: readonly Shard[];
}

/** Scans a job's seeds; undefined if it has none. Throws a `UsageError` for a faulty file. */
export async function scanSeeds(
  { host, folder }: RunPlace,
  job: Job,
  plan: LayoutPlan,
  input: Pick<Scan, "shards" | "unitCount">,
): Promise<ScannedSeeds | undefined> {
  if (job.seeds === undefined) return undefined;
  const { input: spec } = job.seeds;
  if (!host.exists(spec.file)) throw new UsageError([missing(spec.file)]);
  const options = { workFolder: seedsFolder(folder) };
  const scan = withCopyHashes(host, await readInput(host, spec, plan.shape, options));
  const shards = scan.shards.map((shard) => ({
    ...shard,
    index: input.shards.length + shard.index,
    firstOrdinal: input.unitCount + shard.firstOrdinal,
    isSeeds: true as const,
  }));
  return { seeds: { input: spec, files: scan.files, count: scan.unitCount }, shards };
}

/** Where copies of seeds lie that cannot be read as they are. */
export function seedsFolder({ work }: RunFolder): string {
  return `${work}/seeds`;
}

function missing(file: string): Diagnostic {
  return diagnostic("seed.missing-file", `The seeds file does not exist: ${file}`, {
    hint: "Create it, or remove `seeds` from the job.",
  });
}
