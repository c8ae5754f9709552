import type { Mpt } from "../base/units.ts";
import type { TableBlock, TableColumn } from "../model/block.ts";
import { columnWidths } from "./column-widths.ts";
import type { SetContext } from "./set-context.ts";
import type { TypeStyle } from "./type-style.ts";
import { defined } from "../base/assert.ts";

/** A table's columns at one width, worked out once and kept. */
export interface TableGeometry {
  readonly widthMpt: Mpt;
  /** Width of one of the `across` sub-tables. */
  readonly partWidthMpt: Mpt;
  readonly xsMpt: readonly Mpt[];
  readonly widthsMpt: readonly Mpt[];
  readonly styles: readonly TypeStyle[];
  readonly titleStyles: readonly TypeStyle[];
  readonly rowGapMpt: Mpt;
  /** By column: whether the label of a sum may run over it from the left, as over no sum. */
  readonly labelSpans: readonly boolean[];
  /** Where rules between columns and at the sides stand, with their colours; none mostly. */
  readonly verticals: readonly Vertical[];
  /** By column, where some stand at decimals: the room of the decimal point and what follows. */
  readonly decimalsMpt: readonly (Mpt | undefined)[] | undefined;
  /** By column, where some do not stand at the top of rows. */
  readonly valigns: readonly TableColumn["valign"][] | undefined;
  readonly detail: RowMetrics;
  readonly header: RowMetrics;
}

interface Vertical {
  /** The column that it stands before; -1 at the sides. */
  readonly column: number;
  readonly xMpt: Mpt;
  readonly color: number;
}

/** Of a row of one-line cells: its height, and the baseline its cells share. */
export interface RowMetrics {
  readonly rowMpt: Mpt;
  readonly baselineMpt: Mpt;
}

export function rowMetrics(styles: readonly TypeStyle[], rowGapMpt: Mpt): RowMetrics {
  const aboveMpt = Math.max(...styles.map((style) => style.baselineMpt));
  const belowMpt = Math.max(...styles.map((style) => style.leadingMpt - style.baselineMpt));
  return { rowMpt: aboveMpt + belowMpt + rowGapMpt, baselineMpt: aboveMpt + (rowGapMpt >> 1) };
}

export function tableGeometry(
  context: SetContext,
  block: TableBlock,
  widthMpt: Mpt,
): TableGeometry {
  const known = context.geometries.get(block);
  if (known !== undefined && known.widthMpt === widthMpt) return known;
  const gaps = block.acrossGapMpt * (block.across - 1);
  const partWidthMpt = Math.floor((widthMpt - gaps) / block.across);
  // Where rules stand at the sides, the cells keep half a gap from them.
  const insetMpt = block.sideRuleColor >= 0 ? block.columnGapMpt >> 1 : 0;
  const ownMpt = partWidthMpt - 2 * insetMpt;
  const widthsMpt = columnWidths(block.columns, ownMpt, block.columnGapMpt);
  let xMpt = insetMpt;
  const xsMpt = widthsMpt.map((columnMpt) => {
    const left = xMpt;
    xMpt += columnMpt + block.columnGapMpt;
    return left;
  });
  const style = (index: number): TypeStyle => defined(context.styles[index], `text style ${index}`);
  const styles = block.columns.map((column) => style(column.style));
  const titleStyles = block.columns.map((column) => style(column.titleStyle));
  const geometry: TableGeometry = {
    widthMpt,
    partWidthMpt,
    xsMpt,
    widthsMpt,
    styles,
    titleStyles,
    rowGapMpt: block.rowGapMpt,
    verticals: verticalsOf(block, xsMpt, partWidthMpt),
    decimalsMpt: decimalsOf(block, styles),
    valigns: block.columns.some(({ valign }) => valign)
      ? block.columns.map(({ valign }) => valign)
      : undefined,
    labelSpans: block.columns.map(({ sumOf }) => sumOf === undefined),
    detail: rowMetrics(styles, block.rowGapMpt),
    header: rowMetrics(titleStyles, block.rowGapMpt),
  };
  context.geometries.set(block, geometry);
  return geometry;
}

/** Half a hairline wide, as rules between rows are. */
export const VERTICAL_MPT = 250;

function verticalsOf(block: TableBlock, xsMpt: readonly Mpt[], widthMpt: Mpt): Vertical[] {
  const { columnRuleColor, sideRuleColor, columnGapMpt } = block;
  const between = xsMpt.slice(1).map((xMpt, index) => ({
    column: index + 1,
    xMpt: xMpt - (columnGapMpt >> 1),
    color: columnRuleColor,
  }));
  const sides = [0, widthMpt - VERTICAL_MPT].map((xMpt) => ({
    column: -1,
    xMpt,
    color: sideRuleColor,
  }));
  return [...between, ...sides].filter(({ color }) => color >= 0);
}

function decimalsOf(
  block: TableBlock,
  styles: readonly TypeStyle[],
): (Mpt | undefined)[] | undefined {
  if (block.columns.every(({ decimals }) => decimals === undefined)) return undefined;
  return block.columns.map(({ decimals }, column) => {
    const style = styles[column];
    if (decimals === undefined || style === undefined) return undefined;
    const text = decimals === 0 ? "" : `.${"0".repeat(decimals)}`;
    return Math.ceil((style.font.shaper.widthUnits(text) * style.sizeMpt) / 1000);
  });
}
