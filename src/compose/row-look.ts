import { defined } from "../base/assert.ts";
import type { TableBlock, TableColumn } from "../model/block.ts";
import type { Align } from "../model/geometry.ts";
import type { SetContext } from "./set-context.ts";
import { type RowMetrics, rowMetrics } from "./row-metrics.ts";
import type { TypeStyle } from "./type-style.ts";

/** How the rows of one kind look. */
export interface RowLook {
  readonly styles: readonly TypeStyle[];
  readonly aligns: readonly Align[];
  readonly metrics: RowMetrics;
  readonly indentMpt: number;
}

/** What the plan alone says of a table's rows, worked out once for a table. */
export interface RowLooks {
  readonly detail: RowLook;
  readonly total: RowLook;
  /** By level of groups. */
  readonly headers: readonly (RowLook | undefined)[];
  readonly footers: readonly (RowLook | undefined)[];
  readonly continued: readonly (RowLook | undefined)[];
  /** By column, as `RowContent` has them. */
  readonly wraps: readonly boolean[];
  readonly always: readonly boolean[];
  readonly never: readonly boolean[];
  readonly spans: readonly boolean[] | undefined;
  readonly merges: readonly boolean[] | undefined;
}

export function rowLooks(
  context: SetContext,
  block: TableBlock,
  { styles, metrics }: Pick<RowLook, "styles" | "metrics">,
): RowLooks {
  const { columns, groups, total } = block;
  const detail = { styles, aligns: alignsOf(block), metrics, indentMpt: block.rowIndentMpt };
  const flags = (of: (column: TableColumn) => boolean | undefined): readonly boolean[] =>
    columns.map((column) => of(column) === true);
  const some = (all: readonly boolean[]): readonly boolean[] | undefined =>
    all.includes(true) ? all : undefined;
  return {
    detail,
    total: lookOf(context, block, total?.style) ?? { ...detail, indentMpt: 0 },
    headers: groups.map(({ header, indentMpt }) =>
      headerLook(context, block, header?.style, indentMpt),
    ),
    footers: groups.map(({ footer, indentMpt }) =>
      lookOf(context, block, footer?.style, indentMpt),
    ),
    continued: groups.map(({ continued, indentMpt }) =>
      headerLook(context, block, continued?.style, indentMpt),
    ),
    wraps: flags(({ wrap }) => wrap),
    always: columns.map(() => true),
    never: columns.map(() => false),
    spans: some(flags(({ spans }) => spans)),
    merges: some(flags(({ merges }) => merges)),
  };
}

/** A row of one style in all columns. */
function lookOf(
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
function headerLook(
  context: SetContext,
  block: TableBlock,
  style: number | undefined,
  indentMpt: number,
): RowLook | undefined {
  const look = lookOf(context, block, style, indentMpt);
  return look && { ...look, aligns: look.aligns.map((align, at) => (at === 0 ? "start" : align)) };
}

function alignsOf({ columns }: TableBlock): readonly Align[] {
  return columns.map((column) => column.align);
}
