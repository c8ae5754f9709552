import { type ChartHead, hasHead } from "../compose/chart/chart-head.ts";
import type { Block } from "../model/block.ts";
import type { Template } from "../model/expr.ts";
import type { LayoutPlan } from "../model/layout-plan.ts";

/** The heads of a layout's charts that are the same for every record. */
export function chartHeads(
  { blocks, masters }: Pick<LayoutPlan, "blocks" | "masters">,
  translated: readonly Block[],
): ChartHead[] {
  const boxes = masters.flatMap((master) => master.boxes);
  return headsOf([...blocks, ...translated, ...boxes.flatMap((box) => box.blocks)]);
}

function headsOf(blocks: readonly Block[]): ChartHead[] {
  return blocks.flatMap((block): ChartHead[] => {
    if (!block.channels.print) return [];
    if (block.kind === "group") return headsOf(block.blocks);
    if (block.kind === "repeat") return headsOf(block.item.blocks);
    if (block.kind === "columns") return block.columns.flatMap((column) => headsOf(column.blocks));
    if (block.kind !== "chart" || block.chart === "donut" || block.chart === "gauge") return [];
    const unit = staticText(block.unit);
    const labels = block.series.map(({ label }) => staticText(label));
    if (unit === undefined || !labels.every((label) => label !== undefined)) return [];
    const head = { block, labels, unit };
    return hasHead(head) ? [head] : [];
  });
}

/** The words of a template without values. */
function staticText(template: Template): string | undefined {
  const words = template.filter((part) => typeof part === "string");
  return words.length === template.length ? words.join("") : undefined;
}
