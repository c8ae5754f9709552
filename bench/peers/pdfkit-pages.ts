import { defined } from "../../src/base/assert.ts";
import type { BoundBlock, BoundColumns, BoundFacts } from "../../src/model/document.ts";
import type { LayoutPlan } from "../../src/model/layout-plan.ts";
import { addressZone } from "../../src/model/stock.ts";
import type { BoundStatement } from "../statement/bound-statements.ts";
import { type Content, printed, type Run, runsOf } from "../statement/bound-text.ts";
import { PdfkitCanvas } from "./pdfkit-canvas.ts";
import { blocksHeightPt } from "./pdfkit-heights.ts";
import { drawTable } from "./pdfkit-table.ts";
import { boxesOf, numbered } from "./statement-furniture.ts";
import { columnWidthsPt } from "./table-columns.ts";

const HAIRLINE_PT = 0.5;
/** A heading keeps at least this much of what follows on its page. */
const KEEP_PT = 40;

/**
 * A statement as somebody who knows pdfkit well would draw it: one walk over the blocks, cells at
 * their places, rules filled once a page, and the furniture last, on the buffered pages, when the
 * page count is known.
 */
export class PdfkitPages {
  readonly #canvas: PdfkitCanvas;
  readonly #plan: LayoutPlan;
  /** The page whose furniture is drawn; undefined while the flow is. */
  #number: { readonly page: number; readonly pages: number } | undefined;

  constructor(document: PDFKit.PDFDocument, plan: LayoutPlan) {
    this.#canvas = new PdfkitCanvas(document, plan);
    this.#plan = plan;
  }

  /** Draws the statement on pages of its own; the number of pages. */
  draw(statement: BoundStatement): number {
    const canvas = this.#canvas;
    canvas.page = -1;
    canvas.newPage();
    this.#address(statement);
    const { xMpt, widthMpt } = canvas.master.body;
    this.#blocks(statement.document.blocks, xMpt / 1000, widthMpt / 1000);
    canvas.fillRules();
    const pages = canvas.page + 1;
    const { start } = canvas.document.bufferedPageRange();
    for (let page = 0; page < pages; page += 1) this.#furniture(statement, start, page, pages);
    return pages;
  }

  #address({ document }: BoundStatement): void {
    const { xMpt, yMpt, widthMpt } = addressZone(defined(this.#plan.envelope, "the envelope"));
    const style = this.#plan.addressStyle;
    let y = yMpt / 1000;
    for (const text of document.address?.lines ?? [])
      y += this.#canvas.text.draw([{ text, style }], xMpt / 1000, y, widthMpt / 1000, "left");
  }

  #furniture(statement: BoundStatement, start: number, page: number, pages: number): void {
    const canvas = this.#canvas;
    canvas.turnTo(start + page, page);
    this.#number = { page: page + 1, pages };
    const { boxes } = canvas.master;
    boxesOf(statement, page).forEach((blocks, index) => {
      const { xMpt, yMpt, widthMpt } = (boxes[index] as (typeof boxes)[number]).rect;
      canvas.y = yMpt / 1000;
      this.#blocks(blocks, xMpt / 1000, widthMpt / 1000);
    });
    canvas.fillRules();
    this.#number = undefined;
  }

  #blocks(blocks: readonly BoundBlock[], x: number, width: number): void {
    for (const content of printed(blocks)) {
      if (this.#number === undefined) this.#keep(content, width);
      this.#spaced(content, x, width);
    }
  }

