import { assertNever } from "../../base/assert.ts";
import type { ImageBlock, Span } from "../../model/block.ts";
import type { BoundChart, BoundGauge } from "../../model/bound-chart.ts";
import type {
  BoundBarcode,
  BoundBlock,
  BoundColumns,
  BoundFacts,
  BoundFixed,
  BoundGroup,
  BoundHrefs,
  BoundSpans,
  BoundStatic,
  BoundTable,
  BoundText,
  Document,
} from "../../model/document.ts";
import type { BoundList } from "../../model/list-block.ts";
import type { LayoutPlan } from "../../model/layout-plan.ts";
import { type DrawChart, pictureHtml } from "./chart-picture.ts";
import { codePicture } from "./code-picture.ts";
import type { EmailStyles } from "./email-styles.ts";
import { spacePx } from "./email-styles.ts";
import { escapeHtml, escapeLines, safeTarget } from "./escape-html.ts";
import type { HtmlDirection } from "./html-direction.ts";
import { factsHtml } from "./html-facts.ts";
import { listHtml, type ListPainter } from "./html-list.ts";
import { HtmlTables } from "./html-table.ts";
import {
  borderCss,
  headingMargin,
  LAYOUT_TABLE,
  LINE_COLOR,
  marginOf,
  radiusCss,
  shareOf,
  spacedHtml,
} from "./markup.ts";
import type { MimeImage } from "./mime.ts";
import { textPlace, withoutTabs } from "./text-place.ts";
import { hasFirstHeading, isShown } from "./shown-blocks.ts";

const LOGO_WIDTH_PX_MAX = 240;
const BODY_WIDTH_PX = 592;
const BUTTON_CSS = "display:inline-block;padding:12px 24px;border-radius:4px;text-decoration:none";

/** Images the message carries, by their index in the plan. */
export type EmailImages = ReadonlyMap<number, { readonly contentId: string }>;

type MoreRows = (count: number) => string;

interface StaticHtml {
  readonly html: string;
  readonly hasHeading: boolean;
}

/** What painting blocks of e-mails of one direction needs of the plan. */
export class HtmlBlocks {
  readonly plan: LayoutPlan;
  readonly styles: EmailStyles;
  readonly images: EmailImages;
  readonly direction: HtmlDirection;
  /** Undefined where no chart can be drawn: all are tables then. */
  readonly drawChart: DrawChart | undefined;
  readonly tables: HtmlTables;
  /** HTML of blocks that are the same for every record; it lives as long as its block does. */
  readonly staticBeforeHeading = new WeakMap<BoundStatic, StaticHtml>();
  readonly staticAfterHeading = new WeakMap<BoundStatic, StaticHtml>();

  constructor(
    plan: LayoutPlan,
    styles: EmailStyles,
    images: EmailImages,
    direction: HtmlDirection,
    drawChart: DrawChart | undefined,
  ) {
    this.plan = plan;
    this.styles = styles;
    this.images = images;
    this.direction = direction;
    this.drawChart = drawChart;
    this.tables = new HtmlTables(styles, direction);
  }

  /** A painter for one message. */
  start(rowsMax: number, moreRows: MoreRows, locale: string): BlockPainter {
    return new BlockPainter(this, rowsMax, moreRows, locale);
  }
}

/** Paints the blocks of one message. `ground` is the colour they stand on, -1 for white. */
class BlockPainter {
  rowsLeftOut = 0;
  /** Pictures of barcodes and charts by their content ids. */
  readonly codes = new Map<string, MimeImage>();
  readonly #kit: HtmlBlocks;
  readonly #rowsMax: number;
  readonly #moreRows: MoreRows;
  readonly #locale: string;
  #hasHeading = false;

  constructor(kit: HtmlBlocks, rowsMax: number, moreRows: MoreRows, locale: string) {
    this.#kit = kit;
    this.#rowsMax = rowsMax;
    this.#moreRows = moreRows;
    this.#locale = locale;
  }

