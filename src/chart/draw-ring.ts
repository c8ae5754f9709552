import { d3Shape } from "./load-d3.ts";
import type { Mpt } from "../base/units.ts";
import type { ChartPen } from "./chart-pen.ts";

/** Part of a circle: its middle, its outer radius, and how thick it is. */
export interface Ring {
  readonly xMpt: Mpt;
  readonly yMpt: Mpt;
  readonly radiusMpt: Mpt;
  readonly thicknessMpt: Mpt;
  /** Clockwise from the top, in radians. */
  readonly startAngle: number;
  readonly endAngle: number;
}

/** Between slices. */
const SEAM_MPT = 1000;

/** Draws the part of a ring between two shares of it, 0 to 1. */
export function drawSlice(
  pen: ChartPen,
  ring: Ring,
  from: number,
  to: number,
  color: number,
  isWhole = false,
): void {
  const { startAngle, endAngle, radiusMpt, thicknessMpt } = ring;
  const span = endAngle - startAngle;
  pen.fill(color);
  pen.origin(ring.xMpt, ring.yMpt);
  d3Shape().arc().context(pen)({
    innerRadius: radiusMpt - thicknessMpt,
    outerRadius: radiusMpt,
    startAngle: startAngle + span * from,
    endAngle: startAngle + span * to,
    padAngle: isWhole ? 0 : SEAM_MPT / radiusMpt,
  });
  pen.origin(0, 0);
}
