import type { Block } from "../model/block.ts";
import type { LayoutPlan } from "../model/layout-plan.ts";

/** Indices of the images that a page may show: images used only by e-mails are not in spools. */
export function printedImages(
  plan: Pick<LayoutPlan, "blocks" | "masters" | "appended">,
): ReadonlySet<number> {
  const found = new Set<number>();
  const boxes = plan.masters.flatMap((master) => master.boxes);
  addImages([...plan.blocks, ...boxes.flatMap((box) => box.blocks)], found);
  for (const { images } of plan.appended ?? []) for (const image of images) found.add(image);
  return found;
}

function addImages(blocks: readonly Block[], found: Set<number>): void {
  for (const block of blocks) {
    if (!block.channels.print) continue;
    if (block.kind === "image") found.add(block.image);
    else if (block.kind === "group") addImages(block.blocks, found);
    else if (block.kind === "repeat") addImages(block.item.blocks, found);
    else if (block.kind === "columns")
      addImages(
        block.columns.flatMap((column) => column.blocks),
        found,
      );
  }
}
