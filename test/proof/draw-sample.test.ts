import { describe, expect, it } from "vitest";
import { sha256 } from "../../src/base/hash.ts";
import { drawSample } from "../../src/proof/sampling/draw-sample.ts";

const root = sha256("root");

/** A lot of three strata of very different sizes. */
function lotOf(size: number): { leaf: number; sha256: string; stratum: string }[] {
  const kind = (leaf: number): string => (leaf < 2 ? "rare" : leaf % 5 === 0 ? "some" : "usual");
  return Array.from({ length: size }, (_, leaf) => ({
    leaf,
    sha256: sha256(`leaf ${leaf}`),
    stratum: kind(leaf),
  }));
}

describe("a sample", () => {
  it("over 10,000 seeds takes each item as often as any other", () => {
    const [lot, size, seeds] = [lotOf(60), 7, 10_000];
    const times = new Uint32Array(lot.length);
    for (let seed = 0; seed < seeds; seed += 1)
      for (const { leaf } of drawSample(lot, size, { seed: String(seed), root }).items)
        times[leaf] = (times[leaf] ?? 0) + 1;
    const share = size / lot.length;
    const sigma = Math.sqrt(seeds * share * (1 - share));
    const off = [...times].map((count) => Math.abs(count - seeds * share) / sigma);
    // Of 60 items one in six samples of this kind is past 3 sigma; these seeds are fixed.
    expect(Math.max(...off)).toBeLessThan(3);
  });

  it("has of each stratum its share, rounded up or down", () => {
    const lot = lotOf(1000);
    for (const seed of ["a", "b", "c"]) {
      const { items, strata } = drawSample(lot, 80, { seed, root });
      expect(items).toHaveLength(80);
      expect(new Set(items.map(({ leaf }) => leaf)).size).toBe(80);
      for (const { size, drawn } of strata)
        expect(Math.abs(drawn - (size * 80) / 1000)).toBeLessThan(1);
    }
  });

  it("depends on seed, root and leaves, and not on the order of the lot", () => {
    const lot = lotOf(500);
    const leaves = (seed: string, ofRoot = root, of = lot): number[] =>
      drawSample(of, 50, { seed, root: ofRoot }).items.map(({ leaf }) => leaf);
    expect(leaves("7")).toEqual(leaves("7"));
    expect(leaves("7", root, lot.toReversed())).toEqual(leaves("7"));
    expect(leaves("8")).not.toEqual(leaves("7"));
    expect(leaves("7", sha256("other root"))).not.toEqual(leaves("7"));
    const changed = lot.map((item) => ({ ...item, sha256: sha256(`${item.sha256}x`) }));
    expect(leaves("7", root, changed)).not.toEqual(leaves("7"));
  });

  it("is the whole lot if that is no larger", () => {
    const { items } = drawSample(lotOf(12), 20, { seed: "7", root });
    expect(items.map(({ leaf }) => leaf)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
  });
});
