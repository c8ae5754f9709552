import type { Ordinal } from "../base/units.ts";
import { Prng } from "../base/prng.ts";
import type { Scan, Shard } from "../model/shard.ts";

/** Units of one shard to look at, by their numbers in it. */
export interface DrawnUnits {
  readonly shard: Shard;
  readonly units: ReadonlySet<number>;
  /** True for those drawn by lot, which stand for all that are not looked at. */
  readonly isDrawn: boolean;
}

/** Inputs up to here are looked at as a whole. */
const WHOLE_MAX = 1000;
/** What is at an input's head and tail is more often odd than the rest. */
const END_UNITS = 100;
const DRAWN_UNITS = 500;

/**
 * The units of an input that a check composes: the first, the last, and some drawn by lot between
 * them; the same for the same seed. However large the input is, they lie in a bounded number of
 * shards.
 */
export function drawUnits(
  { shards, unitCount }: Pick<Scan, "shards" | "unitCount">,
  seed: number,
): readonly DrawnUnits[] {
  const isWhole = unitCount <= WHOLE_MAX;
  const ends = isWhole
    ? range(0, unitCount)
    : [...range(0, END_UNITS), ...range(unitCount - END_UNITS, unitCount)];
  const lots = isWhole ? [] : byLot(unitCount, seed);
  return shards.flatMap((shard) =>
    [
      { shard, units: unitsIn(shard, ends), isDrawn: false },
      { shard, units: unitsIn(shard, lots), isDrawn: true },
    ].filter(({ units }) => units.size > 0),
  );
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, index) => from + index);
}

function unitsIn({ firstOrdinal, unitCount }: Shard, ordinals: readonly number[]): Set<number> {
  const isIn = (ordinal: Ordinal): boolean =>
    ordinal >= firstOrdinal && ordinal < firstOrdinal + unitCount;
  return new Set(ordinals.filter(isIn).map((ordinal) => ordinal - firstOrdinal));
}

/** Ordinals between the ends, each once. */
function byLot(unitCount: number, seed: number): readonly number[] {
  const prng = new Prng(seed);
  const between = unitCount - 2 * END_UNITS;
  const found = new Set<number>();
  while (found.size < Math.min(DRAWN_UNITS, between)) found.add(END_UNITS + prng.below(between));
  return [...found];
}
