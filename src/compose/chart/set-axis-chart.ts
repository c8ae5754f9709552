import { defined } from "../../base/assert.ts";
import { diagnostic } from "../../base/diagnostic.ts";
import type { Mpt } from "../../base/units.ts";
import { drawBars, drawStacks } from "../../chart/draw-bars.ts";
import { areStackable, drawAreas, drawLine, stackedFigures } from "../../chart/draw-lines.ts";
import { ChartPen } from "../../chart/chart-pen.ts";
import {
  bandMiddle,
  type Figures,
  floorOf,
  isLit,
  lastCategory,
  type Plot,
  valueOf,
  yOf,
} from "../../chart/plot.ts";
import type { BoundAxisChart } from "../../model/bound-chart.ts";
import { DECORATION_RECT } from "../galley.ts";
import type { SetContext } from "../set-context.ts";
import { scaleOf, tickCount } from "./axis-scale.ts";
import type { AxisSetting } from "./axis-setting.ts";
import { setHead } from "./chart-head.ts";
import { ChartLabels, middleToBaseline } from "./chart-labels.ts";
import { categoryRoom, setCategories } from "./set-categories.ts";
import { setMarginLabels, setValues, valuesRoom } from "./set-values.ts";

const TICK_GAP_MPT = 6000;
const GRID_MPT = 300;
const AXIS_MPT = 600;
const LINE_MPT = 1500;
const SPARK_LINE_MPT = 1000;
const DASH_MPT = 2500;
const THRESHOLD_MPT = 750;
const DOT_MPT = 2200;
/** Above the scale of a chart with nothing over it. */
const BARE_MPT = 3000;
const PLOT_MIN_MPT = 12_000;

/** Sets a chart of bars, lines or areas as part of an item yet to be made; gives its height. */
export function setAxisChart(context: SetContext, bound: BoundAxisChart, widthMpt: Mpt): Mpt {
  const { block } = bound;
  const mirrorMpt = context.rightToLeft ? widthMpt : -1;
  const setting: AxisSetting = {
    context,
    bound,
    figures: {
      count: bound.categories.length,
      seriesCount: block.series.length,
      values: bound.values,
      highlighted: bound.highlighted,
    },
    labels: new ChartLabels(context, mirrorMpt),
    pen: new ChartPen(context.galley.frames.paths, mirrorMpt),
    style: defined(context.styles[block.labelStyle], "the style of labels"),
    widthMpt,
  };
  const headMpt = setHead(context, bound, widthMpt);
  const plot = plotOf(setting, headMpt);
  if (plot.widthMpt < PLOT_MIN_MPT || plot.heightMpt < PLOT_MIN_MPT) {
    context.faults.push(tooSmall());
    return block.heightMpt;
  }
  if (block.chart !== "sparkline") setScale(setting, plot);
  drawFigures(setting, plot);
  drawThresholds(setting, plot);
  if (block.chart !== "sparkline") {
    drawFloor(setting, plot);
    setCategories(setting, plot);
  }
  drawDots(setting, plot);
  setValues(setting, plot);
  setMarginLabels(setting, plot);
  return block.heightMpt;
}

function tooSmall(): ReturnType<typeof diagnostic> {
  const message = "The labels of a chart leave no room for its figures.";
  const hint = "Make the chart higher or wider, its labels shorter, or their style smaller.";
  return diagnostic("compose.chart-too-small", message, { hint });
}

/** Where the figures stand: what labels and legend leave of the chart. */
function plotOf(setting: AxisSetting, headMpt: Mpt): Plot {
  const { bound, figures, labels, style, widthMpt } = setting;
  const { block, texts } = bound;
  const isSpark = block.chart === "sparkline";
  const { topMpt: overMpt, rightMpt } = valuesRoom(setting);
  const bareMpt = headMpt === 0 ? BARE_MPT : 0;
  const padMpt = isSpark ? DOT_MPT : Math.max(middleToBaseline(style) + bareMpt, overMpt);
  const footMpt = isSpark ? DOT_MPT : categoryRoom(setting);
  const heightMpt = block.heightMpt - headMpt - padMpt - footMpt;
  const scale = scaleOf(bound, figures, tickCount(heightMpt));
  const ticks = texts.ticks(scale.ticks);
  const tickMpt = ticks.reduce((most, text) => Math.max(most, labels.width(style, text)), 0);
  const leftMpt = isSpark ? DOT_MPT : tickMpt + TICK_GAP_MPT;
  return {
    leftMpt,
    topMpt: headMpt + padMpt,
    widthMpt: widthMpt - leftMpt - (isSpark ? Math.max(rightMpt, DOT_MPT) : rightMpt),
    heightMpt,
    scale,
    count: Math.max(1, figures.count),
  };
}

