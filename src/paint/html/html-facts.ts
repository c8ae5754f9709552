import type { Span } from "../../model/block.ts";
import type { BoundFacts, BoundHrefs, BoundSpans } from "../../model/document.ts";
import type { EmailStyles } from "./email-styles.ts";
import type { HtmlDirection } from "./html-direction.ts";
import { FACTS_TABLE, hasLongWord, lineBelow, marginOf, WHOLE_WORDS } from "./markup.ts";

/** What painting facts needs of the painter of their message. */
export interface FactsPainter {
  readonly styles: EmailStyles;
  readonly direction: HtmlDirection;
  /** A cell from its style on. */
  cell(
    css: string,
    spans: readonly Span[],
    texts: BoundSpans,
    hrefs: BoundHrefs | undefined,
    ground: number,
  ): string;
}

/** A short value keeps to its line; a long one breaks anywhere, but keeps room for an amount. */
const SHORT = "white-space:nowrap";
const LONG = "overflow-wrap:anywhere;min-width:140px";
const SHORT_CHARACTERS_MAX = 18;
/** A label that has a longer word breaks anywhere, but stays wide enough to be read. */
const BROKEN_LABEL = "overflow-wrap:anywhere;min-width:96px";

export function factsHtml(painter: FactsPainter, bound: BoundFacts, ground: number): string {
  const { block, entries, labels, values, labelHrefs, valueHrefs } = bound;
  const { direction, styles } = painter;
  const line = lineBelow(styles.color(block.ruleColor));
  const labelPadding = direction.rightToLeft ? "4px 0 4px 12px" : "4px 12px 4px 0";
  const labelCss = `text-align:${direction.start};padding:${labelPadding}${line}`;
  const side = direction.sideOf(block.valueAlign);
  const valueCss = `text-align:${side};padding:4px 0${line}`;
  let html = `${FACTS_TABLE} style="${marginOf(block)};border-collapse:collapse;${WHOLE_WORDS}">`;
  for (let row = 0; row < entries.length; row += 1) {
    const entry = block.entries[entries[row] as number];
    if (entry === undefined) continue;
    const texts = values[row] ?? [];
    const css = `${valueCss};${isShort(texts) ? SHORT : LONG}`;
    const names = labels[row] ?? [];
    const nameCss = names.some(hasLongWord) ? `${labelCss};${BROKEN_LABEL}` : labelCss;
    const label = painter.cell(nameCss, entry.label, names, labelHrefs?.[row], ground);
    const value = painter.cell(css, entry.value, texts, valueHrefs?.[row], ground);
    html += `<tr valign="top"><th scope="row"${label}</th><td${value}</td></tr>\n`;
  }
  return `${html}</table>\n`;
}

function isShort(texts: BoundSpans): boolean {
  return texts.reduce((length, text) => length + text.length, 0) <= SHORT_CHARACTERS_MAX;
}
