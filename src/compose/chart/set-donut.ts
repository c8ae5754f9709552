import { defined } from "../../base/assert.ts";
import type { Mpt } from "../../base/units.ts";
import { ChartPen } from "../../chart/chart-pen.ts";
import { drawSlice, type Ring } from "../../chart/draw-ring.ts";
import type { BoundDonut } from "../../model/bound-chart.ts";
import type { SetContext } from "../set-context.ts";
import type { TypeStyle } from "../type-style.ts";
import { ChartLabels, middleToBaseline } from "./chart-labels.ts";
import { setInside } from "./set-inside.ts";
import { swatch } from "./set-legend.ts";

const FULL = 2 * Math.PI;
/** How thick the ring is, in thousandths of its radius. */
const THICKNESS_SHARE = 340;
const BESIDE_MPT = 18_000;
const AFTER_SWATCH_MPT = 12_000;
const BEFORE_VALUE_MPT = 8000;
/** Rows of the legend are so much higher than its lines, in thousandths. */
const ROW_SHARE = 1250;
/** The ring's least share of the width, in thousandths. */
const RING_SHARE = 320;
const VALUE_AWAY_MPT = 40_000;

interface Slice {
  readonly label: string;
  readonly value: number;
  readonly color: number;
}

/** One donut while it is typeset. */
interface DonutSetting {
  readonly bound: BoundDonut;
  readonly labels: ChartLabels;
  readonly pen: ChartPen;
  readonly style: TypeStyle;
  readonly widthMpt: Mpt;
}

/** Sets a ring with its slices listed beside it, as part of an item; gives its height. */
export function setDonut(context: SetContext, bound: BoundDonut, widthMpt: Mpt): Mpt {
  const { block } = bound;
  const mirrorMpt = context.rightToLeft ? widthMpt : -1;
  const labels = new ChartLabels(context, mirrorMpt);
  const pen = new ChartPen(context.galley.frames.paths, mirrorMpt);
  const style = defined(context.styles[block.labelStyle], "the style of labels");
  const setting: DonutSetting = { bound, labels, pen, style, widthMpt };
  const slices = slicesOf(bound);
  const listMpt = rowHeight(style) * slices.length;
  const heightMpt = Math.max(block.heightMpt, listMpt);
  const radiusMpt = diameterOf(setting, slices) >> 1;
  const ring: Ring = {
    xMpt: radiusMpt,
    yMpt: heightMpt >> 1,
    radiusMpt,
    thicknessMpt: Math.round((radiusMpt * THICKNESS_SHARE) / 1000),
    startAngle: 0,
    endAngle: FULL,
  };
  drawSlices(pen, ring, slices, block.gridColor);
  setInside(context, labels, ring, block.labelStyle, block.figureStyle, bound, 0);
  const besideMpt = 2 * radiusMpt + BESIDE_MPT;
  setList(setting, slices, besideMpt, (heightMpt - listMpt) >> 1);
  return heightMpt;
}

function rowHeight({ leadingMpt }: TypeStyle): Mpt {
  return Math.round((leadingMpt * ROW_SHARE) / 1000);
}

/** As large as the height allows and the labels beside it, but no less than its share. */
function diameterOf(setting: DonutSetting, slices: readonly Slice[]): Mpt {
  const { bound, labels, style, widthMpt } = setting;
  let labelMpt = 0;
  let valueMpt = 0;
  for (const { label, value } of slices) {
    labelMpt = Math.max(labelMpt, labels.width(style, label));
    valueMpt = Math.max(valueMpt, labels.width(style, bound.texts.value(value)));
  }
  const listMpt = AFTER_SWATCH_MPT + labelMpt + BEFORE_VALUE_MPT + valueMpt;
  const leftMpt = widthMpt - BESIDE_MPT - listMpt;
  const leastMpt = Math.floor((widthMpt * RING_SHARE) / 1000);
  return Math.min(bound.block.heightMpt, Math.max(leftMpt, leastMpt));
}

/** The slices in rows: their colour, what they are, and their value at the end. */
function setList(
  { bound, labels, pen, style, widthMpt }: DonutSetting,
  slices: readonly Slice[],
  leftMpt: Mpt,
  topMpt: Mpt,
): void {
  const rowMpt = rowHeight(style);
  let middleMpt = topMpt + (rowMpt >> 1);
  const labelMpt = leftMpt + AFTER_SWATCH_MPT;
  const values = slices.map(({ value }) => bound.texts.value(value));
  const valueMpt = values.reduce((most, text) => Math.max(most, labels.width(style, text)), 0);
  const widest = slices.reduce((most, { label }) => Math.max(most, labels.width(style, label)), 0);
  // Values stand near their labels: the eye does not cross an empty page.
  const endMpt = Math.min(widthMpt, labelMpt + widest + VALUE_AWAY_MPT + valueMpt);
  slices.forEach(({ label, color }, index) => {
    const baseMpt = middleMpt + middleToBaseline(style);
    const roomMpt = endMpt - valueMpt - BEFORE_VALUE_MPT - labelMpt;
    swatch(pen, leftMpt, middleMpt, color, false);
    labels.put(style, labels.shortened(style, label, roomMpt), labelMpt, baseMpt, "start");
    labels.put(style, values[index] ?? "", endMpt, baseMpt, "end");
    middleMpt += rowMpt;
  });
}

/** The rows as slices; those that have no colour of their own are one. */
function slicesOf({ block, categories, values, other }: BoundDonut): Slice[] {
  const { colors } = block;
  const last = colors.length - 1;
  const slices: Slice[] = [];
  const isMore = categories.length > colors.length;
  categories.forEach((label, index) => {
    const value = values[index] ?? 0;
    if (Number.isNaN(value)) return;
    if (isMore && index >= last) return;
    slices.push({ label, value, color: colors[index] ?? 0 });
  });
  if (!isMore) return slices;
  let rest = 0;
  for (const value of values.subarray(last)) if (!Number.isNaN(value)) rest += value;
  slices.push({ label: other, value: rest, color: colors[last] ?? 0 });
  return slices;
}

/**
 * A ring shows shares of a whole: with a value below 0, or nothing to share, it stays empty, and
 * the list beside it says what the values are.
 */
function drawSlices(pen: ChartPen, ring: Ring, slices: readonly Slice[], empty: number): void {
  const total = slices.reduce((sum, { value }) => sum + value, 0);
  if (total <= 0 || slices.some(({ value }) => value < 0)) {
    drawSlice(pen, ring, 0, 1, empty, true);
    return;
  }
  let before = 0;
  for (const { value, color } of slices) {
    if (value === 0) continue;
    drawSlice(pen, ring, before / total, (before + value) / total, color, value === total);
    before += value;
  }
}
