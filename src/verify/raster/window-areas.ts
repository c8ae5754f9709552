import type { Rect } from "../../model/geometry.ts";
import type { RasterWindow } from "../../model/raster.ts";

/** What part of a sheet its window shows wherever the insert is. */
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
 * What part of a sheet its window shows in some position of the insert: if the insert is too far
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

/** Whether an area with a margin around it is within another one, to the precision of pixels. */
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
