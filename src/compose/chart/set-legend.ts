import type { ChartPen } from "../../chart/chart-pen.ts";
import type { Mpt } from "../../base/units.ts";
import type { TypeStyle } from "../type-style.ts";
import { type ChartLabels, middleToBaseline } from "./chart-labels.ts";

const SWATCH_MPT = 6000;
const LINE_MPT = 11_000;
const AFTER_SWATCH_MPT = 4000;
const BETWEEN_MPT = 14_000;
const BELOW_LEGEND_MPT = 7000;

export interface LegendEntry {
  readonly label: string;
  readonly color: number;
  /** Shown as a piece of line, not of area. */
  readonly isLine: boolean;
}

/**
 * Sets the entries of a legend in as few rows as they need, beside `unit` in the first one; returns
 * the height of the rows with the space below them, 0 if there is nothing.
 */
export function setLegend(
  labels: ChartLabels,
  pen: ChartPen,
  style: TypeStyle,
  unit: string,
  entries: readonly LegendEntry[],
  widthMpt: Mpt,
): Mpt {
  if (unit === "" && entries.length === 0) return 0;
  let baseMpt = style.baselineMpt;
  labels.put(style, unit, 0, baseMpt, "start");
  let xMpt = unit === "" ? 0 : labels.width(style, unit) + BETWEEN_MPT;
  for (const { label, color, isLine } of entries) {
    const swatchMpt = isLine ? LINE_MPT : SWATCH_MPT;
    const shown = labels.shortened(style, label, widthMpt - swatchMpt - AFTER_SWATCH_MPT);
    const ownMpt = swatchMpt + AFTER_SWATCH_MPT + labels.width(style, shown);
    if (xMpt > 0 && xMpt + ownMpt > widthMpt) {
      xMpt = 0;
      baseMpt += style.leadingMpt;
    }
    swatch(pen, xMpt, baseMpt - middleToBaseline(style), color, isLine);
    labels.put(style, shown, xMpt + swatchMpt + AFTER_SWATCH_MPT, baseMpt, "start");
    xMpt += ownMpt + BETWEEN_MPT;
  }
  return baseMpt - style.baselineMpt + style.leadingMpt + BELOW_LEGEND_MPT;
}

/** A sample of a colour, in the middle of the letters beside it. */
export function swatch(
  pen: ChartPen,
  xMpt: Mpt,
  middleMpt: Mpt,
  color: number,
  isLine: boolean,
): void {
  const heightMpt = isLine ? 2000 : SWATCH_MPT;
  pen.fill(color);
  pen.rect(xMpt, middleMpt - (heightMpt >> 1), isLine ? LINE_MPT : SWATCH_MPT, heightMpt);
}
