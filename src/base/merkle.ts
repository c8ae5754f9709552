import { createHash } from "node:crypto";
import { assert } from "./assert.ts";

/**
 * A Merkle tree over leaves in a fixed order, as RFC 9162 (Certificate Transparency 2.0), 2.1,
 * defines it: leaves and nodes are hashed with different first bytes, so that neither can be taken
 * for the other, and a tree of n leaves splits at the largest power of two below n.
 */

export const HASH_BYTES = 32;

const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);

/** The hash of a leaf, 32 bytes. */
export function leafHash(data: string | Uint8Array): Uint8Array {
  return createHash("sha256").update(LEAF).update(data).digest();
}

/** The root over `leaves`, which are hashes of 32 bytes, one behind the other. */
export function merkleRoot(leaves: Uint8Array): Uint8Array {
  const count = leafCount(leaves);
  if (count === 0) return createHash("sha256").digest();
  return subtreeRoot(leaves, 0, count);
}

/** The hashes that lead from a leaf to the root, nearest first (RFC 9162, 2.1.3.1). */
export function merklePath(leaves: Uint8Array, index: number): Uint8Array[] {
  const count = leafCount(leaves);
  assert(index >= 0 && index < count, "a path begins at one of the leaves");
  const path: Uint8Array[] = [];
  let [from, to] = [0, count];
  while (to - from > 1) {
    const middle = from + splitOf(to - from);
    if (index < middle) {
      path.push(subtreeRoot(leaves, middle, to));
      to = middle;
    } else {
      path.push(subtreeRoot(leaves, from, middle));
      from = middle;
    }
  }
  return path.reverse();
}

/** The root that a leaf's path leads to; it is proven where that is the tree's root. */
export function rootOfPath(
  leaf: Uint8Array,
  index: number,
  count: number,
  path: readonly Uint8Array[],
): Uint8Array | undefined {
  // RFC 9162, 2.1.3.2.
  if (index < 0 || index >= count) return undefined;
  let [node, last] = [index, count - 1];
  let hash = leaf;
  for (const sibling of path) {
    if (last === 0) return undefined;
    if (node % 2 === 1 || node === last) {
      hash = nodeHash(sibling, hash);
      while (node % 2 === 0 && node !== 0) [node, last] = [halved(node), halved(last)];
    } else {
      hash = nodeHash(hash, sibling);
    }
    [node, last] = [halved(node), halved(last)];
  }
  return last === 0 ? hash : undefined;
}

function subtreeRoot(leaves: Uint8Array, from: number, to: number): Uint8Array {
  if (to - from === 1) return leaves.subarray(from * HASH_BYTES, to * HASH_BYTES);
  const middle = from + splitOf(to - from);
  return nodeHash(subtreeRoot(leaves, from, middle), subtreeRoot(leaves, middle, to));
}

function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  return createHash("sha256").update(NODE).update(left).update(right).digest();
}

/** The largest power of two below `count`. */
function splitOf(count: number): number {
  return 2 ** (31 - Math.clz32(count - 1));
}

function halved(value: number): number {
  return Math.floor(value / 2);
}

function leafCount(leaves: Uint8Array): number {
  assert(leaves.length % HASH_BYTES === 0, "leaves are hashes of 32 bytes");
  return leaves.length / HASH_BYTES;
}
