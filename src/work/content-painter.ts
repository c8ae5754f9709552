import type { OpenFont } from "../compose/type-style.ts";
import { showCodes } from "../font/show-codes.ts";
import type { LayoutPlan } from "../model/layout-plan.ts";
import { ContentPainter } from "../paint/pdf/content-painter.ts";
import { paletteOf } from "./palette.ts";

/** The painter of all a run's pages, with the colours of the layout and of marks. */
export function contentPainter(
  plan: Pick<LayoutPlan, "colors">,
  fonts: readonly OpenFont[],
): ContentPainter {
  const codes = fonts.map(({ face }) => showCodes(face));
  return new ContentPainter(paletteOf(plan).colors, codes);
}
