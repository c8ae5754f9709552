import type { Mpt } from "../base/units.ts";
import {
  bottomOf,
  BREAK_BEFORE_FLAG,
  footOf,
  hasFlag,
  KEEP_WITH_NEXT_FLAG,
  type PageHeights,
  type PageItems,
  type Pagination,
  type TableEdges,
} from "./page-items.ts";
import { paginate } from "./paginate.ts";

/**
 * Gives paginated items a last page with a region of its own, such as one above a remittance stub:
 * only now is it known which page is the last. What does not fit there stays on the page before:
 * the break goes to the first place from which all the rest fits. If there is none, or if
 * everything would be on the first page, the last page's region stays empty. `lastMpt` is its
 * height for the number of its page.
 */
export function makeLastPage(
  items: PageItems,
  tables: readonly TableEdges[],
  heights: PageHeights,
  lastMpt: (page: number) => Mpt,
  result: Pagination,
): void {
  const before = result.pageCount;
  const isOnlyPage = before === 1;
  const roomMpt = lastMpt(before - 1);
  if (!isOnlyPage && endOfPage(items, tables, result, before - 1) <= roomMpt) return;
  const first = isOnlyPage ? items.count : firstPast(items, result, before - 1, roomMpt);
  for (let item = first; item < items.count; item += 1) {
    if (isKept(items, item)) continue;
    const flags = items.flags[item] ?? 0;
    items.flags[item] = flags | BREAK_BEFORE_FLAG;
    paginate(items, tables, heights, result);
    items.flags[item] = flags;
    const isRight = result.pageCount === before + 1 && result.pageOf[item] === before;
    if (isRight && endOfPage(items, tables, result, before) <= lastMpt(before)) return;
  }
  if (!isOnlyPage) paginate(items, tables, heights, result);
  result.pageCount = before + 1;
}

/** How far down the last page is filled: in columns, with the sums that a table carries forward. */
function endOfPage(
  items: PageItems,
  tables: readonly TableEdges[],
  result: Pagination,
  page: number,
): Mpt {
  let endMpt = 0;
  const isOrdered = items.sections === undefined;
  for (let item = items.count - 1; item >= 0; item -= 1)
    if (result.pageOf[item] === page) {
      const belowMpt = result.laneStarts.has(item + 1) ? footOf(items, tables, item + 1) : 0;
      endMpt = Math.max(endMpt, bottomOf(items, result, item) + belowMpt);
    } else if (isOrdered) break;
  return endMpt === 0 ? 0 : endMpt + (items.notes?.of(page).heightMpt ?? 0);
}

/** The first item that has to leave a page so that it ends above a height. */
function firstPast(items: PageItems, result: Pagination, page: number, heightMpt: Mpt): number {
  const { pageOf } = result;
  let first = items.count - 1;
  while (first > 0 && pageOf[first - 1] === page) first -= 1;
  let item = first;
  const roomMpt = heightMpt - (items.notes?.of(page).heightMpt ?? 0);
  while (item < items.count - 1 && bottomOf(items, result, item) <= roomMpt) item += 1;
  while (item > first && isKept(items, item)) item -= 1;
  return Math.max(item, first + 1);
}

/** Whether an item stays on the page of the one before it. */
function isKept(items: PageItems, item: number): boolean {
  return hasFlag(items, item - 1, KEEP_WITH_NEXT_FLAG);
}
