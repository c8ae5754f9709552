import { assertNever } from "../../base/assert.ts";
import type { BoundChart } from "../../model/bound-chart.ts";
import {
  type BoundBlock,
  type BoundFacts,
  type BoundTable,
  ROW_DETAIL,
  ROW_GROUP,
} from "../../model/document.ts";
import type { BoundItems } from "../../model/list-block.ts";
import { linkedText } from "./linked-text.ts";
import { isShown } from "./shown-blocks.ts";
import { oneLine } from "./text-layout.ts";
import { cellLine } from "./text-table.ts";

/** A paragraph of linear text, not yet in lines. */
export interface LinearPart {
  readonly text: string;
  /** Of a heading; 0 for other text. */
  readonly level: number;
  /** It goes on with the part before it: another row, fact or item. */
  readonly joins: boolean;
}

/** What blocks say, one thing after the other, as it is read aloud or by touch. */
export function linearParts(blocks: readonly BoundBlock[]): LinearPart[] {
  return blocks.filter(isShown).flatMap(partsOf);
}

function partsOf(bound: BoundBlock): LinearPart[] {
  switch (bound.kind) {
    case "text":
      return said(linkedText(bound.texts, bound.hrefs), bound.block.level);
    case "facts":
      return factParts(bound);
    case "table":
      return tableParts(bound);
    case "chart":
      return chartParts(bound);
    case "group":
      return linearParts(bound.blocks);
    case "columns":
      return bound.columns.flatMap(linearParts);
    case "barcode":
      return [bound.alt, bound.code.shown].flatMap((text) => said(text));
    case "list":
      return joined(itemTexts(bound.items));
    case "fixed":
      return bound.block.kind === "image" ? said(bound.block.alt) : [];
    case "static":
      return partsOf(bound.content);
    default:
      return assertNever(bound, "block");
  }
}

function said(text: string, level = 0): LinearPart[] {
  return text.trim() === "" ? [] : [{ text, level, joins: false }];
}

function joined(texts: readonly string[]): LinearPart[] {
  const shown = texts.filter((text) => text.trim() !== "");
  return shown.map((text, index) => ({ text, level: 0, joins: index > 0 }));
}

function factParts({ labels, values, labelHrefs, valueHrefs }: BoundFacts): LinearPart[] {
  return joined(
    labels.map((label, row) => {
      const value = linkedText(values[row] ?? [], valueHrefs?.[row]);
      return `${linkedText(label, labelHrefs?.[row])}: ${value}`;
    }),
  );
}

/** Each row is a paragraph of its own, each cell with the title of its column. */
function tableParts(table: BoundTable): LinearPart[] {
  if (table.empty !== undefined) return said(linkedText(table.empty, table.emptyHrefs));
  const width = table.block.columns.length;
  const rows = Array.from(table.rowKinds, (kind, row) =>
    rowText(
      table,
      kind,
      table.block.columns.map((_, column) => cellLine(table, row * width + column)),
    ),
  );
  return joined(rows);
}

function rowText(table: BoundTable, kind: number, cells: readonly string[]): string {
  const { columns, showHeader } = table.block;
  if (kind === ROW_GROUP) return cells.filter((cell) => cell !== "").join(" ");
  // The label of sums stands in the columns before the first of them, and is of none.
  const firstSum = columns.findIndex(({ sumOf }) => sumOf !== undefined);
  const labelled = kind === ROW_DETAIL ? 0 : Math.max(0, firstSum);
  const titled = cells.map((cell, column) => {
    const group = table.groupTitles?.[column] ?? "";
    const title = [group, table.titles[column] ?? ""].filter((one) => one !== "").join(", ");
    const isTitled = showHeader && column >= labelled && title !== "" && cell !== "";
    return isTitled ? `${oneLine(title)}: ${cell}` : cell;
  });
  return titled.filter((cell) => cell !== "").join("; ");
}

/** What a chart shows, in words, and its figures in rows. */
function chartParts(bound: BoundChart): LinearPart[] {
  if (bound.empty !== undefined) return said(bound.empty.join(""));
  const figures = bound.shape === "gauge" ? `${bound.figure} ${bound.caption}` : "";
  const table = bound.table();
  return [...said(figures), ...said(bound.alt()), ...(table ? tableParts(table) : [])];
}

function itemTexts({ items }: BoundItems): string[] {
  return items.flatMap(({ marker, texts, hrefs, items: below }) => [
    `${marker} ${linkedText(texts, hrefs)}`,
    ...(below === undefined ? [] : itemTexts(below)),
  ]);
}
