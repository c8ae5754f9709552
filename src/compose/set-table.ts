import { defined } from "../base/assert.ts";
import type { Mpt } from "../base/units.ts";
import type { BoundTable } from "../model/document.ts";
import { KEEP_WITH_NEXT } from "./galley.ts";
import { groupHeads } from "./group-rows.ts";
import { heightOf } from "./height-of.ts";
import { keepAll, keepRows } from "./keep-rows.ts";
import { drawVerticals, isRunOver, RowDecorator } from "./row-decorator.ts";
import { notesIn } from "./page-notes.ts";
import { rowMetrics } from "./row-metrics.ts";
import { RowReader } from "./row-reader.ts";
import { type FlowingTable, roleIndex, type SetContext } from "./set-context.ts";
import { setHeader } from "./set-header.ts";
import { DETAIL_ROLE, type InnerPlace, type RowContent, setRow } from "./set-row.ts";
import { setText } from "./set-text.ts";
import { splitRow } from "./split-row.ts";
import { stopIfAborted } from "./stop-signal.ts";
import { styledTexts } from "./styled-text.ts";
import { type TableGeometry, tableGeometry } from "./table-geometry.ts";

/** Rows of a table set across are kept together in blocks of this many lines. */
const ACROSS_LINES = 15;
/** A row of more lines than this may break over pages. */
const ROW_LINES_TOGETHER = 6;
const PARAGRAPH = roleIndex("P");
/** Of a table that is in no panel yet. */
const NO_SLICES: FlowingTable["slices"] = [];
const NO_NOTES: readonly number[] = [];

/** Sets a table: an item for the header and one for each line of rows. */
export function setTable(context: SetContext, bound: BoundTable, widthMpt: Mpt): void {
  const { block } = bound;
  if (bound.empty !== undefined) {
    setEmpty(context, bound, widthMpt);
    return;
  }
  const geometry = tableGeometry(context, block, widthMpt);
  const first = context.galley.itemCount;
  const table = context.tables.length;
  const { segmentCount } = context.galley;
  const headerMpt = block.showHeader ? headerItem(context, bound, geometry) : 0;
  const headNotes =
    context.noteMarks === undefined || !block.repeatHeader
      ? NO_NOTES
      : notesIn(context.galley, segmentCount, context.galley.segmentCount);
  context.tables.push(flowing(context, bound, geometry, headerMpt, headNotes));
  const firstRow = context.galley.itemCount;
  if (block.across > 1) setRowsAcross(context, bound, geometry, table);
  else setRows(context, bound, geometry, table);
  keepRows(context.galley, bound, firstRow);
  if (block.keepTogether) keepAll(context.galley, first);
}

/** The header as an item of its own; its height. */
function headerItem(context: SetContext, bound: BoundTable, geometry: TableGeometry): Mpt {
  const { galley } = context;
  const first = galley.segmentCount;
  const firstDecoration = galley.decorationCount;
  const heightMpt = setHeader(context, bound, geometry);
  galley.item(first, firstDecoration, heightMpt, KEEP_WITH_NEXT, -1, 0);
  return heightMpt;
}

function setEmpty(context: SetContext, bound: BoundTable, widthMpt: Mpt): void {
  const texts = styledTexts(context, bound.block.empty ?? [], bound.empty ?? []);
  setText(context, texts, widthMpt, "left", PARAGRAPH);
}

function flowing(
  context: SetContext,
  bound: BoundTable,
  geometry: TableGeometry,
  headerMpt: Mpt,
  headNotes: readonly number[],
): FlowingTable {
  const { block, rowCount } = bound;
  // The sums after all rows are the longest there will be.
  const carryHeight = (carry: BoundTable["carryBrought"]): Mpt =>
    carry === undefined
      ? 0
      : heightOf(context, () => setCarry(context, bound, geometry, carry(rowCount)));
  return {
    bound,
    geometry,
    headMpt: carryHeight(bound.carryBrought) + (block.repeatHeader ? headerMpt : 0),
    footMpt: carryHeight(bound.carryForward),
    groupHeadMpt: groupHeads(context, bound, geometry),
    headNotes,
    xMpt: 0,
    slices: NO_SLICES,
  };
}

