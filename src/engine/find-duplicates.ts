import type { FragmentIndex } from "../spool/fragment-index.ts";
import type { FragmentReader } from "../spool/fragment-reader.ts";

export interface OpenFragment {
  readonly shard: number;
  readonly reader: FragmentReader;
}

interface Candidate {
  readonly shard: number;
  readonly ordinal: number;
  readonly key: string;
}

/**
 * Ordinals of records whose key an earlier record has, by shard. Hashes of all keys are sorted, at
 * 8 bytes a record; only where two are the same are the keys themselves read and compared. So
 * `fragments` is gone through twice, in shard order.
 */
export function findDuplicates(
  fragments: () => Iterable<OpenFragment>,
): ReadonlyMap<number, ReadonlySet<number>> {
  const twins = repeatedHashes(fragments());
  const removed = new Map<number, Set<number>>();
  if (twins.size === 0) return removed;
  const candidates = [...candidatesAmong(fragments(), twins)];
  candidates.sort((a, b) => a.ordinal - b.ordinal);
  const seen = new Set<string>();
  for (const { shard, ordinal, key } of candidates) {
    if (!seen.has(key)) {
      seen.add(key);
      continue;
    }
    const ordinals = removed.get(shard) ?? new Set<number>();
    removed.set(shard, ordinals.add(ordinal));
  }
  return removed;
}

/** The hashes that more than one record has. */
function repeatedHashes(fragments: Iterable<OpenFragment>): ReadonlySet<bigint> {
  let hashes = new BigUint64Array(64 * 1024);
  let count = 0;
  for (const { reader } of fragments) {
    for (const index of indexesOf(reader)) {
      for (let entry = 0; entry < index.length; entry += 1) {
        if (!index.isPrimary(entry)) continue;
        if (count === hashes.length) {
          const larger = new BigUint64Array(count * 2);
          larger.set(hashes);
          hashes = larger;
        }
        hashes[count] = hashOf(index, entry);
        count += 1;
      }
    }
  }
  const sorted = hashes.subarray(0, count).sort();
  const twins = new Set<bigint>();
  for (let at = 1; at < count; at += 1) {
    if (sorted[at] === sorted[at - 1]) twins.add(sorted[at] as bigint);
  }
  return twins;
}

function* candidatesAmong(
  fragments: Iterable<OpenFragment>,
  twins: ReadonlySet<bigint>,
): Generator<Candidate> {
  for (const { shard, reader } of fragments) {
    for (const index of indexesOf(reader)) {
      for (let entry = 0; entry < index.length; entry += 1) {
        if (!index.isPrimary(entry) || !twins.has(hashOf(index, entry))) continue;
        yield { shard, ordinal: index.ordinal(entry), key: keyOf(reader, index, entry) };
      }
    }
  }
}

function indexesOf(reader: FragmentReader): readonly FragmentIndex[] {
  return [reader.entries, reader.emailIndex, reader.smsIndex];
}

function hashOf(index: FragmentIndex, entry: number): bigint {
  return (BigInt(index.keyHashHigh(entry)) << 32n) | BigInt(index.keyHashLow(entry));
}

function keyOf(reader: FragmentReader, index: FragmentIndex, entry: number): string {
  if (index === reader.entries) return reader.readMeta(entry).facts.key;
  return reader.readRenditionMeta(index === reader.emailIndex ? "email" : "sms", entry).key;
}
