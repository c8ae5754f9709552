import { type Diagnostic, diagnostic } from "../base/diagnostic.ts";
import type { Mpt } from "../base/units.ts";
import type { Turn } from "../model/block.ts";
import { type Align, type Side, sideOf } from "../model/geometry.ts";
import { roleIndex, type SetContext } from "./set-context.ts";
import { decimalPoint } from "./decimal-point.ts";
import { RowAligner } from "./row-aligner.ts";
import { excess } from "./excess.ts";
import { lineWidth, setText } from "./set-text.ts";
import type { RowMetrics } from "./row-metrics.ts";
import { setTurnedText } from "./set-turned-text.ts";
import { columnsPlace, type TableGeometry } from "./table-geometry.ts";
import type { TypeStyle } from "./type-style.ts";

/** A row ready to be typeset: a text, a style and an alignment for each column. */
export interface RowContent {
  readonly cells: readonly string[];
  /** Index in `cells` of the row's first cell. */
  readonly first: number;
  readonly styles: readonly TypeStyle[];
  readonly aligns: readonly Align[];
  readonly role: number;
  readonly metrics: RowMetrics;
  /** By column: whether a text has further lines if it is too wide or has line feeds. */
  readonly wraps: readonly boolean[];
  /** Names the row in a diagnostic, such as `blocks.3, row 17`. */
  readonly name: () => string;
  /** By column: whether a text takes the space of empty cells after it, as the label of a sum. */
  readonly spans: readonly boolean[] | undefined;
  /** How far the first column's cell is set in. */
  readonly indentMpt: Mpt;
  /** By column: whether a text that the row above has too is left out; none mostly. */
  readonly merges: readonly boolean[] | undefined;
  /** By column: how far its cell is turned; none mostly. */
  readonly turns?: readonly (Turn | undefined)[] | undefined;
  /** Sets the table in a cell, by its index in `cells`; undefined where there is none. */
  readonly setInner?: ((cell: number, place: InnerPlace) => Mpt | undefined) | undefined;
}

/** Where a table in a cell stands in its row. */
export interface InnerPlace {
  readonly leftMpt: Mpt;
  readonly topMpt: Mpt;
  readonly widthMpt: Mpt;
}

const CELL = roleIndex("TD");
/** Above and below turned text, whose letters would touch the rules of a row. */
const TURNED_GAP_MPT = 2000;

/**
 * Typesets a row's cells at `xMpt` as the beginning of an item yet to be ended; returns the row's
 * height. The common cell, one line of plain text that fits, goes straight to glyphs; everything
 * else is a paragraph.
 */
export function setRow(
  context: SetContext,
  geometry: TableGeometry,
  row: RowContent,
  xMpt: Mpt,
): Mpt {
  const { rowMpt } = row.metrics;
  const { galley } = context;
  const aligner = geometry.valigns && new RowAligner(galley, geometry.valigns);
  let heightMpt = rowMpt;
  const { merges } = row;
  const columns = geometry.xsMpt.length;
  for (let column = 0; column < columns; column += 1) {
    const text = row.cells[row.first + column] as string;
    if (text === "" || (merges !== undefined && isMerged(row, merges, column, text))) continue;
    const first = galley.segmentCount;
    const cellMpt =
      row.setInner?.(row.first + column, innerPlace(geometry, column, xMpt)) ??
      setCell(context, geometry, row, column, text, xMpt);
    aligner?.add(column, first, cellMpt);
    heightMpt = Math.max(heightMpt, cellMpt);
  }
  aligner?.align(heightMpt);
  return heightMpt;
}

function innerPlace(geometry: TableGeometry, column: number, xMpt: Mpt): InnerPlace {
  return {
    leftMpt: xMpt + (geometry.xsMpt[column] ?? 0),
    topMpt: geometry.rowGapMpt >> 1,
    widthMpt: geometry.widthsMpt[column] ?? 0,
  };
}

function isMerged(
  { cells, first }: RowContent,
  merges: readonly boolean[],
  column: number,
  text: string,
): boolean {
  const above = first + column - merges.length;
  return merges[column] === true && above >= 0 && cells[above] === text;
}

