import { type BoundTable, ROW_DETAIL } from "../../src/model/document.ts";

/** A table's rows, line by line: `across` details beside each other, a total alone. */
export function tableLines({ rowKinds, rowCount, block }: BoundTable): number[][] {
  const lines: number[][] = [];
  let open: number[] | undefined;
  for (let row = 0; row < rowCount; row += 1) {
    if (rowKinds[row] !== ROW_DETAIL) {
      lines.push([row]);
      open = undefined;
    } else if (open !== undefined && open.length < block.across) open.push(row);
    else lines.push((open = [row]));
  }
  return lines;
}

export interface CellSpan {
  readonly text: string;
  readonly column: number;
  /** Columns it covers. */
  readonly columns: number;
}

/** Cells that run on into the empty cells after them, as the label of a total does. */
export function spannedCells(cells: readonly string[]): CellSpan[] {
  const spans: CellSpan[] = [];
  cells.forEach((text, column) => {
    if (text === "" && spans.length > 0) {
      const last = spans.pop() as CellSpan;
      spans.push({ ...last, columns: last.columns + 1 });
    } else spans.push({ text, column, columns: 1 });
  });
  return spans;
}
