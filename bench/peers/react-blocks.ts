import * as reactPdfLibrary from "@react-pdf/renderer";
import { createElement } from "react";
import type { TableColumn } from "../../src/model/block.ts";
import {
  type BoundBlock,
  type BoundColumns,
  type BoundFacts,
  type BoundGroup,
  type BoundTable,
  ROW_DETAIL,
} from "../../src/model/document.ts";
import type { Rect } from "../../src/model/geometry.ts";
import { sideOf, type TextAlign } from "../../src/model/geometry.ts";
import type { LayoutPlan } from "../../src/model/layout-plan.ts";
import { type Content, printed, type Run, runsOf } from "../statement/bound-text.ts";
import { cssColor } from "./css-color.ts";
import { peerStyles } from "./peer-style.ts";
import { numbered } from "./statement-furniture.ts";
import { spannedCells, tableLines } from "./table-lines.ts";

const { Text, View } = reactPdfLibrary;

export type Element = ReturnType<typeof createElement>;
type Style = Record<string, string | number>;

interface RenderedPage {
  readonly pageNumber: number;
  readonly totalPages?: number;
}

/** Bound blocks as react-pdf's elements. */
export class ReactBlocks {
  readonly #styles: readonly Style[];
  readonly #colors: readonly string[];
  #count: ((pages: number) => void) | undefined;

