import { defined } from "../../base/assert.ts";
import type { Mpt } from "../../base/units.ts";
import type { Ring } from "../../chart/draw-ring.ts";
import type { SetContext } from "../set-context.ts";
import { type ChartLabels, middleToBaseline } from "./chart-labels.ts";

const BETWEEN_MPT = 3000;
const BESIDE_MPT = 4000;

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
  const belowMpt = caption === "" ? 0 : 2 * middleToBaseline(small) + BETWEEN_MPT;
  const baseMpt = ring.yMpt - upMpt + capitalMpt - (belowMpt >> 1);
  // A figure that does not fit is set as small as the caption: nothing of it may be lost.
  const style = labels.width(large, figure) <= roomMpt ? large : small;
  labels.put(style, figure, ring.xMpt, baseMpt, "middle");
  const shown = labels.shortened(small, caption, roomMpt);
  labels.put(small, shown, ring.xMpt, baseMpt + belowMpt, "middle");
}
