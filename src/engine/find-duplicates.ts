import { foldedKey } from "../run/pieces/key-hash.ts";
import { KeyHashes } from "./key-hashes.ts";
import {
  type KeyedRecord,
  type OpenFragment,
  primaryHashes,
  recordsOfHashes,
} from "../run/pieces/fragment-keys.ts";

type Keyed = Pick<KeyedRecord, "ordinal" | "key">;

/** Records whose keys equal or resemble those of other records. */
export interface KeyTwins<R = KeyedRecord> {
  /** The records whose key an earlier record has, by ordinal. */
  readonly duplicates: readonly R[];
  /** Keys that differ from an earlier one only in case or composition (`foldedKey`). */
  readonly similarCount: number;
}

/**
 * Finds duplicate keys, and keys that look alike. Hashes of all folded keys are sorted, at 8 bytes
 * a record; only if two are equal are the keys themselves read and compared. `fragments` is
 * therefore read twice, in shard order.
 */
export function findKeyTwins(fragments: () => Iterable<OpenFragment>): KeyTwins {
  const hashes = new KeyHashes();
  for (const hash of primaryHashes(fragments())) hashes.add(hash);
  const twins = hashes.repeated();
  return twinsAmong(twins.size === 0 ? [] : [...recordsOfHashes(fragments(), twins)]);
}

/** The twins among all records whose hashes occur more than once. */
export function twinsAmong<R extends Keyed>(candidates: R[]): KeyTwins<R> {
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
