import type { TableColumn } from "../../src/model/block.ts";

/** The widths of columns in points: the fixed ones, then what is left by growth. */
export function columnWidthsPt(
  columns: readonly Pick<TableColumn, "widthMpt" | "grow">[],
  widthPt: number,
  gapPt: number,
): number[] {
  const fixed = columns.reduce((sum, { widthMpt = 0 }) => sum + widthMpt / 1000, 0);
  const growth = columns.reduce(
    (sum, { widthMpt, grow }) => sum + (widthMpt === undefined ? grow : 0),
    0,
  );
  const left = widthPt - fixed - gapPt * (columns.length - 1);
  return columns.map(({ widthMpt, grow }) =>
    widthMpt === undefined ? (left * grow) / growth : widthMpt / 1000,
  );
}
