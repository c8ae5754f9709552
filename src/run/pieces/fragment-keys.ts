import type { EntryIndex, Ordinal, ShardIndex } from "../../base/units.ts";
import { CHANNELS } from "../../model/channel.ts";
import type { FragmentIndex } from "../../spool/fragment-index.ts";
import type { FragmentReader } from "../../spool/fragment-reader.ts";
import { keyHash } from "./key-hash.ts";

export interface OpenFragment {
  readonly shard: ShardIndex;
  readonly reader: FragmentReader;
}

/** A composed record by its key. */
export interface KeyedRecord {
  readonly shard: ShardIndex;
  readonly ordinal: Ordinal;
  readonly key: string;
}

/** Hashes of the keys of all primary renditions, unordered. */
export function* primaryHashes(fragments: Iterable<OpenFragment>): Generator<bigint> {
  for (const { reader } of fragments) {
    for (const channel of CHANNELS) {
      const index = reader.index(channel);
      for (let entry = 0; entry < index.length; entry += 1) {
        if (index.isPrimary(entry)) yield hashOf(index, entry);
      }
    }
  }
}

/** The records whose keys have one of the hashes: only these keys are read from the disk. */
export function* recordsOfHashes(
  fragments: Iterable<OpenFragment>,
  hashes: ReadonlySet<bigint>,
): Generator<KeyedRecord> {
  for (const { shard, reader } of fragments) {
    for (const channel of CHANNELS) {
      const index = reader.index(channel);
      for (let entry = 0; entry < index.length; entry += 1) {
        if (!index.isPrimary(entry) || !hashes.has(hashOf(index, entry))) continue;
        const { key } = reader.readRecordMeta(channel, entry);
        yield { shard, ordinal: index.ordinal(entry), key };
      }
    }
  }
}

/** The composed records that have one of the keys, including duplicates of a key. */
export function* recordsOfKeys(
  fragments: Iterable<OpenFragment>,
  keys: Pick<ReadonlyMap<string, unknown>, "has" | "keys">,
): Generator<KeyedRecord> {
  const hashes = new Set<bigint>();
  for (const key of keys.keys()) hashes.add(hashOfKey(key));
  for (const record of recordsOfHashes(fragments, hashes)) if (keys.has(record.key)) yield record;
}

/** The hash of a key, as `recordsOfHashes` takes it. */
export function hashOfKey(key: string): bigint {
  const { high, low } = keyHash(key);
  return (BigInt(high) << 32n) | BigInt(low);
}

function hashOf(index: FragmentIndex, entry: EntryIndex): bigint {
  return (BigInt(index.keyHashHigh(entry)) << 32n) | BigInt(index.keyHashLow(entry));
}
