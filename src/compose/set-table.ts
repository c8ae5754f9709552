import { defined } from "../base/assert.ts";
import type { Mpt } from "../base/units.ts";
import { type BoundTable, ROW_DETAIL, ROW_SUBTOTAL, ROW_TOTAL } from "../model/document.ts";
import type { Align } from "../model/geometry.ts";
import { DECORATION_RECT, KEEP_WITH_NEXT } from "./galley.ts";
import { type FlowingTable, roleIndex, type SetContext } from "./set-context.ts";
import { DETAIL_ROLE, HEADER_ROLE, type RowContent, setRow } from "./set-row.ts";
import { setText } from "./set-text.ts";
import { splitRow } from "./split-row.ts";
import {
  type RowMetrics,
  rowMetrics,
  type TableGeometry,
  tableGeometry,
} from "./table-geometry.ts";
import type { TypeStyle } from "./type-style.ts";

const HAIRLINE_MPT = 500;
/** Rows of a table set across are kept together in blocks of this many lines. */
const ACROSS_LINES = 15;
/** A row of more lines than this may break over pages. */
const ROW_LINES_TOGETHER = 6;
const PARAGRAPH = roleIndex("P");

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
  context.tables.push(flowing(context, bound, geometry));
  if (block.showHeader) {
    const { segmentCount, decorationCount } = context.galley;
    const headMpt = setHeader(context, bound, geometry);
    context.galley.item(segmentCount, decorationCount, headMpt, KEEP_WITH_NEXT, -1, 0);
  }
  const firstRow = context.galley.itemCount;
  if (block.across > 1) setRowsAcross(context, bound, geometry, table);
  else setRows(context, bound, geometry, table);
  keepTail(context, bound, firstRow);
  if (block.keepTogether) keepAll(context, first);
}

function setEmpty(context: SetContext, bound: BoundTable, widthMpt: Mpt): void {
  const texts = defined(bound.block.empty, "the empty text").map((span, index) => ({
    style: defined(context.styles[span.style], "a text style"),
    text: bound.empty?.[index] ?? "",
  }));
  setText(context, texts, widthMpt, "left", PARAGRAPH);
}

function flowing(context: SetContext, bound: BoundTable, geometry: TableGeometry): FlowingTable {
  const { block, rowCount } = bound;
  // The sums after all rows are the longest there will be.
  const carryHeight = (carry: BoundTable["carryBrought"]): Mpt =>
    carry === undefined
      ? 0
      : heightOf(context, () => setCarry(context, bound, geometry, carry(rowCount)));
  let headMpt = carryHeight(bound.carryBrought);
  if (block.repeatHeader && block.showHeader) {
    headMpt += heightOf(context, () => setHeader(context, bound, geometry));
  }
  const footMpt = carryHeight(bound.carryForward);
  return { bound, geometry, headMpt, footMpt };
}

/** The height that typesetting something takes, found by typesetting it and taking it back. */
function heightOf(context: SetContext, set: () => Mpt): Mpt {
  const { galley, faults } = context;
  const { segmentCount, decorationCount, groupCount } = galley;
  const { glyphCount } = galley.frames;
  const { substitutions } = context;
  const faultCount = faults.length;
  const heightMpt = set();
  galley.segmentCount = segmentCount;
  galley.decorationCount = decorationCount;
  galley.groupCount = groupCount;
  galley.frames.glyphCount = glyphCount;
  context.substitutions = substitutions;
  faults.length = faultCount;
  return heightMpt;
}

/** Sets the header as the beginning of an item; its height. */
export function setHeader(context: SetContext, bound: BoundTable, geometry: TableGeometry): Mpt {
  const { block } = bound;
  const row: RowContent = {
    cells: bound.titles,
    first: 0,
    styles: geometry.titleStyles,
    aligns: block.columns.map((column) => column.align),
    role: HEADER_ROLE,
    metrics: geometry.header,
    wraps: block.columns.map(() => true),
    name: () => `${block.id}, header`,
    spans: false,
  };
  const lines = Math.ceil(bound.rowCount / block.across);
  const parts = block.across === 1 ? 1 : Math.ceil(bound.rowCount / Math.max(lines, 1));
  let heightMpt = 0;
  for (let part = 0; part < parts; part += 1) {
    const leftMpt = part * (geometry.partWidthMpt + block.acrossGapMpt);
    heightMpt = Math.max(heightMpt, setRow(context, geometry, row, leftMpt));
    if (block.headerRuleColor >= 0) {
      context.galley.decoration(
        DECORATION_RECT,
        leftMpt,
        heightMpt - HAIRLINE_MPT,
        geometry.partWidthMpt,
        HAIRLINE_MPT,
        block.headerRuleColor,
      );
    }
  }
  return heightMpt;
}

function setRows(
  context: SetContext,
  bound: BoundTable,
  geometry: TableGeometry,
  table: number,
): void {
  const rows = new RowReader(context, bound, geometry);
  const { galley } = context;
  const tallMpt = geometry.detail.rowMpt * ROW_LINES_TOGETHER;
  for (let row = 0; row < bound.rowCount; row += 1) {
    const { segmentCount, decorationCount } = galley;
    const heightMpt = setRow(context, geometry, rows.at(row), 0);
    const isTall = heightMpt > tallMpt;
    decorate(context, bound, geometry, row, isTall ? 0 : heightMpt);
    if (isTall) splitRow(galley, segmentCount, decorationCount, heightMpt, table, row);
    else galley.item(segmentCount, decorationCount, heightMpt, 0, table, row);
  }
}

