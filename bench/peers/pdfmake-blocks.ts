import type { TableBlock } from "../../src/model/block.ts";
import {
  type BoundBlock,
  type BoundColumns,
  type BoundFacts,
  type BoundGroup,
  type BoundTable,
  ROW_DETAIL,
} from "../../src/model/document.ts";
import { sideOf, type TextAlign } from "../../src/model/geometry.ts";
import type { LayoutPlan } from "../../src/model/layout-plan.ts";
import { type Content, printed, type Run, runsOf } from "../statement/bound-text.ts";
import { cssColor } from "./css-color.ts";
import { NATURAL_LEADING, peerStyles } from "./peer-style.ts";
import { numbered } from "./statement-furniture.ts";
import { spannedCells, tableLines } from "./table-lines.ts";

/** A node of pdfmake's document definition. */
export type Node = Record<string, unknown>;

type TableLayout = Record<string, (line: number) => number | string>;

/** Where furniture is shown. */
export interface PageNumber {
  readonly page: number;
  readonly pages: number;
}

/** Bound blocks as nodes of a pdfmake document definition. */
export class PdfmakeBlocks {
  readonly #styles: readonly Node[];
  readonly #colors: readonly string[];
  /** Table layouts by the colour index of their rules and whether there is a header. */
  readonly #layouts = new Map<number, TableLayout>();
  #number: PageNumber | undefined;

