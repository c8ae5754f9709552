import { type BoundTable, ROW_DETAIL, ROW_GROUP } from "../model/document.ts";
import { BREAK_BEFORE, type Galley, KEEP_WITH_NEXT } from "./galley.ts";
import { numberOf } from "./page-items.ts";

/**
 * A total or footer stays with the row it sums, a header of a group with the row below it, and the
 * first row with the second. Items from `first` on are the rows of the table.
 */
export function keepRows(galley: Galley, bound: BoundTable, first: number): void {
  if (bound.block.across > 1) return;
  for (let index = first; index < galley.itemCount; index += 1) {
    const kind = bound.rowKinds[numberOf(galley.rows, index)];
    const isKept = kind === ROW_GROUP || (index === first && bound.rowCount > 2);
    if (isKept) galley.addFlags(index, KEEP_WITH_NEXT);
    if (index > first && kind !== ROW_DETAIL && kind !== ROW_GROUP)
      galley.addFlags(index - 1, KEEP_WITH_NEXT);
  }
  if (bound.groups !== undefined) keepGroups(galley, bound, first);
}

/** Groups that begin a page, and those that are kept on one. */
function keepGroups(galley: Galley, bound: BoundTable, first: number): void {
  const { groups } = bound.block;
  for (let index = first + 1; index < galley.itemCount; index += 1)
    for (let level = 0; level < groups.length; level += 1) {
      const isSame = sameGroup(galley, bound, index, level);
      const isBegun = isSame || groupAt(galley, bound, index, level) < 0;
      if (groups[level]?.newPage === true && !isBegun) galley.addFlags(index, BREAK_BEFORE);
      if (groups[level]?.keepTogether === true && isSame)
        galley.addFlags(index - 1, KEEP_WITH_NEXT);
    }
}

/** Whether an item is of the same group as the one before it. */
function sameGroup(galley: Galley, bound: BoundTable, item: number, level: number): boolean {
  const group = groupAt(galley, bound, item, level);
  return group >= 0 && group === groupAt(galley, bound, item - 1, level);
}

function groupAt(galley: Galley, bound: BoundTable, item: number, level: number): number {
  const row = numberOf(galley.rows, item);
  return bound.groups?.groupOf[row * bound.block.groups.length + level] ?? -1;
}

/** Keeps all items from `first` on one page. */
export function keepAll(galley: Galley, first: number): void {
  for (let index = first; index < galley.itemCount - 1; index += 1) {
    galley.addFlags(index, KEEP_WITH_NEXT);
  }
}