  constructor(plan: LayoutPlan) {
    this.#colors = plan.colors.map(cssColor);
    this.#styles = peerStyles(plan).map(({ font, sizePt, leadingPt, color }) => ({
      fontFamily: font,
      fontSize: sizePt,
      lineHeight: leadingPt / sizePt,
      color,
    }));
  }

  of(blocks: readonly BoundBlock[]): Element[] {
    return printed(blocks).map((content) => this.#spaced(content));
  }

  /** Blocks with page numbers; the page count is told as it becomes known. */
  numbered(blocks: readonly BoundBlock[], count: (pages: number) => void): Element[] {
    this.#count = count;
    const elements = this.of(blocks);
    this.#count = undefined;
    return elements;
  }

  line(text: string, style: number): Element {
    return createElement(Text, { style: this.#styles[style] } as never, text);
  }

  #spaced(content: Content): Element {
    const { spaceBeforeMpt, spaceAfterMpt, keepWithNext } = content.block;
    const style = { marginTop: spaceBeforeMpt / 1000, marginBottom: spaceAfterMpt / 1000 };
    const props = keepWithNext ? { style, minPresenceAhead: 40 } : { style };
    return createElement(View, props as never, this.#element(content));
  }

  #element(content: Content): Element {
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

  #text(runs: readonly Run[], align: TextAlign): Element {
    const [first] = runs;
    const style = { ...this.#styles[first?.style ?? 0], textAlign: sideOf(align, false) };
    const count = this.#count;
    if (count !== undefined) return this.#counted(runs, style, count);
    if (runs.length <= 1) return createElement(Text, { style } as never, first?.text ?? "");
    const parts = runs.map((run) => this.line(run.text, run.style));
    return createElement(Text, { style } as never, ...parts);
  }

  #counted(runs: readonly Run[], style: Style, count: (pages: number) => void): Element {
    const text = runs.map((run) => run.text).join("");
    const render = ({ pageNumber, totalPages }: RenderedPage): string => {
      if (totalPages !== undefined) count(totalPages);
      return numbered(text, pageNumber, totalPages ?? 0);
    };
    return createElement(Text, { style, render } as never);
  }

  #facts({ block, entries, labels, values }: BoundFacts): Element {
    const rowStyle = { flexDirection: "row", ...this.#ruleBelow(block.ruleColor) };
    const rows = entries.map((entry, index) => {
      const spans = block.entries[entry] as (typeof block.entries)[number];
      const label = this.#text(runsOf(spans.label, labels[index] ?? []), "left");
      const value = this.#text(runsOf(spans.value, values[index] ?? []), block.valueAlign);
      const style = { width: `${block.labelShare / 10}%` };
      const cells = [
        createElement(View, { style } as never, label),
        createElement(View, { style: { flex: 1 } }, value),
      ];
      return createElement(View, { style: rowStyle, wrap: false } as never, ...cells);
    });
    return createElement(View, null, ...rows);
  }

  #table(bound: BoundTable): Element {
    const { block, empty } = bound;
    if (empty !== undefined) return this.#text(runsOf(block.empty ?? [], empty), "left");
    const style = { flexDirection: "row", ...this.#ruleBelow(block.rowRuleColor) };
    const rows = tableLines(bound).map((line) =>
      createElement(View, { style, wrap: false } as never, ...this.#parts(bound, line)),
    );
    if (block.showHeader) rows.unshift(this.#header(bound));
    return createElement(View, null, ...rows);
  }

  #header({ block, titles }: BoundTable): Element {
    const parts = Array.from({ length: block.across }, () =>
      block.columns.map((column, index) =>
        this.#cell(titles[index] ?? "", column.titleStyle, column),
      ),
    );
    // react-pdf repeats what is fixed within its parent on each of the parent's pages.
    const props = { style: { flexDirection: "row" }, fixed: block.repeatHeader };
    return createElement(View, props as never, ...this.#sideBySide(block, parts));
  }

  #parts({ block, cells, rowKinds }: BoundTable, line: readonly number[]): Element[] {
    const { columns, total } = block;
    const parts = line.map((row) => {
      const texts = cells.slice(row * columns.length, (row + 1) * columns.length);
      if (rowKinds[row] !== ROW_DETAIL) return this.#spanned(block, texts, total?.style ?? 0);
      return columns.map((column, index) => this.#cell(texts[index] ?? "", column.style, column));
    });
    while (rowKinds[line[0] as number] === ROW_DETAIL && parts.length < block.across)
      parts.push([]);
    return this.#sideBySide(block, parts);
  }

  #sideBySide(block: BoundTable["block"], parts: readonly Element[][]): Element[] {
    if (parts.length === 1) return parts[0] as Element[];
    return parts.map((cells, index) => {
      const marginLeft = index === 0 ? 0 : block.acrossGapMpt / 1000;
      const style = { flexDirection: "row", flex: 1, marginLeft };
      return createElement(View, { style } as never, ...cells);
    });
  }

  /** A row whose label runs on into empty cells. */
  #spanned(block: BoundTable["block"], texts: readonly string[], style: number): Element[] {
    return spannedCells(texts).map(({ text, column, columns }) => {
      const covered = block.columns.slice(column, column + columns);
      const [first] = covered as [TableColumn, ...TableColumn[]];
      if (columns === 1) return this.#cell(text, style, first);
      const fluid = covered.find(({ widthMpt }) => widthMpt === undefined);
      const fixedMpt = covered.reduce((sum, { widthMpt = 0 }) => sum + widthMpt, 0);
      const { widthMpt: _width, ...label } = { ...first, grow: fluid?.grow ?? 0 };
      return this.#cell(text, style, fluid ? label : { ...label, widthMpt: fixedMpt });
    });
  }

  #cell(text: string, style: number, column: BoundTable["block"]["columns"][number]): Element {
    const { widthMpt, align, grow } = column;
    const box = widthMpt === undefined ? { flex: grow } : { width: widthMpt / 1000 };
    const cellStyle = { ...this.#styles[style], textAlign: sideOf(align, false), ...box };
    return createElement(Text, { style: cellStyle } as never, text);
  }

  #group({ block, blocks }: BoundGroup): Element {
    const style: Style = { padding: block.paddingMpt / 1000 };
    if (block.background >= 0) style["backgroundColor"] = this.#colors[block.background] as string;
    return createElement(View, { style, wrap: !block.keepTogether } as never, ...this.of(blocks));
  }

  #columns({ block, columns }: BoundColumns): Element {
    const children = columns.map((blocks, index) => {
      const { widthMpt, grow } = block.columns[index] as (typeof block.columns)[number];
      const box = widthMpt === undefined ? { flex: grow } : { width: widthMpt / 1000 };
      const style = { ...box, marginLeft: index === 0 ? 0 : block.gapMpt / 1000 };
      return createElement(View, { style } as never, ...this.of(blocks));
    });
    return createElement(
      View,
      { style: { flexDirection: "row" }, wrap: false } as never,
      ...children,
    );
  }

  #fixed({ block }: Extract<Content, { kind: "fixed" }>): Element {
    if (block.kind === "page-break") return createElement(View, { break: true } as never);
    if (block.kind === "rule") {
      const style = {
        height: block.thicknessMpt / 1000,
        backgroundColor: this.#colors[block.color],
      };
      return createElement(View, { style } as never);
    }
    const height = block.kind === "space" ? block.heightMpt / 1000 : 0;
    return createElement(View, { style: { height } });
  }

  #ruleBelow(color: number): Style {
    if (color < 0) return {};
    return { borderBottomWidth: 0.5, borderBottomColor: this.#colors[color] as string };
  }
}

/** A view at a fixed place of the page. */
export function absoluteBox(rect: Rect, children: readonly Element[], more: object = {}): Element {
  const style = {
    position: "absolute",
    left: rect.xMpt / 1000,
    top: rect.yMpt / 1000,
    width: rect.widthMpt / 1000,
  };
  return createElement(View, { style, ...more } as never, ...children);
}
