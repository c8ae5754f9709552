import { assert } from "../../base/assert.ts";
import { type Diagnostic, diagnostic, UsageError } from "../../base/diagnostic.ts";
import type { Host } from "../../base/host.ts";
import { scanInput } from "../../intake/scan.ts";
import type { InputSpec, Job } from "../../model/job.ts";
import type { LayoutPlan } from "../../model/layout-plan.ts";
import type { Scan, ScannedFile, Shard } from "../../model/shard.ts";
import { FragmentReader } from "../../spool/fragment-reader.ts";
import type { FrozenRun } from "../frozen-run.ts";
import type { Prepared } from "../prepare.ts";
import { fragmentPath, type RunFolder } from "../run-folder.ts";
import { ShardComposer } from "../shard-composer.ts";

/** Addresses of the shop and the client that every mailing goes to as well, frozen. */
export interface FrozenSeeds {
  readonly input: InputSpec;
  readonly files: readonly ScannedFile[];
  readonly count: number;
}

/** Seeds, and the shards they make behind those of the input. */
export interface ScannedSeeds {
  readonly seeds: FrozenSeeds;
  readonly shards: readonly Shard[];
}

/** Scans a job's seeds; undefined where it has none. Throws a `UsageError` for a wrong file. */
export function scanSeeds(
  host: Host,
  job: Job,
  plan: LayoutPlan,
  folder: RunFolder,
  input: Pick<Scan, "shards" | "unitCount">,
): ScannedSeeds | undefined {
  if (job.seedsFile === undefined) return undefined;
  const spec = seedInput(job, job.seedsFile);
  if (!host.exists(spec.file)) throw new UsageError([missing(spec.file)]);
  const scan = scanInput(host, spec, plan.shape, { workFolder: `${folder.work}/seeds` });
  const shards = scan.shards.map((shard) => ({
    ...shard,
    index: input.shards.length + shard.index,
    firstOrdinal: input.unitCount + shard.firstOrdinal,
    isSeeds: true as const,
  }));
  return { seeds: { input: spec, files: scan.files, count: scan.unitCount }, shards };
}

/**
 * Composes the seeds as a run begins, with the very bytes that a worker would make of them: so a
 * broken one is found before anything else is composed. Throws a `UsageError` with all of them.
 */
export function composeSeeds(
  host: Host,
  frozen: FrozenRun,
  folder: RunFolder,
  prepared: Prepared,
): void {
  const setup = { statics: prepared.statics, emailImages: [] };
  const composer = new ShardComposer(host, frozen, setup, prepared.fonts);
  const findings: Diagnostic[] = [];
  const keys = new Set<string>();
  for (const shard of frozen.scan.shards) {
    if (shard.isSeeds !== true) continue;
    const path = fragmentPath(folder, shard.index);
    composer.compose(shard, path);
    findings.push(...findingsIn(host, path, keys));
  }
  if (findings.length > 0) throw new UsageError(findings);
  assert(keys.size === frozen.seeds?.count, "every seed is composed");
}

/** One NDJSON file in the shape of the layout's data, whatever form the input has. */
function seedInput({ input }: Job, file: string): InputSpec {
  return {
    file,
    compression: file.endsWith(".gz") ? "gzip" : "none",
    encoding: "utf-8",
    format: "ndjson",
    recordsPath: "",
    key: input.key,
    order: "none",
    csv: { delimiter: ",", quote: '"', columns: {} },
    details: [],
    expect: { sums: {} },
    shardBytes: input.shardBytes,
  };
}

function findingsIn(host: Host, path: string, keys: Set<string>): Diagnostic[] {
  const reader = FragmentReader.open(host, path);
  try {
    const findings = [...reader.rejects()].flatMap(({ diagnostics }) => diagnostics);
    for (let entry = 0; entry < reader.entries.length; entry += 1) {
      const { key } = reader.readMeta(entry).facts;
      if (keys.has(key)) findings.push(sameKey(key));
      keys.add(key);
    }
    return findings;
  } finally {
    reader.close();
  }
}

function missing(file: string): Diagnostic {
  return diagnostic("seed.missing-file", `The file of seeds is not there: ${file}`, {
    hint: "Put it there, or take `seeds` out of the job.",
  });
}

function sameKey(key: string): Diagnostic {
  return diagnostic("seed.same-key", `Two seeds have the key ${key}.`, {
    hint: "Give each seed a key of its own.",
  });
}
