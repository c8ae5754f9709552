import type { Mpt } from "../base/units.ts";
import type { BoundBlock, BoundStatic, Document } from "../model/document.ts";
import type { Frame } from "../model/frame.ts";
import { type Baseline, baselinesOf, type PageMap } from "./page-map.ts";

/** Typesets a block alone, in a region of this width. */
type SetAlone = (block: BoundBlock, widthMpt: Mpt) => { readonly frame: Frame };

/**
 * Maps with the lines of blocks that were painted once for all documents, too: pages show these as
 * pictures, in which no text can be seen.
 */
export function withStaticLines(
  maps: readonly PageMap[],
  { blocks }: Document,
  setAlone: SetAlone,
): PageMap[] {
  const statics = new Map(staticsIn(blocks).map((bound) => [bound.block.id, bound]));
  return maps.map((map) => {
    const { areas, baselines } = map;
    const inner = areas.flatMap(({ id, rect }) => {
      const bound = statics.get(id);
      if (bound === undefined) return [];
      const lines = baselinesOf(setAlone(bound.content, rect.widthMpt).frame);
      return lines.map(({ xMpt, yMpt }) => ({ xMpt: rect.xMpt + xMpt, yMpt: rect.yMpt + yMpt }));
    });
    return { ...map, baselines: merged([...baselines, ...inner]) };
  });
}

/** One line at each height, from the first text to the right. */
function merged(lines: readonly Baseline[]): Baseline[] {
  const byHeight = Map.groupBy(lines, ({ yMpt }) => yMpt);
  const whole = [...byHeight].map(([yMpt, same]) => {
    return { yMpt, xMpt: Math.min(...same.map(({ xMpt }) => xMpt)) };
  });
  return whole.sort((a, b) => a.yMpt - b.yMpt);
}

function staticsIn(blocks: readonly BoundBlock[]): BoundStatic[] {
  return blocks.flatMap((bound) => {
    if (bound.kind === "static") return [bound];
    if (bound.kind === "group") return staticsIn(bound.blocks);
    return bound.kind === "columns" ? bound.columns.flatMap(staticsIn) : [];
  });
}