/** The marks of the scale, each with a hairline across the plot. */
function setScale({ context, bound, labels, style, widthMpt }: AxisSetting, plot: Plot): void {
  const { block, texts } = bound;
  const { scale, leftMpt } = plot;
  const shown = texts.ticks(scale.ticks);
  const isMirrored = context.rightToLeft;
  scale.ticks.forEach((tick, index) => {
    const yMpt = yOf(plot, tick);
    labels.put(
      style,
      shown[index] ?? "",
      leftMpt - TICK_GAP_MPT,
      yMpt + middleToBaseline(style),
      "end",
    );
    const x = isMirrored ? widthMpt - leftMpt - plot.widthMpt : leftMpt;
    const top = yMpt - (GRID_MPT >> 1);
    context.galley.decoration(DECORATION_RECT, x, top, plot.widthMpt, GRID_MPT, block.gridColor);
  });
}

function drawFigures({ bound, figures, pen }: AxisSetting, plot: Plot): void {
  const { block } = bound;
  const colors = block.series.map((series) => series.color);
  const bars = { series: colors, highlight: block.highlight?.color ?? 0 };
  switch (block.chart) {
    case "bars":
      return drawBars(pen, plot, figures, bars);
    case "stacked-bars":
      return drawStacks(pen, plot, figures, bars);
    case "areas":
      if (areStackable(figures)) {
        const fills = block.series.map(({ fill, color }) => (fill < 0 ? color : fill));
        drawAreas(pen, plot, figures, block.curve, fills);
      }
      return drawLines(pen, plot, figures, block);
    case "lines":
    case "sparkline":
      return drawLines(pen, plot, figures, block);
  }
}

/** Lines of series; of areas, the edges that have a colour of their own. */
function drawLines(
  pen: ChartPen,
  plot: Plot,
  figures: Figures,
  { chart, series, curve }: BoundAxisChart["block"],
): void {
  const isFilled = chart === "areas" && areStackable(figures);
  const lines = isFilled ? stackedFigures(figures) : figures;
  series.forEach(({ color, fill }, index) => {
    if (isFilled && (fill < 0 || fill === color)) return;
    const widthMpt = chart === "sparkline" ? SPARK_LINE_MPT : LINE_MPT;
    drawLine(pen, plot, lines, index, { color, widthMpt, curve });
  });
}

/** Dots where a highlight says so, and at the end of a sparkline. */
function drawDots({ bound, figures, pen }: AxisSetting, plot: Plot): void {
  const { block } = bound;
  if (block.chart === "bars" || block.chart === "stacked-bars") return;
  const drawn = block.chart === "areas" ? stackedFigures(figures) : figures;
  block.series.forEach(({ color }, series) => {
    for (const category of dottedCategories(block.chart === "sparkline", figures, series)) {
      pen.fill(block.highlight?.color ?? color);
      const y = yOf(plot, valueOf(drawn, series, category));
      pen.dot(bandMiddle(plot, category), y, DOT_MPT);
    }
  });
}

/** The last point of a sparkline, and all that are highlighted. */
function dottedCategories(isSpark: boolean, figures: Figures, series: number): number[] {
  const dotted: number[] = [];
  for (let category = 0; category < figures.count; category += 1) {
    const isThere = !Number.isNaN(valueOf(figures, series, category));
    if (isThere && isLit(figures, series, category)) dotted.push(category);
  }
  const last = isSpark ? lastCategory(figures, series) : -1;
  return last < 0 ? dotted : [...dotted, last];
}

function drawThresholds({ bound, pen }: AxisSetting, plot: Plot): void {
  for (const { value, color } of bound.thresholds) {
    const y = yOf(plot, value);
    pen.stroke(color, THRESHOLD_MPT, DASH_MPT);
    pen.moveTo(plot.leftMpt, y);
    pen.lineTo(plot.leftMpt + plot.widthMpt, y);
  }
}

/** The line that bars stand on. */
function drawFloor({ bound, pen }: AxisSetting, plot: Plot): void {
  const y = yOf(plot, floorOf(plot));
  pen.fill(bound.block.axisColor);
  pen.rect(plot.leftMpt, y - (AXIS_MPT >> 1), plot.widthMpt, AXIS_MPT);
}
