import type { GroupBlock } from "../model/block.ts";
import type { BoundBlock, Document } from "../model/document.ts";
import type { LayoutPlan } from "../model/layout-plan.ts";
import { withinZones } from "../rules/zone-choice.ts";

/** The messages of a document that its zones have room for, wherever they stand. */
export function shownMessages(
  { blocks }: Document,
  { zones }: Pick<LayoutPlan, "zones">,
): GroupBlock[] {
  return messagesIn(withinZones(blocks, zones));
}

function messagesIn(blocks: readonly BoundBlock[]): GroupBlock[] {
  return blocks.flatMap((bound) => {
    const { block } = bound;
    if (block.kind === "group" && block.zone !== undefined) return [block];
    if (bound.kind === "group") return messagesIn(bound.blocks);
    if (bound.kind === "columns") return bound.columns.flatMap(messagesIn);
    return bound.kind === "static" ? messagesIn([bound.content]) : [];
  });
}
