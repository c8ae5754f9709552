import type { LayoutPlan } from "../../src/model/layout-plan.ts";
import { cssColor } from "./css-color.ts";

/** A style of the plan in points and names, as peers want it. */
export interface PeerStyle {
  /** Name the font is registered under. */
  readonly font: string;
  readonly sizePt: number;
  readonly leadingPt: number;
  readonly color: string;
}

/** The plan's styles, by index. */
export function peerStyles(plan: LayoutPlan): readonly PeerStyle[] {
  return plan.styles.map(({ font, sizeMpt, leadingMpt, color }) => ({
    font: fontName(font),
    sizePt: sizeMpt / 1000,
    leadingPt: leadingMpt / 1000,
    color: cssColor(plan.colors[color]),
  }));
}

/** The name a font of the plan (by index) is registered under. */
export function fontName(font: number): string {
  return `F${font}`;
}

/** The height of Noto Sans' own line, in ems. */
export const NATURAL_LEADING = 1.362;
