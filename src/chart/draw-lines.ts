import type { Curve } from "d3-shape";
import { d3Shape } from "./load-d3.ts";
import type { Mpt } from "../base/units.ts";
import type { ChartCurve } from "../model/chart.ts";
import type { ChartPen } from "./chart-pen.ts";
import { bandMiddle, type Figures, floorOf, type Plot, valueOf, yOf } from "./plot.ts";

const CURVES = { straight: "curveLinear", monotone: "curveMonotoneX", step: "curveStep" } as const;
/** More points than this to the point of width are thinned out. */
const DENSE_MPT = 500;
/** The radius of a dot, in widths of the line. */
const ALONE_WIDTHS = 1.4;

/** The points of a series, a gap wherever it has no value. */
interface Points {
  readonly categories: readonly number[];
  readonly values: readonly number[];
}

export interface LineLook {
  readonly color: number;
  readonly widthMpt: Mpt;
  readonly curve: ChartCurve;
}

/** Draws the line of a series; a point that stands alone between gaps is a dot. */
export function drawLine(
  pen: ChartPen,
  plot: Plot,
  figures: Figures,
  series: number,
  { color, widthMpt, curve }: LineLook,
): void {
  const points = pointsOf(plot, figures, series);
  const line = d3Shape()[CURVES[curve]](pen);
  pen.stroke(color, widthMpt);
  const alone: number[] = [];
  for (const [from, to] of stretches(points.values)) {
    if (to - from === 1) alone.push(from);
    else trace(line, plot, points, from, to);
  }
  pen.fill(color);
  for (const at of alone) {
    const x = bandMiddle(plot, points.categories[at] ?? 0);
    pen.dot(x, yOf(plot, points.values[at] ?? 0), widthMpt * ALONE_WIDTHS);
  }
}

function trace(line: Curve, plot: Plot, points: Points, from: number, to: number): void {
  const { categories, values } = points;
  line.lineStart();
  for (let at = from; at < to; at += 1)
    line.point(bandMiddle(plot, categories[at] ?? 0), yOf(plot, values[at] ?? 0));
  line.lineEnd();
}

/**
 * Fills the areas of all series, each on those before it. With several series a value that is
 * absent counts as 0; a single one has a gap there.
 */
export function drawAreas(
  pen: ChartPen,
  plot: Plot,
  figures: Figures,
  curve: ChartCurve,
  fills: readonly number[],
): void {
  const stacked = stackedFigures(figures);
  const floor = floorOf(plot);
  for (let series = 0; series < stacked.seriesCount; series += 1) {
    pen.fill(fills[series] ?? 0);
    const top = pointsOf(plot, stacked, series);
    const { categories } = top;
    const below = (at: number): number => {
      const category = categories[at] ?? 0;
      return series === 0 ? floor : valueOf(stacked, series - 1, category);
    };
    const area = d3Shape()[CURVES[curve]](pen);
    for (const [from, to] of stretches(top.values)) {
      if (to - from === 1) continue;
      area.areaStart();
      trace(area, plot, top, from, to);
      area.lineStart();
      for (let at = to - 1; at >= from; at -= 1)
        area.point(bandMiddle(plot, categories[at] ?? 0), yOf(plot, below(at)));
      area.lineEnd();
      area.areaEnd();
    }
  }
}

/** Whether areas can lie on each other: with values below 0 they would cover each other. */
export function areStackable({ seriesCount, values }: Figures): boolean {
  return seriesCount < 2 || values.every((value) => !(value < 0));
}

/** The figures with each series on the sum of those before it, where they can be. */
export function stackedFigures(figures: Figures): Figures {
  const { count, seriesCount } = figures;
  if (seriesCount < 2 || !areStackable(figures)) return figures;
  const values = figures.values.slice();
  for (let at = 0; at < values.length; at += 1) {
    const own = values[at] ?? 0;
    const before = at < count ? 0 : (values[at - count] ?? 0);
    values[at] = before + (Number.isNaN(own) ? 0 : own);
  }
  return { ...figures, values };
}

/** From and to of each stretch of values without a gap. */
function* stretches(values: readonly number[]): Generator<readonly [number, number]> {
  let from = 0;
  for (let at = 0; at <= values.length; at += 1) {
    if (at < values.length && !Number.isNaN(values[at])) continue;
    if (at > from) yield [from, at];
    from = at + 1;
  }
}

/**
 * The points of a series. Where they lie too close to be told apart, the least and the greatest of
 * those at one place stand for all of them.
 */
function pointsOf(plot: Plot, figures: Figures, series: number): Points {
  const { count } = figures;
  const isDense = count > 2 && plot.widthMpt < count * DENSE_MPT;
  const categories = isDense
    ? farthest(plot, figures, series)
    : Array.from({ length: count }, (_, index) => index);
  return { categories, values: categories.map((category) => valueOf(figures, series, category)) };
}

function farthest(plot: Plot, figures: Figures, series: number): number[] {
  const { count } = figures;
  const places = Math.max(1, Math.floor(plot.widthMpt / (2 * DENSE_MPT)));
  const categories: number[] = [];
  for (let place = 0; place < places; place += 1) {
    const from = Math.floor((place * count) / places);
    const to = Math.floor(((place + 1) * count) / places);
    const [least, greatest] = extremes(figures, series, from, to);
    categories.push(Math.min(least, greatest));
    if (least !== greatest) categories.push(Math.max(least, greatest));
  }
  return categories;
}

/** Where the least and the greatest value are; the first place if there is none. */
function extremes(
  figures: Figures,
  series: number,
  from: number,
  to: number,
): readonly [number, number] {
  let [least, greatest] = [from, from];
  for (let at = from; at < to; at += 1) {
    const value = valueOf(figures, series, at);
    if (Number.isNaN(value)) continue;
    if (!(valueOf(figures, series, least) <= value)) least = at;
    if (!(valueOf(figures, series, greatest) >= value)) greatest = at;
  }
  return [least, greatest];
}
