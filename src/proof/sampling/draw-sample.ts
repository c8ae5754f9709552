import { hash } from "node:crypto";
import { assert } from "../../base/assert.ts";
import type { Stratum } from "../../model/sample.ts";

/** What decides which items are drawn. Whoever fixed the seed did not know the root. */
export interface Lottery {
  readonly seed: string;
  /** Root of the run's Merkle tree, in hex. */
  readonly root: string;
}

/** An item of the lot: its place among the leaves, the hash of its leaf, and its kind. */
export interface LotItem {
  readonly leaf: number;
  readonly sha256: string;
  readonly stratum: string;
}

export interface Drawn<Item> {
  /** By leaf. */
  readonly items: readonly Item[];
  /** By name. */
  readonly strata: readonly Stratum[];
}

/** Chance is taken from the first 52 bits of a hash: what a number of JavaScript holds exactly. */
const CHANCE_DIGITS = 13;
const CHANCES = 16 ** CHANCE_DIGITS;

/**
 * Draws `size` items: strata one behind the other, items of a stratum in the order of the hash of
 * seed, root and leaf, and from this row every `lot / size`th from a start that a hash gives, too.
 * So each item has the same chance, and each stratum has its share, rounded up or down.
 */
export function drawSample<Item extends LotItem>(
  lot: readonly Item[],
  size: number,
  by: Lottery,
): Drawn<Item> {
  const count = Math.min(size, lot.length);
  const row = inDrawingOrder(lot, by);
  const start = chance(`${by.seed}\n${by.root}\nstart`);
  const items = Array.from({ length: count }, (_, nth) => {
    const item = row[Math.floor(((nth + start) * lot.length) / count)];
    assert(item !== undefined, "a drawn place is in the lot");
    return item;
  });
  const strata = strataOf(lot, items);
  return { items: items.toSorted((a, b) => a.leaf - b.leaf), strata };
}

/** Strata by name; in each, items by their rank. */
export function inDrawingOrder<Item extends LotItem>(lot: readonly Item[], by: Lottery): Item[] {
  const ranked = lot.map((item) => ({ item, rank: rankOf(item, by) }));
  ranked.sort(
    (a, b) =>
      compare(a.item.stratum, b.item.stratum) ||
      compare(a.rank, b.rank) ||
      a.item.leaf - b.item.leaf,
  );
  return ranked.map(({ item }) => item);
}

function rankOf({ leaf, sha256 }: LotItem, { seed, root }: Lottery): string {
  return hash("sha256", `${seed}\n${root}\n${leaf}\n${sha256}`, "hex");
}

/** A fraction in [0, 1). */
function chance(text: string): number {
  return Number.parseInt(hash("sha256", text, "hex").slice(0, CHANCE_DIGITS), 16) / CHANCES;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

function strataOf(lot: readonly LotItem[], drawn: readonly LotItem[]): Stratum[] {
  const sizes = counted(lot);
  const shares = counted(drawn);
  const names = [...sizes.keys()].sort(compare);
  return names.map((name) => ({
    name,
    size: sizes.get(name) ?? 0,
    drawn: shares.get(name) ?? 0,
  }));
}

function counted(items: readonly LotItem[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { stratum } of items) counts.set(stratum, (counts.get(stratum) ?? 0) + 1);
  return counts;
}
