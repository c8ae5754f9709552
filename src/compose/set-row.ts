import { type Diagnostic, diagnostic } from "../base/diagnostic.ts";
import type { Mpt } from "../base/units.ts";
import { type Align, type Side, sideOf } from "../model/geometry.ts";
import { roleIndex, type SetContext } from "./set-context.ts";
import { lineWidth, setText } from "./set-text.ts";
import type { RowMetrics, TableGeometry } from "./table-geometry.ts";
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
}

const CELL = roleIndex("TD");

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
  const { rowMpt, baselineMpt } = row.metrics;
  let heightMpt = rowMpt;
  const columns = geometry.xsMpt.length;
  for (let column = 0; column < columns; column += 1) {
    const text = row.cells[row.first + column] as string;
    if (text === "") continue;
    const style = row.styles[column] as TypeStyle;
    const indentMpt = column === 0 ? row.indentMpt : 0;
    const turnMpt = context.rightToLeft ? 0 : indentMpt;
    const leftMpt = xMpt + (geometry.xsMpt[column] as number) + turnMpt;
    // A column keeps one edge, the document's, whatever its cells contain.
    const side = sideOf(row.aligns[column] as Align, context.rightToLeft);
    const wholeMpt =
      row.spans?.[column] === true
        ? spannedWidth(geometry, row, column)
        : (geometry.widthsMpt[column] as number);
    const widthMpt = wholeMpt - indentMpt;
    if (plainCell(context, baselineMpt, style, text, leftMpt, widthMpt, side, row.role)) continue;
    const wraps = row.wraps[column] === true || widthMpt > (geometry.widthsMpt[column] as number);
    const shown = wraps ? text : text.replace(/\s*\n\s*/g, " ");
    context.blockId = `${row.name()}, column ${column + 1}`;
    if (!wraps && lineWidth(context, style, shown) > widthMpt * 1000) {
      context.faults.push(tooWideCell(row.name(), column));
      continue;
    }
    const topMpt = baselineMpt - style.baselineMpt;
    const cellMpt = wrappedCell(context, style, shown, leftMpt, topMpt, widthMpt, side, row.role);
    const belowMpt = geometry.rowGapMpt - (geometry.rowGapMpt >> 1);
    heightMpt = Math.max(heightMpt, topMpt + cellMpt + belowMpt);
  }
  return heightMpt;
}

function tooWideCell(row: string, column: number): Diagnostic {
  const message = `A cell of column ${column + 1} is too wide for it (${row}).`;
  return diagnostic("compose.cell-overflow", message, {
    hint: "Make the column wider in the layout, or let it wrap.",
  });
}

function spannedWidth(geometry: TableGeometry, row: RowContent, column: number): Mpt {
  let last = column;
  while (last + 1 < geometry.xsMpt.length && row.cells[row.first + last + 1] === "") last += 1;
  const rightMpt = (geometry.xsMpt[last] as number) + (geometry.widthsMpt[last] as number);
  return rightMpt - (geometry.xsMpt[column] as number);
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
