import { createHash, hash } from "node:crypto";
import { assert } from "./assert.ts";

/**
 * A Merkle tree over leaves in a fixed order, as RFC 9162 (Certificate Transparency 2.0), 2.1,
 * defines it: leaves and nodes are hashed with different first bytes, so that neither can be taken
 * for the other, and a tree of n leaves splits at the largest power of two below n.
 */

export const HASH_BYTES = 32;

const LEAF = "\0";
/** A node as it is hashed: its first byte, and two hashes. */
const NODE = new Uint8Array(1 + 2 * HASH_BYTES).fill(1, 0, 1);

/** The hash of a leaf, 32 bytes. */
export function leafHash(data: string | Uint8Array): Uint8Array {
  if (typeof data === "string") return hash("sha256", LEAF + data, "buffer");
  return createHash("sha256").update(LEAF).update(data).digest();
}

/** The root over `leaves`, which are hashes of 32 bytes, one behind the other. */
export function merkleRoot(leaves: Uint8Array): Uint8Array {
  if (leafCount(leaves) === 0) return hash("sha256", "", "buffer");
  return climb(leaves, -1).root;
}

/** The hashes that lead from a leaf to the root, nearest first (RFC 9162, 2.1.3.1). */
export function merklePath(leaves: Uint8Array, index: number): Uint8Array[] {
  assert(index >= 0 && index < leafCount(leaves), "a path begins at one of the leaves");
  return climb(leaves, index).path;
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
  let [place, last] = [index, count - 1];
  let reached = leaf;
  for (const sibling of path) {
    if (last === 0) return undefined;
    if (place % 2 === 1 || place === last) {
      reached = nodeHash(sibling, reached);
      while (place % 2 === 0 && place !== 0) [place, last] = [halved(place), halved(last)];
    } else {
      reached = nodeHash(reached, sibling);
    }
    [place, last] = [halved(place), halved(last)];
  }
  return last === 0 ? reached : undefined;
}

/**
 * The root over leaves that come one behind the other, which is `merkleRoot` over all of them; what
 * is kept are the roots of whole subtrees, one a size.
 */
export class GrowingRoot {
  leafCount = 0;
  readonly #subtrees: { readonly size: number; readonly root: Uint8Array }[] = [];

  /** Adds hashes of 32 bytes, one behind the other. */
  add(leaves: Uint8Array): void {
    const count = leafCount(leaves);
    for (let index = 0; index < count; index += 1) this.#addLeaf(nodeOf(leaves, index).slice());
    this.leafCount += count;
  }

  root(): Uint8Array {
    if (this.#subtrees.length === 0) return merkleRoot(new Uint8Array());
    // The largest subtrees stand to the left, so what is smaller is joined first.
    const roots = this.#subtrees.map(({ root }) => root);
    return roots.reduceRight((right, left) => nodeHash(left, right));
  }

  #addLeaf(leaf: Uint8Array): void {
    let [size, root] = [1, leaf];
    for (let left = this.#subtrees.at(-1); left?.size === size; left = this.#subtrees.at(-1)) {
      root = nodeHash(left.root, root);
      size *= 2;
      this.#subtrees.pop();
    }
    this.#subtrees.push({ size, root });
  }
}

/**
 * Hashes level after level, two nodes to one and a last odd one carried up, which is the standard's
 * split at powers of two; on the way keeps the siblings of the leaf at `index`, where it is not -1.
 */
function climb(leaves: Uint8Array, index: number): { root: Uint8Array; path: Uint8Array[] } {
  const level = new Uint8Array(leaves);
  const path: Uint8Array[] = [];
  let at = index;
  for (let count = leafCount(leaves); count > 1; count = Math.ceil(count / 2)) {
    const sibling = at % 2 === 0 ? at + 1 : at - 1;
    if (at >= 0 && sibling < count) path.push(nodeOf(level, sibling).slice());
    for (let node = 0; node < count; node += 2) {
      const left = nodeOf(level, node);
      const parent = node + 1 < count ? nodeHash(left, nodeOf(level, node + 1)) : left;
      level.set(parent, (node / 2) * HASH_BYTES);
    }
    at = at < 0 ? at : halved(at);
  }
  return { root: nodeOf(level, 0).slice(), path };
}

function nodeOf(level: Uint8Array, index: number): Uint8Array {
  return level.subarray(index * HASH_BYTES, (index + 1) * HASH_BYTES);
}

/** Written into one buffer and hashed at one go: a tree has as many nodes as a run has pieces. */
function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  NODE.set(left, 1);
  NODE.set(right, 1 + HASH_BYTES);
  return hash("sha256", NODE, "buffer");
}

function halved(value: number): number {
  return Math.floor(value / 2);
}

function leafCount(leaves: Uint8Array): number {
  assert(leaves.length % HASH_BYTES === 0, "leaves are hashes of 32 bytes");
  return leaves.length / HASH_BYTES;
}
