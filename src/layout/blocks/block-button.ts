import type { BlockBase, TextBlock } from "../../model/block.ts";
import type { Path } from "../../yaml/yaml-source.ts";
import type { LayoutCheck } from "../layout-check.ts";
import type { BlockValue } from "./block-schema.ts";
import { alignOf, areStaticSpans, colorOf, styleOf } from "./block-texts.ts";
import { checkedLink, checkedTemplate } from "./texts.ts";

/** A button leads somewhere, and so it is in e-mails alone: paper shows none. */
export function buttonBlock(
  check: LayoutCheck,
  path: Path,
  own: BlockValue<"button">,
  base: BlockBase,
): TextBlock {
  if (own.channels?.includes("print") === true) {
    const message = "A button appears in e-mails only; leave out `print`.";
    const hint = "give paper a paragraph with the address written out";
    check.source.report("wrong-value", [...path, "channels"], message, { hint });
  }
  const style = styleOf(check, [...path, "style"], own.style, ["button", "body"]);
  const template = checkedTemplate(check, [...path, "button"], own.button);
  const href = checkedLink(check, [...path, "link"], own.link);
  const spans = [{ style, template, href }];
  return {
    ...base,
    kind: "text",
    level: 0,
    align: own.align ?? alignOf(check, style),
    spans,
    button: { color: colorOf(check, [...path, "background"], own.background) },
    isStatic: base.when === undefined && areStaticSpans(spans),
    channels: { print: false, email: true },
  };
}
