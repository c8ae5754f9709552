import type { Mpt } from "../base/units.ts";
import type { ChartPen } from "./chart-pen.ts";
import { bandLeft, type Figures, floorOf, isLit, type Plot, valueOf, yOf } from "./plot.ts";

/** What of a category's share is left free beside its bars, in thousandths. */
const FREE_SHARE = 320;
/** Below this width of a share, bars stand close together. */
const CLOSE_BELOW_MPT = 3000;
const BAR_MAX_MPT = 34_000;
const BETWEEN_MPT = 750;
/** Between the parts of a stack. */
const SEAM_MPT = 600;
/** A bar of the value 0 can be told from none. */
const SLIVER_MPT = 400;

export interface BarColors {
  /** By series. */
  readonly series: readonly number[];
  readonly highlight: number;
}

/** Where the bars of a category stand. */
export interface BarSlots {
  readonly leftMpt: Mpt;
  readonly barMpt: Mpt;
  readonly betweenMpt: Mpt;
}

/** The places of `bars` bars side by side in the middle of a category's share. */
export function barSlots(plot: Plot, category: number, bars: number): BarSlots {
  const left = bandLeft(plot, category);
  const bandMpt = bandLeft(plot, category + 1) - left;
  const isClose = bandMpt < CLOSE_BELOW_MPT * bars;
  const betweenMpt = isClose ? 0 : BETWEEN_MPT;
  const free = isClose ? bandMpt / 8 : (bandMpt * FREE_SHARE) / 1000;
  const shared = Math.round(bandMpt - free) - betweenMpt * (bars - 1);
  const barMpt = Math.max(1, Math.min(BAR_MAX_MPT, Math.floor(shared / bars)));
  const usedMpt = barMpt * bars + betweenMpt * (bars - 1);
  return { leftMpt: left + ((bandMpt - usedMpt) >> 1), barMpt, betweenMpt };
}

/** Bars of several series side by side. */
export function drawBars(pen: ChartPen, plot: Plot, figures: Figures, colors: BarColors): void {
  const { count, seriesCount } = figures;
  const floorMpt = yOf(plot, floorOf(plot));
  for (const lit of [0, 1]) {
    for (let series = 0; series < seriesCount; series += 1) {
      pen.fill(lit === 1 ? colors.highlight : (colors.series[series] ?? 0));
      for (let category = 0; category < count; category += 1) {
        if (Number(isLit(figures, series, category)) !== lit) continue;
        const value = valueOf(figures, series, category);
        if (Number.isNaN(value)) continue;
        const { leftMpt, barMpt, betweenMpt } = barSlots(plot, category, seriesCount);
        const x = leftMpt + series * (barMpt + betweenMpt);
        bar(pen, x, yOf(plot, value), barMpt, floorMpt);
      }
    }
  }
}

function bar(pen: ChartPen, xMpt: Mpt, yMpt: Mpt, widthMpt: Mpt, floorMpt: Mpt): void {
  const heightMpt = Math.abs(floorMpt - yMpt);
  if (heightMpt < SLIVER_MPT) pen.rect(xMpt, floorMpt - SLIVER_MPT, widthMpt, SLIVER_MPT);
  else pen.rect(xMpt, Math.min(yMpt, floorMpt), widthMpt, heightMpt);
}

/** Bars of several series on each other: what is below 0 downwards. */
export function drawStacks(pen: ChartPen, plot: Plot, figures: Figures, colors: BarColors): void {
  const { count, seriesCount } = figures;
  const above = new Float64Array(count);
  const below = new Float64Array(count);
  for (let series = 0; series < seriesCount; series += 1) {
    pen.fill(colors.series[series] ?? 0);
    for (let category = 0; category < count; category += 1) {
      const value = valueOf(figures, series, category);
      if (Number.isNaN(value) || value === 0) continue;
      const sums = value < 0 ? below : above;
      const from = sums[category] ?? 0;
      sums[category] = from + value;
      const { leftMpt, barMpt } = barSlots(plot, category, 1);
      part(pen, leftMpt, barMpt, yOf(plot, from), yOf(plot, from + value), from !== 0);
    }
  }
}

/** A part of a stack; one on another leaves a seam between them. */
function part(
  pen: ChartPen,
  xMpt: Mpt,
  widthMpt: Mpt,
  fromMpt: Mpt,
  toMpt: Mpt,
  isOnAnother: boolean,
): void {
  const heightMpt = Math.abs(fromMpt - toMpt);
  const seamMpt = isOnAnother && heightMpt > 2 * SEAM_MPT ? SEAM_MPT : 0;
  if (heightMpt === 0) return;
  const topMpt = toMpt < fromMpt ? toMpt : fromMpt + seamMpt;
  pen.rect(xMpt, topMpt, widthMpt, heightMpt - seamMpt);
}
