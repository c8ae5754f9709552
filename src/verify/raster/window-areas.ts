import type { Rect } from "../../model/geometry.ts";
import type { RasterWindow } from "../../model/raster.ts";

/** What of a sheet its window shows wherever the insert lies. */
export function alwaysSeen(envelope: RasterWindow): Rect {
  const { window, playLeftMpt, playRightMpt, playUpMpt, playDownMpt } = envelope;
  return {
    xMpt: window.xMpt + playLeftMpt,
    yMpt: window.yMpt + playUpMpt,
    widthMpt: window.widthMpt - playLeftMpt - playRightMpt,
    heightMpt: window.heightMpt - playUpMpt - playDownMpt,
  };
}

/**
 * What of a sheet its window shows in one place or another of the insert: where that lies too far
 * right, the window shows what is further left on it.
 */
export function everSeen(envelope: RasterWindow): Rect {
  const { window, playLeftMpt, playRightMpt, playUpMpt, playDownMpt } = envelope;
  return {
    xMpt: window.xMpt - playRightMpt,
    yMpt: window.yMpt - playDownMpt,
    widthMpt: window.widthMpt + playLeftMpt + playRightMpt,
    heightMpt: window.heightMpt + playUpMpt + playDownMpt,
  };
}

/** Whether an area with so much around it lies in another one, as far as pixels can tell. */
export function isWithin(
  inner: Rect,
  outer: Rect,
  around: { readonly xMpt: number; readonly yMpt: number },
  slackMpt: number,
): boolean {
  const { xMpt, yMpt } = around;
  return (
    inner.xMpt - xMpt >= outer.xMpt - slackMpt &&
    inner.yMpt - yMpt >= outer.yMpt - slackMpt &&
    inner.xMpt + inner.widthMpt + xMpt <= outer.xMpt + outer.widthMpt + slackMpt &&
    inner.yMpt + inner.heightMpt + yMpt <= outer.yMpt + outer.heightMpt + slackMpt
  );
}
