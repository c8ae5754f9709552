import type { NamedArea } from "../../model/layout-plan.ts";
import { pdfiumRenderer } from "./pdfium-renderer.ts";

const DPI = 72;
/** Paler than this is seen by nobody, and printed by hardly any press. */
const INK_BELOW = 250;

/** The first page of a file with ink in an area that is to be free, and which of them. */
export async function inkedArea(
  pdf: Uint8Array,
  areas: readonly NamedArea[],
): Promise<{ readonly page: number; readonly area: string } | undefined> {
  const views = (await pdfiumRenderer()).open(pdf);
  try {
    for (let page = 0; page < views.count; page += 1) {
      const area = await views.view(page, async (view) =>
        areas.find(({ rect }) => view.draw(rect, DPI).pixels.some((shade) => shade < INK_BELOW)),
      );
      if (area !== undefined) return { page: page + 1, area: area.name };
    }
    return undefined;
  } finally {
    views.close();
  }
}
