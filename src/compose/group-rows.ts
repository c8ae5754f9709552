import type { Mpt } from "../base/units.ts";
import type { BoundGroups, BoundTable } from "../model/document.ts";
import { DECORATION_RECT } from "./galley.ts";
import { heightOf } from "./height-of.ts";
import { numberOf } from "./page-items.ts";
import { drawVerticals, isRunOver } from "./row-decorator.ts";
import type { FlowingTable, SetContext } from "./set-context.ts";
import { DETAIL_ROLE, setRow } from "./set-row.ts";
import type { TableGeometry } from "./table-geometry.ts";

/** A group that goes on where a page begins. */
interface OpenGroup {
  readonly level: number;
  readonly group: number;
}

/**
 * Gives the height of the rows that name the groups going on above an item, measured once a group;
 * undefined for tables whose groups have no such rows.
 */
export function groupHeads(
  context: SetContext,
  bound: BoundTable,
  geometry: TableGeometry,
): FlowingTable["groupHeadMpt"] {
  const { groups, block } = bound;
  if (groups === undefined || block.groups.every(({ continued }) => continued === undefined))
    return undefined;
  const heightsMpt = new Int32Array(groups.firstRows.length).fill(-1);
  return (item) => {
    let heightMpt = 0;
    for (const open of openGroups(context, bound, groups, item)) {
      if (heightsMpt[open.group] === -1)
        heightsMpt[open.group] = heightOf(context, () =>
          setContinued(context, bound, geometry, open, numberOf(context.galley.rows, item)),
        );
      heightMpt += numberOf(heightsMpt, open.group);
    }
    return heightMpt;
  };
}

/** The groups that go on above an item, from the outermost, of levels that say so. */
export function openGroups(
  { galley }: SetContext,
  { block }: BoundTable,
  { groupOf, firstRows }: BoundGroups,
  item: number,
): OpenGroup[] {
  const levels = block.groups.length;
  const row = numberOf(galley.rows, item);
  // A row that breaks within itself has begun its groups.
  const isBegun = galley.rows[item - 1] === row && galley.tables[item - 1] === galley.tables[item];
  const open: OpenGroup[] = [];
  for (let level = 0; level < levels; level += 1) {
    const group = numberOf(groupOf, row * levels + level);
    if (group < 0 || block.groups[level]?.continued === undefined) continue;
    if (isBegun || numberOf(firstRows, group) < row) open.push({ level, group });
  }
  return open;
}

/** Sets the row of a group that goes on as the beginning of an item; its height. */
export function setContinued(
  context: SetContext,
  bound: BoundTable,
  geometry: TableGeometry,
  { level, group }: OpenGroup,
  rowsBefore: number,
): Mpt {
  const { block, groups } = bound;
  const plan = block.groups[level];
  const { rows } = geometry;
  const look = rows.continued[level];
  if (groups === undefined || plan === undefined || look === undefined) return 0;
  const cells = groups.continuedCells(group, rowsBefore);
  const spans = plan.carries ? geometry.labelSpans : rows.always;
  const heightMpt = setRow(
    context,
    geometry,
    {
      cells,
      first: 0,
      role: DETAIL_ROLE,
      wraps: rows.never,
      name: () => `${block.id}, continued group`,
      spans,
      merges: undefined,
      ...look,
    },
    0,
  );
  drawVerticals(context.galley, geometry, 0, heightMpt, (column) =>
    isRunOver(cells, 0, column, spans) ? undefined : 0,
  );
  if (plan.background >= 0) {
    const { widthMpt } = geometry;
    context.galley.decoration(DECORATION_RECT, 0, 0, widthMpt, heightMpt, plan.background);
  }
  return heightMpt;
}
