import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkLayout, type LayoutResult } from "../../src/layout/check-layout.ts";
import type { LayoutPlan } from "../../src/model/layout-plan.ts";
import type { RawObject } from "../../src/model/record.ts";
import { host, shared } from "../layout/support.ts";
import { openFonts } from "../../src/work/open-fonts.ts";
import { type DrawnPage, type DrawnPath, type DrawnWord, Setting } from "./setting.ts";

const HEAD = `layout: charts
data:
  address: address
  rows: [{ name: text, one: integer?, two: integer?, sum: money?, rate: decimal?, lit: boolean? }]
  limit: integer?
format: { locale: LOCALE, currency: USD }
fonts: { sans: { regular: NotoSans-Regular.ttf } }
colors:
  ink: { gray: 0 }
  grid: { gray: 80 }
  blue: "#0b6e99"
  pale: "#9dc3d6"
  amber: "#b8651b"
  amber-light: "#d99a5b"
  faint: { gray: 90 }
  teal: "#0b7285"
styles:
  body: { size: 9pt, leading: 12pt }
  chart: { size: 7pt, leading: 9pt }
  fine: { size: 7pt, leading: 9pt, color: amber-light }
  chart-figure: { size: 16pt, leading: 20pt }
title: Charts
print:
  stock: letter-60lb-duplex
  envelope: us-10-window-tall
  address: address
  masters:
    - name: first
      body: [0.6in, 4in, 7in, 6in]
blocks:
`;

/** The line of the first block, counted from 1. */
export const FIRST_LINE = HEAD.split("\n").length;

export interface Row {
  readonly name?: string;
  readonly one?: number;
  readonly two?: number;
  readonly sum?: string;
  readonly rate?: string;
  readonly lit?: boolean;
}

/** Checks a layout of these blocks. */
export function checkCharts(blocks: string, locale = "en-US"): LayoutResult {
  const folder = mkdtempSync(join(tmpdir(), "nightpress-charts-"));
  mkdirSync(join(folder, "images"));
  writeFileSync(join(folder, "layout.yaml"), HEAD.replace("LOCALE", locale) + blocks);
  const result = checkLayout(host, folder, shared);
  rmSync(folder, { recursive: true });
  return result;
}

export function chartPlan(blocks: string, locale = "en-US"): LayoutPlan {
  const { plan, diagnostics } = checkCharts(blocks, locale);
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  if (plan === undefined || errors.length > 0) throw new Error(JSON.stringify(errors));
  return plan;
}

export function recordValues(rows: readonly Row[], limit?: number): RawObject {
  const address = { lines: ["A", "B"] };
  const named = rows.map((row, index) => ({ name: `r${index}`, ...row }));
  return { address, rows: named, ...(limit !== undefined && { limit }) };
}

/** Sets records of a layout of these blocks. */
export function chartSetting(blocks: string, locale = "en-US"): Setting {
  const plan = chartPlan(blocks, locale);
  return new Setting(plan, {}, openFonts(host, plan));
}

/** The only page of a layout of these blocks. */
export function chartPage(blocks: string, rows: readonly Row[], locale = "en-US"): DrawnPage {
  const setting = chartSetting(blocks, locale);
  const { pages, faults } = setting.compose(recordValues(rows));
  if (faults.length > 0) throw new Error(faults.map(({ message }) => message).join("; "));
  return pages[0] as DrawnPage;
}

/** The operands of all words of one kind, in order. */
export function wordsOf(path: DrawnPath | undefined, kind: number): (readonly number[])[] {
  const of = (word: DrawnWord): boolean => word.word === kind;
  return (path?.words ?? []).filter(of).map(({ operands }) => operands);
}
