import { defined } from "../../base/assert.ts";
import type { Mpt } from "../../base/units.ts";
import { ChartPen } from "../../chart/chart-pen.ts";
import type { AxisChartBlock } from "../../model/chart.ts";
import { DECORATION_FORM, DECORATION_PATH } from "../galley.ts";
import type { SetContext } from "../set-context.ts";
import { ChartLabels } from "./chart-labels.ts";
import { type LegendEntry, setLegend } from "./set-legend.ts";

/** What stands above the figures of a chart, mostly the same for all records. */
export interface ChartHead {
  readonly block: AxisChartBlock;
  /** Of the series. */
  readonly labels: readonly string[];
  readonly unit: string;
}

/** A head that was drawn once goes by all that it says. */
export function headKey({ block, labels, unit }: ChartHead, rightToLeft: boolean): string {
  return `${block.id}.head.${rightToLeft}.${unit}\n${labels.join("\n")}`;
}

export function hasHead({ block, unit }: Pick<ChartHead, "block" | "unit">): boolean {
  return block.showLegend || unit !== "";
}

/** Sets the unit and the legend, or the form that they were drawn as; gives their height. */
export function setHead(context: SetContext, head: ChartHead, widthMpt: Mpt): Mpt {
  if (!hasHead(head)) return 0;
  const { galley, statics } = context;
  const form = statics.size === 0 ? undefined : statics.get(headKey(head, context.rightToLeft));
  if (form === undefined || form.widthMpt !== widthMpt) return drawHead(context, head, widthMpt);
  galley.decoration(DECORATION_FORM, 0, 0, widthMpt, form.heightMpt, form.index);
  return form.heightMpt;
}

/** Sets a head by itself, as an item: what is drawn once. */
export function setHeadAlone(context: SetContext, head: ChartHead, widthMpt: Mpt): void {
  const { galley } = context;
  const { segmentCount, decorationCount } = galley;
  const { paths } = galley.frames;
  const start = paths.length;
  const heightMpt = drawHead(context, head, widthMpt);
  const words = paths.length - start;
  if (words > 0) galley.decoration(DECORATION_PATH, 0, 0, words, 0, start);
  galley.item(segmentCount, decorationCount, heightMpt);
}

function drawHead(context: SetContext, head: ChartHead, widthMpt: Mpt): Mpt {
  const { block, labels, unit } = head;
  const mirrorMpt = context.rightToLeft ? widthMpt : -1;
  const style = defined(context.styles[block.labelStyle], "the style of labels");
  const set = new ChartLabels(context, mirrorMpt);
  const pen = new ChartPen(context.galley.frames.paths, mirrorMpt);
  const entries = block.showLegend
    ? block.series.map(({ color, fill }, index): LegendEntry => ({
        label: labels[index] ?? "",
        color: block.chart === "areas" && fill >= 0 ? fill : color,
        isLine: block.chart === "lines",
      }))
    : [];
  return setLegend(set, pen, style, unit, entries, widthMpt);
}
