import { defined } from "../base/assert.ts";
import type { TableBlock } from "../model/block.ts";
import type { Align } from "../model/geometry.ts";
import type { SetContext } from "./set-context.ts";
import { type RowMetrics, rowMetrics } from "./table-geometry.ts";
import type { TypeStyle } from "./type-style.ts";

/** How the rows of one kind look. */
export interface RowLook {
  readonly styles: readonly TypeStyle[];
  readonly aligns: readonly Align[];
  readonly metrics: RowMetrics;
  readonly indentMpt: number;
}

/** A row of one style in all columns. */
export function lookOf(
  context: SetContext,
  block: TableBlock,
  style: number | undefined,
  indentMpt = 0,
): RowLook | undefined {
  if (style === undefined) return undefined;
  const type = defined(context.styles[style], "a text style");
  const styles = block.columns.map(() => type);
  const aligns = alignsOf(block);
  return { styles, aligns, metrics: rowMetrics(styles, block.rowGapMpt), indentMpt };
}

/** A label across the table stands at its start, whatever the first column holds. */
export function headerLook(
  context: SetContext,
  block: TableBlock,
  style: number | undefined,
  indentMpt: number,
): RowLook | undefined {
  const look = lookOf(context, block, style, indentMpt);
  return look && { ...look, aligns: look.aligns.map((align, at) => (at === 0 ? "start" : align)) };
}

export function alignsOf({ columns }: TableBlock): readonly Align[] {
  return columns.map((column) => column.align);
}
