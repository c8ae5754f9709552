import type { Mpt } from "../../base/units.ts";
import type { BoundChart } from "../../model/bound-chart.ts";
import { sideOf } from "../../model/geometry.ts";
import { DECORATION_PATH } from "../galley.ts";
import type { SetContext } from "../set-context.ts";
import { setAxisChart } from "./set-axis-chart.ts";
import { setDonut } from "./set-donut.ts";
import { setGauge } from "./set-gauge.ts";

/** Sets a chart as one item, which never breaks. */
export function setChart(context: SetContext, bound: BoundChart, widthMpt: Mpt): void {
  const { galley } = context;
  const { segmentCount, decorationCount } = galley;
  const { paths } = galley.frames;
  const { block } = bound;
  const start = paths.length;
  const ownMpt = Math.min(widthMpt, block.widthMpt);
  const heightMpt = setKind(context, bound, ownMpt);
  if (paths.length > start)
    galley.decoration(DECORATION_PATH, 0, 0, paths.length - start, 0, start);
  const slackMpt = widthMpt - ownMpt;
  const side = sideOf(block.align, context.rightToLeft);
  const xMpt = side === "left" ? 0 : side === "right" ? slackMpt : slackMpt >> 1;
  if (xMpt > 0) galley.shift(segmentCount, decorationCount, xMpt, 0);
  galley.item(segmentCount, decorationCount, heightMpt);
}

function setKind(context: SetContext, bound: BoundChart, widthMpt: Mpt): Mpt {
  switch (bound.shape) {
    case "donut":
      return setDonut(context, bound, widthMpt);
    case "gauge":
      return setGauge(context, bound, widthMpt);
    case "axes":
      return setAxisChart(context, bound, widthMpt);
  }
}
