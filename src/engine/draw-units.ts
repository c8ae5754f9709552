import type { Ordinal } from "../base/units.ts";
import { Prng } from "../base/prng.ts";
import type { Scan, Shard } from "../model/shard.ts";

/** Units of one shard to compose, by their numbers in it. */
export interface DrawnUnits {
  readonly shard: Shard;
  readonly units: ReadonlySet<number>;
  /** True for units drawn at random, which represent all units that are not composed. */
  readonly isDrawn: boolean;
}

/** Inputs of up to this many units are composed in full. */
const WHOLE_MAX = 1000;
/** Odd records are more likely at the start and the end of an input. */
const END_UNITS = 100;
const DRAWN_UNITS = 500;

/**
 * The units of an input that a check composes: the first, the last, and a random sample between
 * them, which depends on the seed alone. However large the input is, the units are in a bounded
 * number of shards.
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

/** Ordinals between the two ends, each at most once. */
function byLot(unitCount: number, seed: number): readonly number[] {
  const prng = new Prng(seed);
  const between = unitCount - 2 * END_UNITS;
  const found = new Set<number>();
  while (found.size < Math.min(DRAWN_UNITS, between)) found.add(END_UNITS + prng.below(between));
  return [...found];
}
