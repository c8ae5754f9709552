import type { Mpt } from "../base/units.ts";
import type { TableBlock, TableColumn, Turn } from "../model/block.ts";
import type { TemplatePart } from "../model/expr.ts";
import { columnWidths } from "./column-widths.ts";
import type { SetContext } from "./set-context.ts";
import { type RowLooks, rowLooks } from "./row-look.ts";
import { type RowMetrics, rowMetrics } from "./row-metrics.ts";
import type { TypeStyle } from "./type-style.ts";
import { defined } from "../base/assert.ts";

/** A table's columns at one width, worked out once and kept. */
export interface TableGeometry {
  readonly widthMpt: Mpt;
  /** Whether the first column is the one at the right, as where text runs from there. */
  readonly isMirrored: boolean;
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
  /** Whether rows have nothing drawn behind them: no stripes, grounds or rules. */
  readonly isBare: boolean;
  /** By column, where some stand at decimals: the room of the decimal point and what follows. */
  readonly decimalsMpt: readonly (Mpt | undefined)[] | undefined;
  /** By column, where some do not stand at the top of rows. */
  readonly valigns: readonly TableColumn["valign"][] | undefined;
  /** By column, where cells or titles are turned. */
  readonly turns: readonly (Turn | undefined)[] | undefined;
  readonly titleTurns: readonly (Turn | undefined)[] | undefined;
  readonly detail: RowMetrics;
  readonly header: RowMetrics;
  readonly rows: RowLooks;
}

interface Vertical {
  /** The column that it stands before; -1 at the sides. */
  readonly column: number;
  readonly xMpt: Mpt;
  readonly color: number;
}

export function tableGeometry(
  context: SetContext,
  block: TableBlock,
  widthMpt: Mpt,
): TableGeometry {
  const known = context.geometries.get(block);
  const isMirrored = context.rightToLeft;
  if (known?.widthMpt === widthMpt && known.isMirrored === isMirrored) return known;
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
    return isMirrored ? partWidthMpt - left - columnMpt : left;
  });
  const style = (index: number): TypeStyle => defined(context.styles[index], `text style ${index}`);
  const styles = block.columns.map((column) => style(column.style));
  const titleStyles = block.columns.map((column) => style(column.titleStyle));
  const detail = rowMetrics(styles, block.rowGapMpt);
  const geometry: TableGeometry = {
    widthMpt,
    isMirrored,
    partWidthMpt,
    xsMpt,
    widthsMpt,
    styles,
    titleStyles,
    rowGapMpt: block.rowGapMpt,
    verticals: verticalsOf(block, { isMirrored, xsMpt, widthsMpt, partWidthMpt }),
    isBare: isBare(block),
    decimalsMpt: decimalsOf(block, styles),
    valigns: block.columns.some(({ valign }) => valign)
      ? block.columns.map(({ valign }) => valign)
      : undefined,
    turns: block.columns.some(({ turn }) => turn)
      ? block.columns.map(({ turn }) => turn)
      : undefined,
    titleTurns: block.columns.some(({ titleTurn }) => titleTurn)
      ? block.columns.map(({ titleTurn }) => titleTurn)
      : undefined,
    labelSpans: block.columns.map(({ sumOf }) => sumOf === undefined),
    detail,
    rows: rowLooks(context, block, { styles, metrics: detail }),
    header: rowMetrics(titleStyles, block.rowGapMpt),
  };
  context.geometries.set(block, geometry);
  return geometry;
}

function isBare({ columns, groups, looks, ...block }: TableBlock): boolean {
  const { stripeColor, rowRuleColor, headerRuleColor, columnRuleColor, sideRuleColor } = block;
  const colors = [stripeColor, rowRuleColor, headerRuleColor, columnRuleColor, sideRuleColor];
  colors.push(...groups.map(({ background }) => background));
  return colors.every((color) => color < 0) && ![{ looks }, ...columns].some((own) => own.looks);
}

/** Half a hairline wide, as rules between rows are. */
export const VERTICAL_MPT = 250;

type ColumnPlaces = Pick<TableGeometry, "isMirrored" | "xsMpt" | "widthsMpt" | "partWidthMpt">;

/** Where columns from one to another stand, as one. */
export function columnsPlace(
  { isMirrored, xsMpt, widthsMpt }: ColumnPlaces,
  from: number,
  to: number,
): { readonly xMpt: Mpt; readonly widthMpt: Mpt } {
  const [left, right] = isMirrored ? [to, from] : [from, to];
  const xMpt = xsMpt[left] ?? 0;
  return { xMpt, widthMpt: (xsMpt[right] ?? 0) + (widthsMpt[right] ?? 0) - xMpt };
}

function verticalsOf(block: TableBlock, places: ColumnPlaces): Vertical[] {
  const { columnRuleColor, sideRuleColor, columnGapMpt } = block;
  const halfMpt = columnGapMpt >> 1;
  const between = places.xsMpt.slice(1).map((_, index) => {
    const column = index + 1;
    const { xMpt, widthMpt } = columnsPlace(places, column, column);
    const beforeMpt = places.isMirrored ? xMpt + widthMpt + halfMpt : xMpt - halfMpt;
    return { column, xMpt: beforeMpt, color: columnRuleColor };
  });
  const sides = [0, places.partWidthMpt - VERTICAL_MPT].map((xMpt) => ({
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
  return block.columns.map(({ decimals, cell }, column) => {
    const style = styles[column];
    if (decimals === undefined || style === undefined) return undefined;
    const digits = decimals === 0 ? "" : `.${"0".repeat(decimals)}`;
    const text = cell.some(isBracketed) ? `${digits})` : digits;
    return Math.ceil((style.font.shaper.widthUnits(text) * style.sizeMpt) / 1000);
  });
}

/** Whether a value below nothing is shown in brackets, one of which stands behind its decimals. */
function isBracketed(part: TemplatePart): boolean {
  if (typeof part === "string" || part.op !== "call" || part.name !== "format") return false;
  const style = part.args[1];
  return style?.op === "literal" && String(style.value).startsWith("accounting");
}