/** Typesets a cell; the height of a row that has no other. */
function setCell(
  context: SetContext,
  geometry: TableGeometry,
  row: RowContent,
  column: number,
  text: string,
  xMpt: Mpt,
): Mpt {
  const { rowMpt, baselineMpt } = row.metrics;
  const style = row.styles[column] as TypeStyle;
  const indentMpt = column === 0 ? row.indentMpt : 0;
  const turnMpt = context.rightToLeft ? 0 : indentMpt;
  const columnMpt = geometry.widthsMpt[column] as number;
  // A column keeps one edge, the document's, whatever its cells contain.
  const side = sideOf(row.aligns[column] as Align, context.rightToLeft);
  const wholeMpt = row.spans?.[column] === true ? spannedWidth(geometry, row, column) : columnMpt;
  // A text that takes more columns has them on its left where the first column is at the right.
  const moreMpt = geometry.isMirrored ? wholeMpt - columnMpt : 0;
  const leftMpt = xMpt + (geometry.xsMpt[column] as number) + turnMpt - moreMpt;
  const shiftMpt = geometry.decimalsMpt ? decimalShift(context, geometry, row, column, text) : 0;
  const widthMpt = wholeMpt - indentMpt - shiftMpt;
  const turn = row.turns?.[column];
  if (turn !== undefined) {
    const place = { leftMpt, topMpt: (geometry.rowGapMpt >> 1) + TURNED_GAP_MPT, widthMpt, side };
    context.blockId = `${row.name()}, column ${column + 1}`;
    const size = setTurnedText(context, [{ style, text }], turn, place, row.role);
    if (size.widthMpt > widthMpt)
      context.faults.push(tooWideCell(row.name(), column, size.widthMpt, widthMpt));
    return size.heightMpt + geometry.rowGapMpt + 2 * TURNED_GAP_MPT;
  }
  if (plainCell(context, baselineMpt, style, text, leftMpt, widthMpt, side, row.role))
    return rowMpt;
  const wraps = row.wraps[column] === true || wholeMpt > columnMpt;
  const shown = wraps ? text : text.replace(/\s*\n\s*/g, " ");
  context.blockId = `${row.name()}, column ${column + 1}`;
  const textMpt = wraps ? 0 : Math.ceil(lineWidth(context, style, shown) / 1000);
  const fit = textMpt > widthMpt ? smallerFor(context, style, textMpt, widthMpt) : style;
  if (fit === undefined) {
    context.faults.push(tooWideCell(row.name(), column, textMpt, widthMpt));
    return rowMpt;
  }
  const topMpt = baselineMpt - fit.baselineMpt;
  const cellMpt = wrappedCell(context, fit, shown, leftMpt, topMpt, widthMpt, side, row.role);
  const belowMpt = geometry.rowGapMpt - (geometry.rowGapMpt >> 1);
  return topMpt + cellMpt + belowMpt;
}

/** In large print a cell is as large as its column allows. */
function smallerFor(
  { shrunk, cellPercentMin }: SetContext,
  style: TypeStyle,
  textMpt: Mpt,
  widthMpt: Mpt,
): TypeStyle | undefined {
  return shrunk.fitting(style, textMpt, widthMpt, cellPercentMin);
}

/** How far a number that ends before the column's last decimal stands from its edge. */
function decimalShift(
  context: SetContext,
  geometry: TableGeometry,
  row: RowContent,
  column: number,
  text: string,
): Mpt {
  const roomMpt = geometry.decimalsMpt?.[column];
  if (roomMpt === undefined || row.role === HEADER_ROLE || !/\d/.test(text)) return 0;
  const { font, sizeMpt } = row.styles[column] as TypeStyle;
  const at = text.lastIndexOf(decimalPoint(context.locale));
  const decimals = at < 0 ? text.slice(text.search(/\D*$/)) : text.slice(at);
  return Math.max(0, roomMpt - Math.ceil((font.shaper.widthUnits(decimals) * sizeMpt) / 1000));
}

function tooWideCell(row: string, column: number, neededMpt: Mpt, roomMpt: Mpt): Diagnostic {
  const message = `A cell of column ${column + 1} ${excess(neededMpt, roomMpt)} (${row}).`;
  return diagnostic("compose.cell-overflow", message, {
    block: row.split(",")[0],
    excessMpt: neededMpt - roomMpt,
    hint: "Make the column wider in the layout, or let it wrap.",
  });
}

function spannedWidth(geometry: TableGeometry, row: RowContent, column: number): Mpt {
  let last = column;
  while (last + 1 < geometry.xsMpt.length && row.cells[row.first + last + 1] === "") last += 1;
  return columnsPlace(geometry, column, last).widthMpt;
}

/** One line of plain text without kerning; false, with nothing typeset, otherwise. */
function plainCell(
  { galley, rightToLeft }: SetContext,
  baselineMpt: Mpt,
  style: TypeStyle,
  text: string,
  leftMpt: Mpt,
  widthMpt: Mpt,
  side: Side,
  role: number,
): boolean {
  // In right-to-left documents even plain text may have to be turned.
  if (rightToLeft) return false;
  const { frames } = galley;
  const start = frames.glyphCount;
  frames.reserveGlyphs(text.length);
  const count = style.font.shaper.plainInto(text, frames.glyphs, start);
  if (count < 0) return false;
  const { advances } = style.font.face;
  let units = 0;
  for (let at = start; at < start + count; at += 1) {
    units += advances[frames.glyphs[at] as number] as number;
  }
  const textMpt = Math.ceil((units * style.sizeMpt) / 1000);
  if (textMpt > widthMpt) return false;
  frames.glyphCount += count;
  const slackMpt = widthMpt - textMpt;
  const indentMpt = side === "left" ? 0 : side === "right" ? slackMpt : slackMpt >> 1;
  galley.segment(
    leftMpt + indentMpt,
    baselineMpt,
    style.font.index,
    style.sizeMpt,
    style.color,
    start,
    count,
    0,
    galley.group(role),
  );
  return true;
}

function wrappedCell(
  context: SetContext,
  style: TypeStyle,
  text: string,
  leftMpt: Mpt,
  topMpt: Mpt,
  widthMpt: Mpt,
  side: Side,
  role: number,
): Mpt {
  const { galley } = context;
  const first = galley.itemCount;
  setText(context, [{ style, text }], widthMpt, side, role);
  return galley.stack(first, leftMpt, topMpt);
}

export const DETAIL_ROLE = CELL;
export const HEADER_ROLE = roleIndex("TH");
