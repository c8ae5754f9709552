import type { BoundBlock } from "../../model/document.ts";

/** Whether a block belongs in an e-mail. */
export function isShown(bound: BoundBlock): boolean {
  return bound.block.channels.email && bound.block.kind !== "page-break";
}

/** Whether a heading of the first level is among the blocks an e-mail shows. */
export function hasFirstHeading(blocks: readonly BoundBlock[]): boolean {
  for (const bound of blocks) {
    if (!isShown(bound)) continue;
    if (bound.kind === "text" && bound.block.level === 1) return true;
    if (bound.kind === "static" && hasFirstHeading([bound.content])) return true;
    if (bound.kind === "group" && hasFirstHeading(bound.blocks)) return true;
    if (bound.kind === "columns" && bound.columns.some(hasFirstHeading)) return true;
  }
  return false;
}