  constructor(plan: LayoutPlan) {
    this.#colors = plan.colors.map(cssColor);
    this.#styles = peerStyles(plan).map(({ font, sizePt, leadingPt, color }) => ({
      font,
      fontSize: sizePt,
      color,
      lineHeight: leadingPt / (sizePt * NATURAL_LEADING),
    }));
  }

  style(index: number): Node {
    return this.#styles[index] as Node;
  }

  of(blocks: readonly BoundBlock[], number?: PageNumber): Node[] {
    this.#number = number;
    return this.#stack(blocks);
  }

  #stack(blocks: readonly BoundBlock[]): Node[] {
    return printed(blocks).map((content) => {
      const { spaceBeforeMpt, spaceAfterMpt } = content.block;
      const node = this.#node(content);
      if (spaceBeforeMpt + spaceAfterMpt === 0) return node;
      return { stack: [node], margin: [0, spaceBeforeMpt / 1000, 0, spaceAfterMpt / 1000] };
    });
  }

  #node(content: Content): Node {
    switch (content.kind) {
      case "text":
        return this.#text(runsOf(content.block.spans, content.texts), content.block.align);
      case "facts":
        return this.#facts(content);
      case "table":
        return this.#table(content);
      case "group":
        return this.#group(content);
      case "columns":
        return this.#columns(content);
      case "fixed":
        return this.#fixed(content);
      default:
        throw new Error(`no ${content.kind} is in the layouts compared`);
    }
  }

  #text(runs: readonly Run[], align: TextAlign): Node {
    const alignment = sideOf(align, false);
    const number = this.#number;
    const parts = runs.map(({ text, style }) => ({
      text: number === undefined ? text : numbered(text, number.page, number.pages),
      ...this.style(style),
    }));
    const [only] = parts;
    if (parts.length === 1 && only !== undefined) return { ...only, alignment };
    return { text: parts, alignment };
  }

  #facts({ block, entries, labels, values }: BoundFacts): Node {
    const body = entries.map((entry, index) => {
      const spans = block.entries[entry] as (typeof block.entries)[number];
      const label = runsOf(spans.label, labels[index] ?? []);
      const value = runsOf(spans.value, values[index] ?? []);
      return [this.#text(label, "left"), this.#text(value, block.valueAlign)];
    });
    const widths = [`${block.labelShare / 10}%`, "*"];
    return { table: { widths, body }, layout: this.#layout(block.ruleColor) };
  }

  #table(bound: BoundTable): Node {
    const { block, empty } = bound;
    if (empty !== undefined) return this.#text(runsOf(block.empty ?? [], empty), "left");
    const part = block.columns.map(({ widthMpt }) =>
      widthMpt === undefined ? "*" : widthMpt / 1000,
    );
    const widths = Array.from({ length: block.across }, () => part).flat();
    const body = tableLines(bound).map((rows) => this.#row(bound, rows));
    if (block.showHeader) body.unshift(this.#header(bound));
    const headerRows = block.showHeader && block.repeatHeader ? 1 : 0;
    return { table: { widths, headerRows, body }, layout: this.#layout(block.rowRuleColor) };
  }

  #header({ block, titles }: BoundTable): Node[] {
    const cells = block.columns.map(({ titleStyle, align }, column) =>
      this.#text([{ text: titles[column] ?? "", style: titleStyle }], align),
    );
    return Array.from({ length: block.across }, () => cells.map((cell) => ({ ...cell }))).flat();
  }

  #row({ block, cells, rowKinds }: BoundTable, rows: readonly number[]): Node[] {
    const { columns, across, total } = block;
    const nodes = rows.flatMap((row) => {
      const texts = cells.slice(row * columns.length, (row + 1) * columns.length);
      if (rowKinds[row] !== ROW_DETAIL) return this.#spanned(block, texts, total?.style ?? 0);
      return columns.map(({ style, align }, column) =>
        this.#text([{ text: texts[column] ?? "", style }], align),
      );
    });
    while (nodes.length < columns.length * across) nodes.push({ text: "" });
    return nodes;
  }

  /** A row whose label runs on into empty cells. */
  #spanned(block: TableBlock, texts: readonly string[], style: number): Node[] {
    return spannedCells(texts).flatMap(({ text, column, columns }) => {
      const node = this.#text([{ text, style }], block.columns[column]?.align ?? "left");
      const covered = Array.from({ length: columns - 1 }, () => ({ text: "" }));
      return [{ ...node, colSpan: columns }, ...covered];
    });
  }

  #group({ block, blocks }: BoundGroup): Node {
    const stack = this.#stack(blocks);
    const unbreakable = block.keepTogether;
    if (block.background < 0) return { stack, unbreakable };
    const fillColor = this.#colors[block.background];
    return { table: { widths: ["*"], body: [[{ stack, fillColor }]] }, layout: "noBorders" };
  }

  #columns({ block, columns }: BoundColumns): Node {
    const nodes = columns.map((blocks, index) => {
      const { widthMpt, grow } = block.columns[index] as (typeof block.columns)[number];
      const sum = block.columns.reduce((total, column) => total + column.grow, 0);
      const share = `${(grow * 97) / sum}%`;
      return {
        width: widthMpt === undefined ? share : widthMpt / 1000,
        stack: this.#stack(blocks),
      };
    });
    return { columns: nodes, columnGap: block.gapMpt / 1000, unbreakable: true };
  }

  #fixed({ block }: Extract<Content, { kind: "fixed" }>): Node {
    if (block.kind === "page-break") return { text: "", pageBreak: "after" };
    if (block.kind === "space") return { text: "", margin: [0, block.heightMpt / 1000, 0, 0] };
    if (block.kind !== "rule") return { text: "" };
    // A table of one cell is pdfmake's only rule as wide as its surroundings.
    const thickness = block.thicknessMpt / 1000;
    const color = this.#colors[block.color] as string;
    const layout = {
      hLineWidth: (line: number) => (line === 0 ? thickness : 0),
      vLineWidth: () => 0,
      hLineColor: () => color,
      ...NO_PADDING,
    };
    return { table: { widths: ["*"], body: [[{ text: "", fontSize: 0.1 }]] }, layout };
  }

  #layout(ruleColor: number): TableLayout {
    const known = this.#layouts.get(ruleColor);
    if (known !== undefined) return known;
    const color = this.#colors[ruleColor] ?? "#000000";
    const layout = {
      hLineWidth: (line: number) => (line === 0 || ruleColor < 0 ? 0 : 0.5),
      vLineWidth: () => 0,
      hLineColor: () => color,
      ...NO_PADDING,
    };
    this.#layouts.set(ruleColor, layout);
    return layout;
  }
}

const NO_PADDING = {
  paddingLeft: () => 0,
  paddingRight: () => 0,
  paddingTop: () => 0,
  paddingBottom: () => 0,
};