/** Rows side by side: down the first sub-table, then the next, in blocks that stay together. */
function setRowsAcross(
  context: SetContext,
  bound: BoundTable,
  geometry: TableGeometry,
  table: number,
): void {
  const rows = new RowReader(context, bound, geometry);
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
        const leftMpt = part * (geometry.partWidthMpt + acrossGapMpt);
        heightMpt = Math.max(heightMpt, setRow(context, geometry, rows.at(row), leftMpt));
      }
      const flags = line < lines - 1 ? KEEP_WITH_NEXT : 0;
      galley.item(segmentCount, decorationCount, heightMpt, flags, table, from + line);
    }
  }
}

/** Gives the content of each row in one reused object. */
class RowReader {
  readonly #content: { -readonly [K in keyof RowContent]: RowContent[K] };
  readonly #bound: BoundTable;
  readonly #details: readonly TypeStyle[];
  readonly #subtotals: readonly TypeStyle[];
  readonly #totals: readonly TypeStyle[];
  readonly #detailMetrics: RowMetrics;
  readonly #subtotalMetrics: RowMetrics;
  readonly #totalMetrics: RowMetrics;
  #row = 0;

  constructor(context: SetContext, bound: BoundTable, geometry: TableGeometry) {
    const { block, cells } = bound;
    this.#bound = bound;
    this.#details = geometry.styles;
    const all = (style: number | undefined): readonly TypeStyle[] =>
      style === undefined
        ? geometry.styles
        : block.columns.map(() => defined(context.styles[style], "a text style"));
    this.#subtotals = all(block.subtotal?.style);
    this.#totals = all(block.total?.style);
    const aligns: Align[] = block.columns.map((column) => column.align);
    const { styles, detail } = geometry;
    const content = { cells, first: 0, styles, aligns, role: DETAIL_ROLE };
    const wraps = block.columns.map((column) => column.wrap);
    const name = (): string => `${block.id}, row ${this.#row + 1}`;
    this.#content = { ...content, metrics: detail, wraps, name, spans: false };
    this.#detailMetrics = detail;
    this.#subtotalMetrics = rowMetrics(this.#subtotals, block.rowGapMpt);
    this.#totalMetrics = rowMetrics(this.#totals, block.rowGapMpt);
  }

  at(row: number): RowContent {
    const kind = this.#bound.rowKinds[row];
    this.#row = row;
    this.#content.first = row * this.#bound.block.columns.length;
    this.#content.spans = kind !== ROW_DETAIL;
    if (kind === ROW_DETAIL) return this.#as(this.#details, this.#detailMetrics);
    if (kind === ROW_TOTAL) return this.#as(this.#totals, this.#totalMetrics);
    return this.#as(this.#subtotals, this.#subtotalMetrics);
  }

  #as(styles: readonly TypeStyle[], metrics: RowMetrics): RowContent {
    this.#content.styles = styles;
    this.#content.metrics = metrics;
    return this.#content;
  }
}

/** Stripes and rules of a row, painted behind all text; no stripe if it may break. */
function decorate(
  { galley }: SetContext,
  bound: BoundTable,
  geometry: TableGeometry,
  row: number,
  stripeMpt: Mpt,
): void {
  const { block } = bound;
  const { widthMpt } = geometry;
  const kind = bound.rowKinds[row];
  if (kind !== ROW_DETAIL) {
    const color = block.headerRuleColor;
    if (color >= 0) galley.decoration(DECORATION_RECT, 0, 0, widthMpt, HAIRLINE_MPT, color);
    return;
  }
  if (block.stripeColor >= 0 && row % 2 === 1 && stripeMpt > 0) {
    galley.decoration(DECORATION_RECT, 0, 0, widthMpt, stripeMpt, block.stripeColor);
  }
  if (block.rowRuleColor >= 0 && row > 0) {
    galley.decoration(DECORATION_RECT, 0, 0, widthMpt, HAIRLINE_MPT >> 1, block.rowRuleColor);
  }
}

/** A total or subtotal stays with the row it sums, and the first row with the second. */
function keepTail({ galley }: SetContext, bound: BoundTable, first: number): void {
  if (bound.block.across > 1) return;
  for (let index = first; index < galley.itemCount; index += 1) {
    const kind = bound.rowKinds[galley.rows[index] as number];
    if (index === first && bound.rowCount > 2) galley.addFlags(index, KEEP_WITH_NEXT);
    if (index === first) continue;
    if (kind === ROW_TOTAL || kind === ROW_SUBTOTAL) galley.addFlags(index - 1, KEEP_WITH_NEXT);
  }
}

function keepAll({ galley }: SetContext, first: number): void {
  for (let index = first; index < galley.itemCount - 1; index += 1) {
    galley.addFlags(index, KEEP_WITH_NEXT);
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
    aligns: block.columns.map((column) => column.align),
    role: DETAIL_ROLE,
    metrics: rowMetrics([style], block.rowGapMpt),
    wraps: block.columns.map((column) => column.wrap),
    name: () => `${block.id}, carried sum`,
    spans: true,
  };
  return setRow(context, geometry, row, 0);
}
