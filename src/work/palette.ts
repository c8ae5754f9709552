import type { Color } from "../model/geometry.ts";
import type { LayoutPlan } from "../model/layout-plan.ts";

/** The layout's colours, followed by those of marks and furniture. */
export interface Palette {
  readonly colors: readonly Color[];
  readonly black: number;
  readonly specimenGray: number;
}

const SPECIMEN_GRAY: Color = { space: "gray", values: [880] };

export function paletteOf(plan: Pick<LayoutPlan, "colors">): Palette {
  const black: Color = { space: "gray", values: [0] };
  const count = plan.colors.length;
  return {
    colors: [...plan.colors, black, SPECIMEN_GRAY],
    black: count,
    specimenGray: count + 1,
  };
}
