import type { Mpt } from "../base/units.ts";
import type { TableBlock } from "../model/block.ts";
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
  readonly detail: RowMetrics;
  readonly header: RowMetrics;
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
  const widthsMpt = columnWidths(block.columns, partWidthMpt, block.columnGapMpt);
  let xMpt = 0;
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
    labelSpans: block.columns.map(({ sumOf }) => sumOf === undefined),
    detail: rowMetrics(styles, block.rowGapMpt),
    header: rowMetrics(titleStyles, block.rowGapMpt),
  };
  context.geometries.set(block, geometry);
  return geometry;
}
