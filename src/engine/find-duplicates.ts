import { foldedKey } from "../run/key-hash.ts";
import {
  type KeyedRecord,
  type OpenFragment,
  primaryHashes,
  recordsOfHashes,
} from "../run/fragment-keys.ts";

/** Records whose keys equal or resemble those of other records. */
export interface KeyTwins {
  /** The records whose key an earlier record has, by ordinal. */
  readonly duplicates: readonly KeyedRecord[];
  /** Keys that differ from an earlier one only in case or composition (`foldedKey`). */
  readonly similarCount: number;
}

/**
 * Finds duplicate keys, and keys that look alike. Hashes of all folded keys are sorted, at 8 bytes
 * a record; only if two are equal are the keys themselves read and compared. `fragments` is
 * therefore read twice, in shard order.
 */
export function findKeyTwins(fragments: () => Iterable<OpenFragment>): KeyTwins {
  const twins = repeatedHashes(fragments());
  if (twins.size === 0) return { duplicates: [], similarCount: 0 };
  const candidates = [...recordsOfHashes(fragments(), twins)];
  candidates.sort((a, b) => a.ordinal - b.ordinal);
  const seen = new Set<string>();
  const folded = new Set<string>();
  const duplicates = candidates.filter(({ key }) => {
    const isSecond = seen.has(key);
    seen.add(key);
    folded.add(foldedKey(key));
    return isSecond;
  });
  return { duplicates, similarCount: seen.size - folded.size };
}

/** The hashes that more than one record has. */
function repeatedHashes(fragments: Iterable<OpenFragment>): ReadonlySet<bigint> {
  let hashes = new BigUint64Array(64 * 1024);
  let count = 0;
  for (const hash of primaryHashes(fragments)) {
    if (count === hashes.length) {
      const larger = new BigUint64Array(count * 2);
      larger.set(hashes);
      hashes = larger;
    }
    hashes[count] = hash;
    count += 1;
  }
  const sorted = hashes.subarray(0, count).sort();
  const twins = new Set<bigint>();
  for (let at = 1; at < count; at += 1) {
    if (sorted[at] === sorted[at - 1]) twins.add(sorted[at] as bigint);
  }
  return twins;
}
