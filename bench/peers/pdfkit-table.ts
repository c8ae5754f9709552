import { type BoundTable, ROW_DETAIL } from "../../src/model/document.ts";
import { runsOf } from "../statement/bound-text.ts";
import type { PdfkitCanvas } from "./pdfkit-canvas.ts";
import { columnWidthsPt } from "./table-columns.ts";
import { spannedCells, tableLines } from "./table-lines.ts";

const HAIRLINE_PT = 0.5;

/** Where a table stands: its left edge, its columns' widths, the step from part to part across. */
interface Place {
  readonly x: number;
  readonly widths: readonly number[];
  readonly gap: number;
  readonly step: number;
}

/** Draws a table cell by cell, from page to page. */
export function drawTable(canvas: PdfkitCanvas, bound: BoundTable, x: number, width: number): void {
  const { block, empty } = bound;
  if (empty !== undefined) {
    const runs = runsOf(block.empty ?? [], empty);
    canvas.y += canvas.text.draw(runs, x, canvas.y, width, "left");
    return;
  }
  const acrossGap = block.acrossGapMpt / 1000;
  const partWidth = (width - acrossGap * (block.across - 1)) / block.across;
  const gap = block.columnGapMpt / 1000;
  const widths = columnWidthsPt(block.columns, partWidth, gap);
  const place = { x, widths, gap, step: partWidth + acrossGap };
  if (block.showHeader) drawHeader(canvas, bound, place);
  for (const rows of tableLines(bound)) {
    breakTable(canvas, bound, rows[0] as number, place);
    drawLine(canvas, bound, rows, place);
    canvas.rule(block.rowRuleColor, x, width, HAIRLINE_PT);
  }
}

/** Takes the table to the next page where a row has no room: carry rows and the header again. */
function breakTable(canvas: PdfkitCanvas, bound: BoundTable, row: number, place: Place): void {
  const { columns, carry, repeatHeader, showHeader } = bound.block;
  const carryStyle = carry?.style ?? 0;
  const carryHeight = carry === undefined ? 0 : canvas.text.leadingPt(carryStyle);
  if (canvas.hasRoom(canvas.text.leadingPt(columns[0]?.style ?? 0) + carryHeight)) return;
  const forward = bound.carryForward?.(row);
  if (forward !== undefined) drawSpanned(canvas, bound, forward, carryStyle, place);
  canvas.newPage();
  if (repeatHeader && showHeader) drawHeader(canvas, bound, place);
  const brought = bound.carryBrought?.(row);
  if (brought !== undefined) canvas.y += drawSpanned(canvas, bound, brought, carryStyle, place);
}

function drawHeader(canvas: PdfkitCanvas, { block, titles }: BoundTable, place: Place): void {
  const { text } = canvas;
  let height = 0;
  for (let part = 0; part < block.across; part += 1) {
    let left = place.x + part * place.step;
    block.columns.forEach(({ titleStyle, align }, column) => {
      const run = { text: titles[column] ?? "", style: titleStyle };
      const width = place.widths[column] as number;
      height = Math.max(height, text.draw([run], left, canvas.y, width, align));
      left += width + place.gap;
    });
  }
  canvas.y += height + block.rowGapMpt / 1000;
}

function drawLine(
  canvas: PdfkitCanvas,
  bound: BoundTable,
  rows: readonly number[],
  place: Place,
): void {
  const { columns, total, rowGapMpt } = bound.block;
  let height = 0;
  rows.forEach((row, part) => {
    const first = row * columns.length;
    const isDetail = bound.rowKinds[row] === ROW_DETAIL;
    const rowHeight = isDetail
      ? drawDetail(canvas, bound, first, place, place.x + part * place.step)
      : drawSpanned(
          canvas,
          bound,
          bound.cells.slice(first, first + columns.length),
          total?.style ?? 0,
          place,
        );
    height = Math.max(height, rowHeight);
  });
  canvas.y += height + rowGapMpt / 1000;
}

function drawDetail(
  canvas: PdfkitCanvas,
  { block, cells }: BoundTable,
  first: number,
  place: Place,
  x: number,
): number {
  let left = x;
  let height = 0;
  block.columns.forEach(({ style, align }, column) => {
    const width = place.widths[column] as number;
    const run = { text: cells[first + column] ?? "", style };
    if (run.text !== "")
      height = Math.max(height, canvas.text.draw([run], left, canvas.y, width, align));
    left += width + place.gap;
  });
  return height;
}

/** A row whose label runs on into empty cells. */
function drawSpanned(
  canvas: PdfkitCanvas,
  { block }: BoundTable,
  cells: readonly string[],
  style: number,
  place: Place,
): number {
  let left = place.x;
  for (const { text, column, columns } of spannedCells(cells)) {
    let width = place.gap * (columns - 1);
    for (let covered = column; covered < column + columns; covered += 1)
      width += place.widths[covered] as number;
    const align = block.columns[column]?.align ?? "left";
    if (text !== "") canvas.text.draw([{ text, style }], left, canvas.y, width, align);
    left += width + place.gap;
  }
  return canvas.text.leadingPt(style);
}
