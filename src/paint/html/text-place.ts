import type { TextBlock } from "../../model/block.ts";
import type { BoundSpans } from "../../model/document.ts";
import { sideOf } from "../../model/geometry.ts";
import type { LayoutPlan, ParagraphStyle } from "../../model/layout-plan.ts";
import { spacePx } from "./email-styles.ts";

type Styles = Pick<LayoutPlan, "styles">;

function paragraphStyle({ styles }: Styles, block: TextBlock): ParagraphStyle | undefined {
  return styles[block.spans[0]?.style ?? 0]?.paragraph;
}

/**
 * Where a text stands, in CSS: at which edge, how far it is set in, and its first line further. CSS
 * justifies as print does: the last line stands at its start.
 */
export function textPlace(plan: Styles, block: TextBlock, isTurned: boolean): string {
  const { align, indentMpt } = block;
  const firstMpt = paragraphStyle(plan, block)?.firstLineMpt ?? 0;
  const side = isTurned ? "right" : "left";
  const indent = indentMpt === undefined ? "" : `;padding-${side}:${spacePx(indentMpt)}px`;
  const first = firstMpt === 0 ? "" : `;text-indent:${spacePx(firstMpt)}px`;
  return `${indent}${first};text-align:${align === "justify" ? align : sideOf(align, isTurned)}`;
}

/** A mail program has no tab stops: a wide space stands for them. */
export function withoutTabs(plan: Styles, block: TextBlock, texts: BoundSpans): BoundSpans {
  if (paragraphStyle(plan, block)?.tabs === undefined) return texts;
  return texts.map((text) => text.replaceAll("\t", "\u2003"));
}
