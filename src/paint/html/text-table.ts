import type { TableColumn } from "../../model/block.ts";
import type { BoundTable } from "../../model/document.ts";
import { ROW_DETAIL, ROW_GROUP, ROW_TOTAL } from "../../model/document.ts";
import { oneLine, plain, TEXT_WIDTH, wrapLines } from "./text-layout.ts";

const GAP = "  ";
/** A column that wraps has at least so much, else rows are written as lists. */
const WRAP_WIDTH_MIN = 16;

/** A table as plain text: in columns where they fit, else each row as a list. */
export function tableText(
  table: BoundTable,
  rowsMax: number,
  moreRows: (count: number) => string,
): string {
  const rows = shownRows(table, rowsMax);
  const detailCount = table.rowKinds.reduce((sum, kind) => sum + Number(kind === ROW_DETAIL), 0);
  const more = detailCount > rowsMax ? `${moreRows(detailCount - rowsMax)}\n` : "";
  const titles = table.titles.map((title, column) => {
    const group = table.groupTitles?.[column] ?? "";
    return group === "" ? title : `${group}: ${title}`;
  });
  const heads = table.block.showHeader ? titles.map(plain) : titles.map(() => "");
  const widths = columnWidths(table, rows, heads);
  if (widths === undefined)
    return rows.map(({ cells, kind }) => listText(cells, heads, kind)).join("\n") + more;
  let text = "";
  if (table.block.showHeader) text += rowText(table, heads, widths);
  if (table.block.showHeader) text += `${widths.map((width) => "-".repeat(width)).join(GAP)}\n`;
  for (const row of rows) text += shownText(table, row, widths);
  return text + more;
}

interface ShownRow {
  readonly cells: readonly string[];
  /** ROW_DETAIL, ROW_GROUP and so on. */
  readonly kind: number;
}

function shownText(
  table: BoundTable,
  { cells, kind }: ShownRow,
  widths: readonly number[],
): string {
  if (kind === ROW_DETAIL) return rowText(table, cells, widths);
  return kind === ROW_GROUP ? headerText(cells) : sumText(table, cells, widths);
}

/** The header of a group, set off from the rows above it. */
function headerText([label = ""]: readonly string[]): string {
  return `\n${wrapLines(label, TEXT_WIDTH).join("\n")}\n`;
}

function shownRows(table: BoundTable, rowsMax: number): ShownRow[] {
  const width = table.block.columns.length;
  const rows: ShownRow[] = [];
  let detailCount = 0;
  for (let row = 0; row < table.rowCount; row += 1) {
    const kind = table.rowKinds[row];
    if (kind === ROW_DETAIL) detailCount += 1;
    if (detailCount > rowsMax && kind !== ROW_TOTAL) continue;
    const cells: string[] = [];
    for (let at = row * width; at < (row + 1) * width; at += 1) {
      cells.push(cellLine(table, at));
    }
    rows.push({ cells, kind: kind ?? ROW_DETAIL });
  }
  return rows;
}

/** A cell on one line, the rows of a table in it one after the other. */
export function cellLine({ cells, inner }: BoundTable, at: number): string {
  const cell = cells[at] ?? "";
  return oneLine(inner?.has(at) === true ? cell.replaceAll("\n", "; ") : cell);
}

/** Widths that hold every cell, the first wrapping column narrowed to fit; undefined if none do. */
function columnWidths(
  table: BoundTable,
  rows: readonly ShownRow[],
  heads: readonly string[],
): number[] | undefined {
  const widths = heads.map((head) => head.length);
  for (const { cells, kind } of rows.filter((row) => row.kind !== ROW_GROUP))
    for (let column = 0; column < widths.length; column += 1)
      if (kind === ROW_DETAIL || table.block.columns[column]?.sumOf !== undefined)
        widths[column] = Math.max(widths[column] as number, (cells[column] as string).length);
  const total = widths.reduce((sum, width) => sum + width, GAP.length * (widths.length - 1));
  if (total <= TEXT_WIDTH) return widenForLabels(table, rows, widths, TEXT_WIDTH - total);
  const wrapping = table.block.columns.findIndex((column) => column.wrap);
  const narrowed = (widths[wrapping] ?? 0) - (total - TEXT_WIDTH);
  if (narrowed < WRAP_WIDTH_MIN) return undefined;
  widths[wrapping] = narrowed;
  return widths;
}

