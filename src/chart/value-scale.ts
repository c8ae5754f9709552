import { d3Scale } from "./load-d3.ts";

/** A scale of whole numbers, such as cents: its ends, and what is marked on it. */
export interface ValueScale {
  readonly low: number;
  readonly high: number;
  readonly ticks: readonly number[];
}

/**
 * A scale with round ends that holds the values from `low` to `high`, with about `count` marks.
 * Where there is no distance between them, it reaches from or to 0, or up to `unit`.
 */
export function valueScale(low: number, high: number, unit: number, count: number): ValueScale {
  let [from, to] = [low, high];
  if (from === to) {
    from = Math.min(0, low);
    to = Math.max(0, high);
    if (from === to) to = unit;
  }
  const scale = d3Scale().scaleLinear().domain([from, to]).nice(count);
  const [start, end] = scale.domain();
  const ticks = scale.ticks(count).filter((tick) => Number.isSafeInteger(tick));
  return { low: Math.floor(start), high: Math.ceil(end), ticks };
}

/** A scale from the least to the greatest value, with no marks. */
export function tightScale(low: number, high: number, unit: number): ValueScale {
  if (low < high) return { low, high, ticks: [] };
  return { low: low - unit, high: high + unit, ticks: [] };
}
