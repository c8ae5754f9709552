import type { Span } from "../../model/block.ts";
import type { BoundHrefs, BoundSpans } from "../../model/document.ts";
import type { BoundItem, BoundItems, ListMarker } from "../../model/list-block.ts";
import type { EmailStyles } from "./email-styles.ts";
import { spacePx } from "./email-styles.ts";
import { escapeHtml } from "./escape-html.ts";
import type { HtmlDirection } from "./html-direction.ts";

/** What painting a list needs of the painter of its message. */
export interface ListPainter {
  readonly styles: EmailStyles;
  readonly direction: HtmlDirection;
  spans(spans: readonly Span[], texts: BoundSpans, hrefs: BoundHrefs | undefined): string;
}

const TYPES: Readonly<Record<Exclude<ListMarker["kind"], "text">, string>> = {
  decimal: "1",
  "lower-alpha": "a",
  "upper-alpha": "A",
  "lower-roman": "i",
  "upper-roman": "I",
};
const INDENT_PX = 24;
/** A marker in the text, before which its lines hang. */
const SIGN = `<span style="display:inline-block;min-width:${INDENT_PX}px;text-indent:0">`;

/**
 * A list, with its lists below. Numbers and bullets are the mail program's own, which says them to
 * people who hear the message; a marker that HTML does not know stands in the text.
 */
export function listHtml(
  painter: ListPainter,
  bound: BoundItems,
  margin: string,
  ground: number,
): string {
  const { list, items } = bound;
  const { marker } = list;
  const own = ownMarker(marker);
  const side = painter.direction.rightToLeft ? "right" : "left";
  const sign = own === undefined ? ";list-style-type:none" : own;
  const css = `${margin};padding:0;padding-${side}:${INDENT_PX}px${sign}`;
  const tag = marker.kind !== "text" && own !== undefined ? "ol" : "ul";
  const type = tag === "ol" && marker.kind !== "text" ? ` type="${TYPES[marker.kind]}"` : "";
  const start = tag === "ol" && list.start !== 1 ? ` start="${list.start}"` : "";
  const inner = items.map((item, index) => {
    const gap = index === 0 ? 0 : spacePx(list.gapMpt);
    return itemHtml(painter, item, own === undefined, gap, ground);
  });
  return `<${tag}${type}${start} style="${css}">\n${inner.join("")}</${tag}>\n`;
}

function itemHtml(
  painter: ListPainter,
  { item, marker, texts, hrefs, items }: BoundItem,
  showsMarker: boolean,
  gapPx: number,
  ground: number,
): string {
  const css = painter.styles.text(item.spans[0]?.style ?? 0, ground);
  const { direction } = painter;
  const attribute = direction.attribute(direction.isTurned(texts.join("")));
  const isSigned = showsMarker && marker !== "";
  const before = isSigned ? `${SIGN}${escapeHtml(marker)} </span>` : "";
  const hanging = isSigned ? `text-indent:-${INDENT_PX}px;` : "";
  const text = before + painter.spans(item.spans, texts, hrefs);
  const below =
    items === undefined
      ? ""
      : `\n${listHtml(painter, items, "margin:4px 0 0;text-indent:0", ground)}`;
  return `<li${attribute} style="margin:${gapPx}px 0 0;${hanging}${css}">${text}${below}</li>\n`;
}

/** The CSS of a marker that HTML knows; undefined for another. */
function ownMarker(marker: ListMarker): string | undefined {
  if (marker.kind === "text") return marker.text === "•" ? "" : undefined;
  return marker.before === "" && marker.after === "." ? "" : undefined;
}