/** Gives the column before the first sum of what is left as much as labels of sums want. */
function widenForLabels(
  table: BoundTable,
  rows: readonly ShownRow[],
  widths: number[],
  left: number,
): number[] {
  const firstSum = table.block.columns.findIndex((column) => column.sumOf !== undefined);
  if (firstSum <= 0) return widths;
  const room = widths.slice(0, firstSum).reduce((sum, width) => sum + width + GAP.length, 0);
  const sums = rows.filter(({ kind }) => kind !== ROW_DETAIL && kind !== ROW_GROUP);
  const labels = sums.map(({ cells }) => cells[0] ?? "");
  const wanted = Math.max(0, ...labels.map((label) => label.length + GAP.length - room));
  widths[firstSum - 1] = (widths[firstSum - 1] as number) + Math.min(wanted, left);
  return widths;
}

function rowText(table: BoundTable, cells: readonly string[], widths: readonly number[]): string {
  if (cells.every((cell, column) => cell.length <= (widths[column] as number)))
    return lineText(table, cells, widths);
  const wrapped = cells.map((cell, column) => wrapLines(cell, widths[column] as number));
  const lineCount = Math.max(...wrapped.map((lines) => lines.length));
  let text = "";
  for (let line = 0; line < lineCount; line += 1) {
    const parts = wrapped.map((lines) => lines[line] ?? "");
    text += lineText(table, parts, widths);
  }
  return text;
}

/** A row of sums: the label stands in the room of the columns before the first sum. */
function sumText(table: BoundTable, cells: readonly string[], widths: readonly number[]): string {
  const firstSum = table.block.columns.findIndex((column) => column.sumOf !== undefined);
  if (firstSum <= 0) return rowText(table, cells, widths);
  const room = widths.slice(0, firstSum).reduce((sum, width) => sum + width + GAP.length, 0);
  const lines = wrapLines(cells.slice(0, firstSum).join(""), room - GAP.length);
  const sums = sumCells(table, cells, widths, firstSum);
  const above = lines.slice(0, -1).map((line) => `${line}\n`);
  return `${above.join("")}${((lines.at(-1) ?? "").padEnd(room) + sums).trimEnd()}\n`;
}

function sumCells(
  table: BoundTable,
  cells: readonly string[],
  widths: readonly number[],
  first: number,
): string {
  const columns = table.block.columns.slice(first);
  return columns
    .map((column, index) => aligned(column, cells[first + index] ?? "", widths[first + index] ?? 0))
    .join(GAP);
}

function aligned({ align }: TableColumn, cell: string, width: number): string {
  return align === "right" || align === "end" ? cell.padStart(width) : cell.padEnd(width);
}

function lineText(table: BoundTable, cells: readonly string[], widths: readonly number[]): string {
  let line = "";
  table.block.columns.forEach((column, index) => {
    line += (index === 0 ? "" : GAP) + aligned(column, cells[index] ?? "", widths[index] ?? 0);
  });
  return `${line.trimEnd()}\n`;
}

function listText(cells: readonly string[], heads: readonly string[], kind: number): string {
  if (kind === ROW_GROUP) return headerText(cells);
  let text = "";
  cells.forEach((cell, column) => {
    if (cell === "") return;
    const head = heads[column] ?? "";
    text += `${wrapLines(head === "" ? cell : `${head}: ${cell}`, TEXT_WIDTH).join("\n")}\n`;
  });
  return text;
}
