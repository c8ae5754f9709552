import type { BlockArea, PageMap } from "../../compose/page-map.ts";
import type { LayoutPlan } from "../../model/layout-plan.ts";
import { pageGuides } from "./page-guides.ts";
import type { PageBlock, PreviewPage } from "./preview-state.ts";
import { shortName } from "./source-excerpt.ts";

/** What is known of a letter's pages: guides, where blocks are written, lines of text. */
export function previewPages(
  plan: LayoutPlan,
  folder: string,
  pages: number,
  maps: readonly PageMap[],
): PreviewPage[] {
  return Array.from({ length: pages }, (_, page) => {
    const map = maps[page];
    const { widthMpt, heightMpt } = map ?? plan.stock;
    const { boxes = [], areas = [], baselines = [] } = map ?? {};
    return {
      widthMpt,
      heightMpt,
      guides: pageGuides(plan, page, pages, map),
      blocks: [...boxes, ...areas].flatMap((area) => pageBlock(plan, folder, area)),
      baselines,
    };
  });
}

function pageBlock(
  { places }: LayoutPlan,
  folder: string,
  { id, rect }: BlockArea,
): PageBlock | readonly [] {
  const place = places?.[id];
  return place === undefined
    ? []
    : { id, rect, file: shortName(folder, place.file), line: place.line };
}
