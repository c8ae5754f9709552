import type { Mpt } from "../base/units.ts";
import type { ValueScale } from "./value-scale.ts";

/** Where the figures of a chart with two axes are drawn: categories across, values upwards. */
export interface Plot {
  readonly leftMpt: Mpt;
  readonly topMpt: Mpt;
  readonly widthMpt: Mpt;
  readonly heightMpt: Mpt;
  readonly scale: ValueScale;
  /** How many categories share the width. */
  readonly count: number;
}

/** What is drawn: the values of each series by category, NaN where there is none. */
export interface Figures {
  readonly count: number;
  readonly seriesCount: number;
  /** One series after the other. */
  readonly values: Float64Array;
  /** 1 for each category that is highlighted; undefined if none can be. */
  readonly highlighted: Uint8Array | undefined;
}

/** The height of a value, in whole millipoints; values beyond the scale lie on its end. */
export function yOf({ topMpt, heightMpt, scale }: Plot, value: number): Mpt {
  const share = (scale.high - value) / (scale.high - scale.low);
  return topMpt + Math.round(Math.min(1, Math.max(0, share)) * heightMpt);
}

/** The left edge of a category's share of the width; that of the one after the last is the end. */
export function bandLeft({ leftMpt, widthMpt, count }: Plot, index: number): Mpt {
  return leftMpt + Math.round((index * widthMpt) / count);
}

/** The middle of a category's share of the width. */
export function bandMiddle(plot: Plot, index: number): Mpt {
  return plot.leftMpt + Math.round(((2 * index + 1) * plot.widthMpt) / (2 * plot.count));
}

/** The value that bars and areas stand on: 0, or the end of the scale that is next to it. */
export function floorOf({ scale }: Plot): number {
  return Math.min(scale.high, Math.max(scale.low, 0));
}

export function valueOf(figures: Figures, series: number, category: number): number {
  return figures.values[series * figures.count + category] ?? Number.NaN;
}

/** Whether a figure is highlighted: of several series the last one is, which is the newest. */
export function isLit({ highlighted, seriesCount }: Figures, series: number, at: number): boolean {
  return series === seriesCount - 1 && highlighted?.[at] === 1;
}

/** The last category that a series has a value of; -1 if there is none. */
export function lastCategory(figures: Figures, series: number): number {
  for (let category = figures.count - 1; category >= 0; category -= 1)
    if (!Number.isNaN(valueOf(figures, series, category))) return category;
  return -1;
}
