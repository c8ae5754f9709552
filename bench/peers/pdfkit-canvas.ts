import type { LayoutPlan, Master } from "../../src/model/layout-plan.ts";
import { cssColor } from "./css-color.ts";
import { peerStyles } from "./peer-style.ts";
import { PdfkitText } from "./pdfkit-text.ts";

/** The pages of one statement: where the pen is, and rules that are collected and filled once. */
export class PdfkitCanvas {
  readonly document: PDFKit.PDFDocument;
  readonly text: PdfkitText;
  readonly #plan: LayoutPlan;
  readonly #colors: readonly string[];
  /** Left, top, width and height of rules by colour. */
  readonly #rules = new Map<number, number[]>();
  /** 0-based; -1 before the first. */
  page = -1;
  /** Points from the top of the page. */
  y = 0;

  constructor(document: PDFKit.PDFDocument, plan: LayoutPlan) {
    this.document = document;
    this.#plan = plan;
    this.#colors = plan.colors.map(cssColor);
    this.text = new PdfkitText(document, peerStyles(plan));
  }

  get master(): Master {
    const { masters } = this.#plan;
    return masters[Math.min(this.page, masters.length - 1)] as Master;
  }

  newPage(): void {
    this.fillRules();
    this.document.addPage();
    this.page += 1;
    this.y = this.master.body.yMpt / 1000;
  }

  /** Goes back to a page that is still buffered. */
  turnTo(buffered: number, page: number): void {
    this.document.switchToPage(buffered);
    this.text.forget();
    this.page = page;
  }

  hasRoom(heightPt: number): boolean {
    const { yMpt, heightMpt } = this.master.body;
    return this.y + heightPt <= (yMpt + heightMpt) / 1000;
  }

  /** A rule at the pen's place, in a colour by index; -1 is none. */
  rule(color: number, x: number, width: number, thickness: number): void {
    if (color < 0) return;
    const rects = this.#rules.get(color);
    if (rects === undefined) this.#rules.set(color, [x, this.y, width, thickness]);
    else rects.push(x, this.y, width, thickness);
  }

  box(color: number, x: number, width: number, height: number): void {
    this.document.rect(x, this.y, width, height).fill(this.#colors[color] as string);
    this.text.forget();
  }

  fillRules(): void {
    for (const [color, rects] of this.#rules) {
      for (let at = 0; at < rects.length; at += 4) {
        const [x, y, width, height] = rects.slice(at, at + 4) as [number, number, number, number];
        this.document.rect(x, y, width, height);
      }
      this.document.fill(this.#colors[color] as string);
    }
    this.#rules.clear();
    this.text.forget();
  }
}
