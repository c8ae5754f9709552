import type { Block, TableBlock } from "../../src/model/block.ts";
import type { LayoutPlan } from "../../src/model/layout-plan.ts";
import type { RawObject } from "../../src/model/record.ts";
import { column, field, table } from "../bind/sample-plan.ts";
import { BODY, BOLD_STYLE, type DrawnPage, linesOf, pagesOf, planOf } from "./setting.ts";

export const NUMBER_WIDTH = 60_000;
export const RIGHT_EDGE = BODY.xMpt + BODY.widthMpt;
export const amount = field("r:amount", "money");
export const columns = [
  column("Text", [field("r:text", "text")], { wrap: true }),
  column("Amount", [amount], { align: "right", widthMpt: NUMBER_WIDTH, sumOf: amount }),
];

export function tableOf(more: Partial<TableBlock> = {}): Block {
  const rows = { list: field("rows", "list"), row: "r" };
  return table("t", { spaceAfterMpt: 0, columns, rows, headerRuleColor: -1, ...more });
}

export interface Row {
  readonly text: string;
  readonly cents: number;
}

export function valuesOf(rows: readonly Row[]): RawObject {
  return { rows: rows.map(({ text, cents }) => ({ text, amount: moneyOf(cents) })) };
}

export function moneyOf(cents: number): string {
  const digits = String(Math.abs(cents)).padStart(3, "0");
  return `${cents < 0 ? "-" : ""}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

export function numbered(count: number): Row[] {
  return Array.from({ length: count }, (_, index) => ({
    text: `row ${index}`,
    cents: 100 + index,
  }));
}

export function shown(cents: number): string {
  return new Intl.NumberFormat("en-US", { minimumFractionDigits: 2 }).format(cents / 100);
}

export function set(block: Block, rows: readonly Row[], more: Partial<LayoutPlan> = {}) {
  return pagesOf(planOf([block], more), valuesOf(rows));
}

export function page(
  block: Block,
  rows: readonly Row[],
  more: Partial<LayoutPlan> = {},
): DrawnPage {
  return set(block, rows, more)[0] as DrawnPage;
}

/** Cells of a line from the left, as texts. */
export function cells(drawn: DrawnPage): string[][] {
  return linesOf(drawn).map((runs) => runs.map((run) => run.text));
}

export const carry = {
  forward: ["Carried forward"],
  brought: ["Brought forward"],
  style: BOLD_STYLE,
};

/** Texts of all rows of a table over its pages, without titles and carries. */
export function rowTexts(pages: readonly DrawnPage[]): string[] {
  return pages
    .flatMap(cells)
    .filter(([label = ""]) => !/^(Text|Carried|Brought|Total)/.test(label))
    .map(([label = ""]) => label);
}
