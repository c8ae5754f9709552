import { defined } from "../../base/assert.ts";
import type { Mpt } from "../../base/units.ts";
import type { Ring } from "../../chart/draw-ring.ts";
import type { SetContext } from "../set-context.ts";
import type { TypeStyle } from "../type-style.ts";
import { type ChartLabels, middleToBaseline } from "./chart-labels.ts";

const BETWEEN_MPT = 3000;
/** Of the figure's size: how far its commas and dollar signs may reach down. */
const BETWEEN_SHARE = 0.2;
const BESIDE_MPT = 4000;
/** Of the size of labels. */
const FIGURE_PERCENT_MIN = 50;

/** Sets the figure of a ring in its middle, and the caption below it; `upMpt` above the middle. */
export function setInside(
  context: SetContext,
  labels: ChartLabels,
  ring: Ring,
  labelStyle: number,
  figureStyle: number,
  { figure, caption }: { readonly figure: string; readonly caption: string },
  upMpt: Mpt,
): void {
  const large = defined(context.styles[figureStyle], "the style of the figure");
  const small = defined(context.styles[labelStyle], "the style of labels");
  const roomMpt = 2 * (ring.radiusMpt - ring.thicknessMpt - BESIDE_MPT);
  const capitalMpt = middleToBaseline(large);
  const betweenMpt = Math.max(BETWEEN_MPT, Math.round(large.sizeMpt * BETWEEN_SHARE));
  const belowMpt = caption === "" ? 0 : 2 * middleToBaseline(small) + betweenMpt;
  const baseMpt = ring.yMpt - upMpt + capitalMpt - (belowMpt >> 1);
  const smaller = (text: string, percentMin: number): TypeStyle => {
    const widthMpt = labels.width(small, text);
    if (widthMpt <= roomMpt) return small;
    return context.shrunk.fitting(small, widthMpt, roomMpt, percentMin) ?? small;
  };
  // A figure that does not fit is set as small as need be: nothing of it may be lost.
  const style =
    labels.width(large, figure) <= roomMpt ? large : smaller(figure, FIGURE_PERCENT_MIN);
  labels.put(style, figure, ring.xMpt, baseMpt, "middle");
  const captionStyle = smaller(caption, context.cellPercentMin);
  const shown = labels.shortened(captionStyle, caption, roomMpt);
  labels.put(captionStyle, shown, ring.xMpt, baseMpt + belowMpt, "middle");
}
