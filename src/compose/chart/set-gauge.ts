import { defined } from "../../base/assert.ts";
import type { Mpt } from "../../base/units.ts";
import { ChartPen } from "../../chart/chart-pen.ts";
import { drawSlice, type Ring } from "../../chart/draw-ring.ts";
import type { BoundGauge } from "../../model/bound-chart.ts";
import type { SetContext } from "../set-context.ts";
import { type Anchor, ChartLabels, middleToBaseline } from "./chart-labels.ts";
import { setInside } from "./set-inside.ts";

/** How thick the ring is, in thousandths of its radius. */
const THICKNESS_SHARE = 240;
const BELOW_MPT = 4000;
const MARK_MPT = 1000;
const MARK_OVER_MPT = 3000;
const LABEL_OVER_MPT = 4000;

/** Sets half a ring that is filled up to the value, as part of an item; gives its height. */
export function setGauge(context: SetContext, bound: BoundGauge, widthMpt: Mpt): Mpt {
  const { block, texts, min, max } = bound;
  const mirrorMpt = context.rightToLeft ? widthMpt : -1;
  const labels = new ChartLabels(context, mirrorMpt);
  const pen = new ChartPen(context.galley.frames.paths, mirrorMpt);
  const style = defined(context.styles[block.labelStyle], "the style of labels");
  const overMpt = bound.thresholds.length > 0 ? LABEL_OVER_MPT + style.leadingMpt : 0;
  const footMpt = BELOW_MPT + style.leadingMpt;
  const sidesMpt = overMpt > 0 ? widthMpt >> 1 : 0;
  const radiusMpt = Math.min(block.heightMpt - footMpt - overMpt, (widthMpt - sidesMpt) >> 1);
  const ring: Ring = {
    xMpt: widthMpt >> 1,
    yMpt: overMpt + radiusMpt,
    radiusMpt,
    thicknessMpt: Math.round((radiusMpt * THICKNESS_SHARE) / 1000),
    startAngle: -Math.PI / 2,
    endAngle: Math.PI / 2,
  };
  const shareOf = (value: number): number => Math.min(1, Math.max(0, (value - min) / (max - min)));
  const share = max > min ? shareOf(bound.value) : 0;
  drawSlice(pen, ring, 0, 1, block.trackColor, true);
  if (share > 0) drawSlice(pen, ring, 0, share, block.color, true);
  for (const { value, label, color } of bound.thresholds) {
    const at = shareOf(value);
    mark(pen, ring, at, color);
    const place = markPlace(ring, at);
    labels.put(style, label, place.xMpt, place.yMpt + middleToBaseline(style), place.anchor);
  }
  setInside(context, labels, ring, block.labelStyle, block.figureStyle, bound, radiusMpt >> 2);
  const middleMpt = radiusMpt - (ring.thicknessMpt >> 1);
  const baseMpt = ring.yMpt + BELOW_MPT + style.baselineMpt;
  const [least = "", most = ""] = texts.ticks([min, max]);
  labels.put(style, least, ring.xMpt - middleMpt, baseMpt, "middle");
  labels.put(style, most, ring.xMpt + middleMpt, baseMpt, "middle");
  return ring.yMpt + footMpt;
}

/** Where the label of a mark stands: outside of the ring. */
function markPlace(ring: Ring, share: number): { xMpt: Mpt; yMpt: Mpt; anchor: Anchor } {
  const angle = Math.PI * (1 - share);
  const reach = ring.radiusMpt + MARK_OVER_MPT + LABEL_OVER_MPT;
  return {
    xMpt: ring.xMpt + Math.round(reach * Math.cos(angle)),
    yMpt: ring.yMpt - Math.round(reach * Math.sin(angle)),
    anchor: share < 0.4 ? "end" : share > 0.6 ? "start" : "middle",
  };
}

/** A line across the ring. */
function mark(pen: ChartPen, ring: Ring, share: number, color: number): void {
  const angle = Math.PI * (1 - share);
  const [inner, outer] = [ring.radiusMpt - ring.thicknessMpt, ring.radiusMpt + MARK_OVER_MPT];
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  pen.stroke(color, MARK_MPT);
  pen.moveTo(ring.xMpt + inner * cos, ring.yMpt - inner * sin);
  pen.lineTo(ring.xMpt + outer * cos, ring.yMpt - outer * sin);
}