  logo(image: number): string {
    const plan = this.#kit.plan.images[image];
    if (plan === undefined) return "";
    const width = Math.min(LOGO_WIDTH_PX_MAX, plan.widthPx);
    const alt = this.#kit.plan.email?.fromName ?? "";
    const html = this.#image(image, width, alt);
    return html === "" ? "" : `<div class="i" style="margin:0 0 16px">${html}</div>`;
  }

  /** The title as the first heading, for a document whose blocks have none. */
  missingHeading(document: Document): string {
    if (hasFirstHeading(document.blocks)) return "";
    this.#hasHeading = true;
    const css = "margin:0 0 16px;font-size:22px;line-height:1.3;color:#000000";
    return `<h1 style="${css}">${escapeHtml(document.title)}</h1>`;
  }

  blocks(blocks: readonly BoundBlock[], ground: number): string {
    let html = "";
    for (const bound of blocks) if (isShown(bound)) html += this.#block(bound, ground);
    return html;
  }

  /** A footnote's text, and how its element looks. */
  note({ block, texts, hrefs }: BoundText): { readonly css: string; readonly html: string } {
    const css = this.#kit.styles.text(block.spans[0]?.style ?? 0, -1);
    return { css, html: this.#spans(block.spans, texts, hrefs, -1) };
  }

  #block(bound: BoundBlock, ground: number): string {
    switch (bound.kind) {
      case "text":
        return this.#text(bound, ground);
      case "facts":
        return this.#facts(bound, ground);
      case "table":
        return this.#table(bound, ground);
      case "chart":
        return this.#chart(bound, ground);
      case "group":
        return this.#group(bound, ground);
      case "columns":
        return this.#columns(bound, ground);
      case "barcode":
        return this.#barcode(bound);
      case "list":
        return this.#list(bound, ground);
      case "fixed":
        return this.#fixed(bound);
      case "static":
        return this.#static(bound, ground);
      default:
        return assertNever(bound, "block");
    }
  }

  /** Painted once for all messages; a heading in it depends on whether there was one before. */
  #static(bound: BoundStatic, ground: number): string {
    const cache = this.#hasHeading ? this.#kit.staticAfterHeading : this.#kit.staticBeforeHeading;
    const cached = cache.get(bound);
    if (cached !== undefined) {
      this.#hasHeading = cached.hasHeading;
      return cached.html;
    }
    const html = this.blocks([bound.content], ground);
    cache.set(bound, { html, hasHeading: this.#hasHeading });
    return html;
  }

  #text(bound: BoundText, ground: number): string {
    const { block, texts, hrefs } = bound;
    const isTurned = this.#kit.direction.isTurned(texts.join(""));
    const tag = this.#tag(block.level);
    const space = tag === "p" || tag === "h1" ? marginOf(block) : headingMargin(block);
    const margin = `${space}${textPlace(this.#kit.plan, block, isTurned)}`;
    const attribute = this.#kit.direction.attribute(isTurned);
    const start = `${attribute} style="${margin}`;
    if (block.button !== undefined) return this.#button(bound, block.button.color, start);
    const shown = withoutTabs(this.#kit.plan, block, texts);
    return this.#paragraph(tag, start, block.spans, shown, hrefs, ground);
  }

  /** A link that is as large as a finger, its ground an own one on a dark screen as well. */
  #button({ block, texts, hrefs }: BoundText, color: number, start: string): string {
    const { styles } = this.#kit;
    const target = safeTarget(hrefs?.[0]);
    const label = escapeLines(texts.join(""));
    if (target === undefined || label === "") return "";
    const css = `${BUTTON_CSS};background:${styles.color(color) ?? LINE_COLOR}`;
    const text = styles.text(block.spans[0]?.style ?? 0, color);
    const link = `<a class="t" href="${escapeHtml(target)}" style="${css};${text}">${label}</a>`;
    return `<p${start}">${link}</p>\n`;
  }

