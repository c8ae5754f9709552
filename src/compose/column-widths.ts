import type { Mpt } from "../base/units.ts";

/** Shares a width among columns: fixed ones get theirs, the others share the rest by `grow`. */
export function columnWidths(
  columns: readonly { readonly widthMpt?: Mpt; readonly grow: number }[],
  widthMpt: Mpt,
  gapMpt: Mpt,
): readonly Mpt[] {
  const fixedMpt = columns.reduce((sum, column) => sum + (column.widthMpt ?? 0), 0);
  const growing = columns.filter((column) => column.widthMpt === undefined);
  const grow = growing.reduce((sum, column) => sum + column.grow, 0);
  const leftMpt = Math.max(0, widthMpt - fixedMpt - gapMpt * (columns.length - 1));
  return columns.map(
    (column) => column.widthMpt ?? Math.floor((leftMpt * column.grow) / Math.max(grow, 1)),
  );
}
