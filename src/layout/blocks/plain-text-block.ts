import type { TextBlock } from "../../model/block.ts";
import type { Path } from "../../yaml/yaml-source.ts";
import type { LayoutCheck } from "../layout-check.ts";
import { alignOf } from "./block-texts.ts";
import { checkedSpans } from "./texts.ts";

/** A text that is no block of the layout by itself, such as a footnote. */
export function plainTextBlock(
  check: LayoutCheck,
  path: Path,
  text: string | number,
  style: number,
  isPrinted = true,
): TextBlock {
  return {
    id: `${check.idPrefix ?? ""}${path.join(".")}`,
    kind: "text",
    level: 0,
    align: alignOf(check, style),
    spans: checkedSpans(check, path, text, style),
    spaceBeforeMpt: 0,
    spaceAfterMpt: 0,
    keepWithNext: false,
    channels: { print: isPrinted, email: true },
    isStatic: false,
  };
}