  /** One heading of the first level a message; further ones step down. */
  #tag(level: number): string {
    if (level === 0) return "p";
    if (level > 1) return `h${level}`;
    const tag = this.#hasHeading ? "h2" : "h1";
    this.#hasHeading = true;
    return tag;
  }

  #paragraph(
    tag: string,
    start: string,
    spans: readonly Span[],
    texts: BoundSpans,
    hrefs: BoundHrefs | undefined,
    ground: number,
  ): string {
    const css = this.#kit.styles.text(spans[0]?.style ?? 0, ground);
    const inner = this.#spans(spans, texts, hrefs, ground);
    return `<${tag}${start};${css}">${inner}</${tag}>\n`;
  }

  /** Spans within an element that has the first one's style. */
  #spans(
    spans: readonly Span[],
    texts: BoundSpans,
    hrefs: BoundHrefs | undefined,
    ground: number,
  ): string {
    let html = "";
    for (let index = 0; index < texts.length; index += 1) {
      const text = escapeLines(texts[index] as string);
      const style = spans[index]?.style ?? 0;
      const css = this.#kit.styles.text(style, ground);
      const href = safeTarget(hrefs?.[index]);
      if (href !== undefined) html += `<a href="${escapeHtml(href)}" style="${css}">${text}</a>`;
      else if (style === spans[0]?.style) html += text;
      else html += `<span style="${css}">${text}</span>`;
    }
    return html;
  }

  #table(bound: BoundTable, ground: number): string {
    const { block, empty, emptyHrefs } = bound;
    if (empty !== undefined) {
      const start = ` style="${marginOf(block)}`;
      return this.#paragraph("p", start, block.empty ?? [], empty, emptyHrefs, ground);
    }
    const { tables } = this.#kit;
    const { html, rowsLeftOut } = tables.paint(bound, ground, this.#rowsMax, this.#moreRows);
    this.rowsLeftOut += rowsLeftOut;
    return html;
  }

  /** The figures as a table; a gauge, which has no rows, as its figure and what that is. */
  #chart(bound: BoundChart, ground: number): string {
    const { block, empty } = bound;
    if (empty !== undefined) {
      const start = ` style="${marginOf(block)}`;
      return this.#paragraph("p", start, block.empty ?? [], empty, undefined, ground);
    }
    const picture =
      block.email === "image" ? this.#kit.drawChart?.(bound, this.#locale) : undefined;
    if (picture !== undefined) {
      for (const image of [picture.light, picture.dark]) this.codes.set(image.contentId, image);
      const side = this.#kit.direction.sideOf(block.align);
      const html = pictureHtml(picture, bound.alt());
      return `<div style="${marginOf(block)};text-align:${side}">${html}</div>\n`;
    }
    if (bound.shape === "gauge") return this.#gauge(bound, ground);
    const table = bound.table();
    return table === undefined ? "" : this.#table(table, ground);
  }

  #gauge({ block, figure, caption, alt }: BoundGauge, ground: number): string {
    const css = this.#kit.styles.text(block.figureStyle, ground);
    const small = this.#kit.styles.text(block.labelStyle, ground);
    const shown = `<b style="${css}">${escapeLines(figure)}</b> ${escapeLines(caption)}`;
    return `<p style="${marginOf(block)};${small}">${shown}<br>${escapeLines(alt())}</p>\n`;
  }

  #facts(bound: BoundFacts, ground: number): string {
    const { styles, direction } = this.#kit;
    return factsHtml({ styles, direction, cell: this.#cell.bind(this) }, bound, ground);
  }

  /** A cell from its style on. */
  #cell(
    css: string,
    spans: readonly Span[],
    texts: BoundSpans,
    hrefs: BoundHrefs | undefined,
    ground: number,
  ): string {
    const textCss = this.#kit.styles.text(spans[0]?.style ?? 0, ground);
    const html = this.#spans(spans, texts, hrefs, ground);
    return ` style="${css};${textCss}">${this.#kit.direction.within(texts.join(""), html)}`;
  }

  #group({ block, blocks }: BoundGroup, ground: number): string {
    const inner = this.blocks(blocks, block.background < 0 ? ground : block.background);
    if (inner === "") return "";
    const background = this.#kit.styles.color(block.background);
    const border = this.#kit.styles.color(block.borderColor);
    if (background === undefined && border === undefined) return spacedHtml(block, inner);
    let css = `padding:${Math.max(8, spacePx(block.paddingMpt))}px`;
    if (background !== undefined) css += `;background:${background}`;
    if (border !== undefined) css += borderCss(block, border);
    css += radiusCss(block);
    const open = `${LAYOUT_TABLE} style="${marginOf(block)}">`;
    return `${open}<tr><td style="${css}">${inner}</td></tr></table>\n`;
  }

  #list({ block, items }: BoundList, ground: number): string {
    const { styles, direction } = this.#kit;
    const spans: ListPainter["spans"] = (all, texts, hrefs) =>
      this.#spans(all, texts, hrefs, ground);
    return listHtml({ styles, direction, spans }, items, marginOf(block), ground);
  }

  #columns({ block, columns }: BoundColumns, ground: number): string {
    if (block.flow !== undefined)
      return `<div style="${marginOf(block)}">${this.blocks(columns[0] ?? [], ground)}</div>\n`;
    const gap = spacePx(block.gapMpt);
    const cells = columns.map((blocks, index) => {
      const own = index === 0 ? 0 : gap;
      const padding = this.#kit.direction.rightToLeft ? `0 ${own}px 0 0` : `0 0 0 ${own}px`;
      const css = `vertical-align:top;padding:${padding}`;
      const open = `<td class="k" valign="top"${shareOf(block)} style="${css}">`;
      return `${open}${this.blocks(blocks, ground)}</td>`;
    });
    return `${LAYOUT_TABLE} style="${marginOf(block)}"><tr>${cells.join("")}</tr></table>\n`;
  }

  /** A picture that this message alone carries, and the text for people beneath it. */
  #barcode({ block, code, alt }: BoundBarcode): string {
    const { image, widthPx } = codePicture(code, block.heightMpt);
    this.codes.set(image.contentId, image);
    const width = Math.min(BODY_WIDTH_PX, widthPx);
    const picture = imageTag(image.contentId, width, alt);
    const side = this.#kit.direction.sideOf(block.align);
    const css = block.textStyle < 0 ? "" : this.#kit.styles.text(block.textStyle, -1);
    const shown = css === "" ? "" : `<div style="${css}">${escapeHtml(code.shown)}</div>`;
    return `<div style="${marginOf(block)};text-align:${side}">${picture}${shown}</div>\n`;
  }

  #fixed({ block }: BoundFixed): string {
    switch (block.kind) {
      case "image":
        return this.#imageBlock(block);
      case "rule": {
        const color = this.#kit.styles.color(block.color) ?? LINE_COLOR;
        return `<hr style="border:0;border-top:1px solid ${color};${marginOf(block)}">\n`;
      }
      case "space":
        return `<div style="height:${spacePx(block.heightMpt)}px" aria-hidden="true"></div>\n`;
      case "page-break":
        return "";
    }
  }

  #imageBlock(block: ImageBlock): string {
    const width = Math.min(BODY_WIDTH_PX, Math.round((block.widthMpt * 4) / 3000));
    const html = this.#image(block.image, width, block.alt);
    if (html === "") return "";
    const side = this.#kit.direction.sideOf(block.align);
    return `<div style="${marginOf(block)};text-align:${side}">${html}</div>\n`;
  }

  /** An image that the message carries; one that it does not is not shown. */
  #image(image: number, width: number, alt: string): string {
    const carried = this.#kit.images.get(image);
    if (carried === undefined) return "";
    return imageTag(carried.contentId, width, alt);
  }
}

function imageTag(contentId: string, width: number, alt: string): string {
  const source = `src="cid:${escapeHtml(contentId)}" alt="${escapeHtml(alt)}"`;
  const css = `display:inline-block;border:0;width:${width}px;max-width:100%;height:auto`;
  return `<img ${source} width="${width}" style="${css}">`;
}
