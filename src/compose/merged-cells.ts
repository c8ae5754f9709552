import type { Mpt } from "../base/units.ts";
import { type BoundTable, ROW_DETAIL } from "../model/document.ts";
import { RowReader } from "./row-reader.ts";
import type { SetContext } from "./set-context.ts";
import { setRow } from "./set-row.ts";
import type { TableGeometry } from "./table-geometry.ts";

/** The cells that a row leaves out because the row above has them too; undefined if none. */
export function mergedCells(bound: BoundTable, row: number): string[] | undefined {
  const { block, cells, rowKinds } = bound;
  const count = block.columns.length;
  if (rowKinds[row] !== ROW_DETAIL || rowKinds[row - 1] !== ROW_DETAIL) return undefined;
  const left = block.columns.map(({ merges }, column) => {
    const text = cells[row * count + column] ?? "";
    return merges === true && text === cells[(row - 1) * count + column] ? text : "";
  });
  return left.some((text) => text !== "") ? left : undefined;
}

/** Sets them alone, as the first row of a page shows them over what it has. */
export function setMerged(
  context: SetContext,
  bound: BoundTable,
  geometry: TableGeometry,
  row: number,
  cells: readonly string[],
): Mpt {
  const content = new RowReader(context, bound, geometry).at(row);
  return setRow(context, geometry, { ...content, cells, first: 0, merges: undefined }, 0);
}
