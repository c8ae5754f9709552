import { assert } from "../base/assert.ts";
import { RunningHash } from "../base/hash.ts";
import { type Host, makeDurableFolder, parentFolder } from "../base/host.ts";
import type { Reject, RejectGroup } from "../model/reject.ts";
import { FragmentReader } from "./fragment-reader.ts";
import { PartialFile } from "./partial-file.ts";
import { RejectGroups } from "./reject-groups.ts";

export interface RejectsResult {
  readonly rejects: number;
  readonly bytes: number;
  readonly sha256: string;
  /** How many of each code, codes sorted. */
  readonly byCode: Readonly<Record<string, number>>;
  readonly groups: readonly RejectGroup[];
}

/**
 * Writes all rejects of a run to one NDJSON file in the order of their ordinals: those of the
 * fragments, given in shard order, and those found `later`, such as duplicates, in any order.
 */
export function writeRejects(
  host: Host,
  path: string,
  fragmentPaths: Iterable<string>,
  later: readonly Reject[],
): RejectsResult {
  const folder = parentFolder(path);
  makeDurableFolder(host, folder);
  const hash = new RunningHash();
  const file = new PartialFile(host, path, hash);
  const [counts, groups] = [new Map<string, number>(), new RejectGroups()];
  let lastOrdinal = -1;
  try {
    for (const reject of mergedRejects(host, fragmentPaths, later)) {
      assert(reject.ordinal > lastOrdinal, `unit ${reject.ordinal} is rejected twice`);
      lastOrdinal = reject.ordinal;
      counts.set(reject.code, (counts.get(reject.code) ?? 0) + 1);
      groups.add(reject);
      file.write(new TextEncoder().encode(`${JSON.stringify(reject)}\n`));
    }
    file.seal();
    file.publish();
    host.syncFolder(folder);
  } catch (error) {
    file.discard();
    throw error;
  }
  const byCode = sortedCounts(counts);
  const rejects = [...counts.values()].reduce((sum, count) => sum + count, 0);
  return { rejects, bytes: file.sizeBytes, sha256: hash.hex(), byCode, groups: groups.list() };
}

/** How many of each code `writeRejects` would write, and why. */
export function countRejects(
  host: Host,
  fragmentPaths: Iterable<string>,
  later: readonly Reject[],
): Pick<RejectsResult, "byCode" | "groups"> {
  const [counts, groups] = [new Map<string, number>(), new RejectGroups()];
  for (const reject of mergedRejects(host, fragmentPaths, later)) {
    counts.set(reject.code, (counts.get(reject.code) ?? 0) + 1);
    groups.add(reject);
  }
  return { byCode: sortedCounts(counts), groups: groups.list() };
}

function sortedCounts(counts: ReadonlyMap<string, number>): Record<string, number> {
  return Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function* mergedRejects(
  host: Host,
  fragmentPaths: Iterable<string>,
  later: readonly Reject[],
): Generator<Reject> {
  const waiting = [...later].sort((a, b) => a.ordinal - b.ordinal);
  let next = 0;
  for (const reject of fragmentRejects(host, fragmentPaths)) {
    for (; next < waiting.length; next += 1) {
      const candidate = waiting[next] as Reject;
      if (candidate.ordinal > reject.ordinal) break;
      yield candidate;
    }
    yield reject;
  }
  yield* waiting.slice(next);
}

function* fragmentRejects(host: Host, fragmentPaths: Iterable<string>): Generator<Reject> {
  for (const path of fragmentPaths) {
    const reader = FragmentReader.open(host, path);
    try {
      yield* reader.rejects();
    } finally {
      reader.close();
    }
  }
}