  #spaced(content: Content, x: number, width: number): void {
    this.#canvas.y += content.block.spaceBeforeMpt / 1000;
    this.#block(content, x, width);
    this.#canvas.y += content.block.spaceAfterMpt / 1000;
  }

  /** Begins a page where the block, or what must stay with it, has no room. */
  #keep(content: Content, width: number): void {
    const needed = this.#keptHeight(content, width);
    if (needed > 0 && !this.#canvas.hasRoom(needed)) this.#canvas.newPage();
  }

  #keptHeight(content: Content, width: number): number {
    const after = content.block.keepWithNext ? KEEP_PT : 0;
    const isWhole =
      content.kind === "columns" ||
      content.kind === "text" ||
      (content.kind === "group" && content.block.keepTogether);
    return after + (isWhole ? blocksHeightPt(this.#canvas.text, [content], width) : 0);
  }

  #block(content: Content, x: number, width: number): void {
    switch (content.kind) {
      case "text":
        this.#text(content, x, width);
        break;
      case "facts":
        this.#facts(content, x, width);
        break;
      case "table":
        drawTable(this.#canvas, content, x, width);
        break;
      case "group":
        this.#group(content, x, width);
        break;
      case "columns":
        this.#columns(content, x, width);
        break;
      case "fixed":
        this.#fixed(content, x, width);
        break;
    }
  }

  #text({ block, texts }: Extract<Content, { kind: "text" }>, x: number, width: number): void {
    const canvas = this.#canvas;
    const runs = this.#numbered(runsOf(block.spans, texts));
    canvas.y += canvas.text.draw(runs, x, canvas.y, width, block.align);
  }

  #numbered(runs: readonly Run[]): readonly Run[] {
    const number = this.#number;
    if (number === undefined) return runs;
    return runs.map(({ text, style }) => ({
      text: numbered(text, number.page, number.pages),
      style,
    }));
  }

  #fixed({ block }: Extract<Content, { kind: "fixed" }>, x: number, width: number): void {
    const canvas = this.#canvas;
    if (block.kind === "rule") {
      canvas.rule(block.color, x, width, block.thicknessMpt / 1000);
      canvas.y += block.thicknessMpt / 1000;
    } else if (block.kind === "space") canvas.y += block.heightMpt / 1000;
    else if (block.kind === "page-break") canvas.newPage();
  }

  #group({ block, blocks }: Extract<Content, { kind: "group" }>, x: number, width: number): void {
    const canvas = this.#canvas;
    const padding = block.paddingMpt / 1000;
    const inner = width - 2 * padding;
    if (block.background >= 0) {
      const height = blocksHeightPt(canvas.text, blocks, inner) + 2 * padding;
      canvas.box(block.background, x, width, height);
    }
    canvas.y += padding;
    this.#blocks(blocks, x + padding, inner);
    canvas.y += padding;
  }

  #columns({ block, columns }: BoundColumns, x: number, width: number): void {
    const canvas = this.#canvas;
    const gap = block.gapMpt / 1000;
    const widths = columnWidthsPt(block.columns, width, gap);
    const top = canvas.y;
    let bottom = top;
    let left = x;
    columns.forEach((blocks, index) => {
      const columnWidth = widths[index] as number;
      canvas.y = top;
      for (const content of printed(blocks)) this.#spaced(content, left, columnWidth);
      bottom = Math.max(bottom, canvas.y);
      left += columnWidth + gap;
    });
    canvas.y = bottom;
  }

  #facts({ block, entries, labels, values }: BoundFacts, x: number, width: number): void {
    const canvas = this.#canvas;
    const { text } = canvas;
    const labelWidth = (width * block.labelShare) / 1000;
    const valueWidth = width - labelWidth;
    entries.forEach((entry, index) => {
      const spans = block.entries[entry] as (typeof block.entries)[number];
      const label = runsOf(spans.label, labels[index] ?? []);
      const value = runsOf(spans.value, values[index] ?? []);
      const { y } = canvas;
      const labelHeight = text.draw(label, x, y, labelWidth, "left");
      const valueHeight = text.draw(value, x + labelWidth, y, valueWidth, block.valueAlign);
      canvas.y = y + Math.max(labelHeight, valueHeight) + block.rowGapMpt / 1000;
      canvas.rule(block.ruleColor, x, width, HAIRLINE_PT);
    });
  }
}
