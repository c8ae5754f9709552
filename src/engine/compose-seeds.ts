import { assert } from "../base/assert.ts";
import { type Diagnostic, diagnostic, UsageError } from "../base/diagnostic.ts";
import type { Host } from "../base/host.ts";
import { FragmentReader } from "../spool/fragment-reader.ts";
import type { BegunRun } from "../run/folder/open-run.ts";
import type { Prepared } from "../work/prepare.ts";
import { fragmentPath } from "../run/folder/run-folder.ts";
import { ShardComposer } from "../work/shard-composer.ts";

/**
 * Composes the seeds when a run begins, to the same bytes that a worker would make of them, so that
 * a faulty seed is found before anything else is composed. Throws a `UsageError` with all faults.
 */
export function composeSeeds({ host, folder, frozen }: BegunRun, prepared: Prepared): void {
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

function sameKey(key: string): Diagnostic {
  return diagnostic("seed.same-key", `Two seeds have the key ${key}.`, {
    hint: "Give each seed a unique key.",
  });
}
