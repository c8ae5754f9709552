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
  /** Height of a row of one-line cells, and its common baseline. */
  readonly rowMpt: Mpt;
  readonly baselineMpt: Mpt;
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
  const geometry: TableGeometry = {
    widthMpt,
    partWidthMpt,
    xsMpt,
    widthsMpt,
    styles,
    titleStyles: block.columns.map((column) => style(column.titleStyle)),
    rowMpt: Math.max(...styles.map((s) => s.leadingMpt)) + block.rowGapMpt,
    baselineMpt: Math.max(...styles.map((s) => s.baselineMpt)) + (block.rowGapMpt >> 1),
  };
  context.geometries.set(block, geometry);
  return geometry;
}
