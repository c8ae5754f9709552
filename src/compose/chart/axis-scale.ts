import { tightScale, type ValueScale, valueScale } from "../../chart/value-scale.ts";
import { stackedFigures } from "../../chart/draw-lines.ts";
import type { Figures } from "../../chart/plot.ts";
import type { BoundAxisChart } from "../../model/bound-chart.ts";
import type { Mpt } from "../../base/units.ts";

/** Marks of a scale are about so far apart. */
const TICK_MPT = 26_000;
/** Lines leave out 0 where all their values are above this share of the greatest. */
const ZERO_SHARE = 0.6;

/** About how many marks a scale of this height has. */
export function tickCount(heightMpt: Mpt): number {
  return Math.min(8, Math.max(2, Math.round(heightMpt / TICK_MPT)));
}

/** The scale that holds a chart's values, thresholds, and the ends it asks for. */
export function scaleOf(bound: BoundAxisChart, figures: Figures, count: number): ValueScale {
  const { block, texts } = bound;
  let [low, high] = rangeOf(bound, figures);
  for (const { value } of bound.thresholds) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  low = Math.min(low, bound.min ?? low);
  high = Math.max(high, bound.max ?? high);
  if (low > high) [low, high] = [0, 0];
  if (block.chart === "sparkline") return tightScale(low, high, texts.unit);
  return valueScale(low, high, texts.unit, count);
}

/** The least and the greatest of what is drawn, with 0 where that belongs to it. */
function rangeOf({ block, min }: BoundAxisChart, figures: Figures): [number, number] {
  if (block.chart === "stacked-bars") return stackRange(figures);
  const { values } = block.chart === "areas" ? stackedFigures(figures) : figures;
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  const isLine = block.chart === "lines" || block.chart === "sparkline";
  const leavesZero = isLine && (block.chart === "sparkline" || low > high * ZERO_SHARE);
  if (leavesZero || (isLine && min !== undefined) || low > high) return [low, high];
  return [Math.min(low, 0), Math.max(high, 0)];
}

function stackRange({ values, count }: Figures): [number, number] {
  let [low, high] = [0, 0];
  for (let category = 0; category < count; category += 1) {
    let [below, above] = [0, 0];
    for (let at = category; at < values.length; at += count) {
      const value = values[at] ?? 0;
      if (value < 0) below += value;
      else if (value > 0) above += value;
    }
    low = Math.min(low, below);
    high = Math.max(high, above);
  }
  return [low, high];
}