function setRows(
  context: SetContext,
  bound: BoundTable,
  geometry: TableGeometry,
  table: number,
): void {
  const rows = rowReader(context, bound, geometry);
  const decorator = new RowDecorator(context.galley, bound, geometry);
  const { galley } = context;
  const tallMpt = geometry.detail.rowMpt * ROW_LINES_TOGETHER;
  for (let row = 0; row < bound.rowCount; row += 1) {
    stopIfAborted(context.stop);
    const { segmentCount, decorationCount } = galley;
    const faultCount = context.faults.length;
    const content = rows.at(row);
    const heightMpt = setRow(context, geometry, content, 0);
    if (context.faults.length > faultCount) context.flawed.push(galley.itemCount);
    const isTall = heightMpt > tallMpt;
    decorator.decorate(row, content, isTall ? 0 : heightMpt);
    if (isTall)
      splitRow(galley, segmentCount, decorationCount, heightMpt, table, row, (lineMpt) =>
        drawVerticals(galley, geometry, 0, lineMpt),
      );
    else galley.item(segmentCount, decorationCount, heightMpt, 0, table, row);
  }
}

function rowReader(context: SetContext, bound: BoundTable, geometry: TableGeometry): RowReader {
  return new RowReader(context, bound, geometry, (inner, place) =>
    setInner(context, geometry, inner, place),
  );
}

/** Sets a table in a cell as part of the row's item; the height that its row has to have. */
function setInner(
  context: SetContext,
  { rowGapMpt }: TableGeometry,
  inner: BoundTable,
  { leftMpt, topMpt, widthMpt }: InnerPlace,
): Mpt {
  const { galley, tables } = context;
  const tableCount = tables.length;
  const first = galley.itemCount;
  setTable(context, inner, widthMpt);
  tables.length = tableCount;
  return galley.stack(first, leftMpt, topMpt) + rowGapMpt;
}

/** Rows side by side: down the first sub-table, then the next, in blocks that stay together. */
function setRowsAcross(
  context: SetContext,
  bound: BoundTable,
  geometry: TableGeometry,
  table: number,
): void {
  const rows = rowReader(context, bound, geometry);
  const { galley } = context;
  const { across, acrossGapMpt } = bound.block;
  for (let from = 0; from < bound.rowCount; from += ACROSS_LINES * across) {
    const count = Math.min(bound.rowCount - from, ACROSS_LINES * across);
    const lines = Math.ceil(count / across);
    for (let line = 0; line < lines; line += 1) {
      const { segmentCount, decorationCount } = galley;
      let heightMpt = 0;
      for (let part = 0; part < across; part += 1) {
        const row = from + part * lines + line;
        if (part * lines + line >= count) continue;
        const place = geometry.isMirrored ? across - 1 - part : part;
        const leftMpt = place * (geometry.partWidthMpt + acrossGapMpt);
        heightMpt = Math.max(heightMpt, setRow(context, geometry, rows.at(row), leftMpt));
      }
      const flags = line < lines - 1 ? KEEP_WITH_NEXT : 0;
      galley.item(segmentCount, decorationCount, heightMpt, flags, table, from + line);
    }
  }
}

/** Sets a carry row as the beginning of an item; its height. */
export function setCarry(
  context: SetContext,
  bound: BoundTable,
  geometry: TableGeometry,
  cells: readonly string[],
): Mpt {
  const { block } = bound;
  const style = defined(context.styles[defined(block.carry, "the carry").style], "the carry style");
  const row: RowContent = {
    cells,
    first: 0,
    styles: block.columns.map(() => style),
    aligns: geometry.rows.detail.aligns,
    role: DETAIL_ROLE,
    metrics: rowMetrics([style], block.rowGapMpt),
    wraps: geometry.rows.wraps,
    name: () => `${block.id}, carried sum`,
    spans: geometry.labelSpans,
    indentMpt: 0,
    merges: undefined,
  };
  const heightMpt = setRow(context, geometry, row, 0);
  drawVerticals(context.galley, geometry, 0, heightMpt, (column) =>
    isRunOver(cells, 0, column, geometry.labelSpans) ? undefined : 0,
  );
  return heightMpt;
}
