import { assert } from "../base/assert.ts";
import type { Mpt } from "../base/units.ts";
import { type FlowPlace, LaneFiller, type LaneSection } from "./lanes.ts";
import {
  bottomOf,
  BREAK_BEFORE_FLAG,
  brokenTable,
  chain,
  chainFrom,
  footOf,
  type FootRoom,
  furtherMpt,
  hasFlag,
  headOf,
  numberOf,
  type PageHeights,
  type PageItems,
  pageMpt,
  type Pagination,
  type TableEdges,
} from "./page-items.ts";

/**
 * Fills pages from the top. Items chained by keep-with-next move to the next page together; a chain
 * that no page can hold is broken where it must be. A page that ends within a table leaves room for
 * its foot, the page after begins below its head.
 */
export function paginate(
  items: PageItems,
  tables: readonly TableEdges[],
  heights: PageHeights,
  result: Pagination,
): void {
  makeRoom(items, result);
  const { notes, sections } = items;
  notes?.begin();
  let sectionCount = 0;
  let page = 0;
  let yMpt = 0;
  let atTop = true;
  let index = 0;
  let placedCount = 0;
  while (index < items.count) {
    const section = sections?.[sectionCount];
    if (section?.first === index) {
      ({ page, yMpt, atTop } = fillSection(items, tables, heights, section, result, {
        page,
        yMpt,
        atTop,
      }));
      sectionCount += 1;
      placedCount += section.end - index;
      index = section.end;
      continue;
    }
    const roomMpt = pageMpt(heights, page, index);
    const freshMpt = pageMpt(heights, page + 1, index) - headOf(items, tables, index);
    const limit = section?.first ?? items.count;
    const chain = chainFrom(items, tables, index, atTop ? roomMpt - yMpt : freshMpt, limit);
    const forced = hasFlag(items, index, BREAK_BEFORE_FLAG);
    const spaceMpt = atTop ? 0 : numberOf(items.spacesMpt, index);
    const endMpt = yMpt + spaceMpt + chain.heightMpt;
    const footMpt = notes?.needMpt(index, chain.end, roomMpt - endMpt, atTop) ?? 0;
    const fits = endMpt + footMpt <= roomMpt;
    // A further page may be higher than this one, which is then left to its furniture.
    const belowMpt = fits ? 0 : footOf(items, tables, index + 1);
    const heightMpt = numberOf(items.heightsMpt, index) + belowMpt;
    const isAhead = roomMpt < 0 || heightMpt <= furtherMpt(heights, page, index);
    const waits = heightMpt > roomMpt && isAhead;
    if (atTop ? !fits && (waits || notes?.isBegun === true) : forced || !fits) {
      page += 1;
      atTop = true;
      yMpt = headOf(items, tables, index);
      if (notes !== undefined)
        turnNotes(notes, items, tables, index, pageMpt(heights, page, index) - yMpt);
      continue;
    }
    notes?.take(index, chain.end, roomMpt - endMpt);
    // The sums that a table carries forward need room as its rows do.
    const leastMpt = fits ? roomMpt : roomMpt - footOf(items, tables, chain.end + 1);
    yMpt = placeChain(items, index, page, yMpt + spaceMpt, leastMpt, result);
    atTop = false;
    placedCount += chain.end - index + 1;
    index = chain.end + 1;
  }
  for (; notes?.isCarried === true; page += 1) notes.turn(pageMpt(heights, page + 1, items.count));
  notes?.finish();
  result.pageCount = page + 1;
  assert(placedCount === items.count, "each item is placed once");
  assert(isInOrder(items, result), "items stand in their order, none over another");
  assert(result.tooTall >= 0 || isInside(items, heights, result), "items stand within their pages");
}

function makeRoom({ count, sections }: PageItems, result: Pagination): void {
  if (result.pageOf.length < count) {
    result.pageOf = new Int32Array(count * 2);
    result.yMpt = new Int32Array(count * 2);
  }
  result.tooTall = -1;
  result.laneStarts.clear();
  if (sections !== undefined) result.xMpt = new Int32Array(count);
}

/** Places the chain at hand from `index` on; gives how far down it reaches. */
function placeChain(
  items: PageItems,
  index: number,
  page: number,
  topMpt: Mpt,
  roomMpt: Mpt,
  result: Pagination,
): Mpt {
  let yMpt = topMpt;
  const isFirst = result.tooTall < 0;
  for (let item = index; item <= chain.end; item += 1) {
    if (item > index) yMpt += numberOf(items.spacesMpt, item);
    result.pageOf[item] = page;
    result.yMpt[item] = yMpt;
    yMpt += numberOf(items.heightsMpt, item);
    if (yMpt > roomMpt && result.tooTall < 0) result.tooTall = item;
  }
  if (isFirst && result.tooTall >= 0) {
    result.tooTallMpt = yMpt;
    result.roomMpt = roomMpt;
  }
  return yMpt;
}

/** Fills the columns of a section; a page break before it begins a page. */
function fillSection(
  items: PageItems,
  tables: readonly TableEdges[],
  heights: PageHeights,
  section: LaneSection,
  result: Pagination,
  at: FlowPlace,
): FlowPlace {
  if (hasFlag(items, section.first, BREAK_BEFORE_FLAG) && !at.atTop) {
    at.page += 1;
    at.yMpt = 0;
    at.atTop = true;
    items.notes?.turn(pageMpt(heights, at.page, section.first) >> 1);
  }
  new LaneFiller(items, tables, heights, section, result).fill(at);
  return at;
}

/** Whether each item is below the one before it or on the next page, and the last on the last. */
function isInOrder(items: PageItems, result: Pagination): boolean {
  if (items.sections !== undefined) return isInOrderByLane(items, result);
  const { pageOf, yMpt, pageCount } = result;
  for (let item = 1; item < items.count; item += 1) {
    const turned = numberOf(pageOf, item) - numberOf(pageOf, item - 1);
    if (turned < 0) return false;
    if (turned === 0 && numberOf(yMpt, item) < bottomOf(items, result, item - 1)) return false;
  }
  // Notes that go on may have further pages to themselves.
  const isLast = pageOf[items.count - 1] === pageCount - 1;
  return items.count === 0 || isLast || items.notes !== undefined;
}

/** Whether each item is below those before it on its page and at its place from the left. */
function isInOrderByLane(items: PageItems, result: Pagination): boolean {
  const bottomsMpt = new Map<string, Mpt>();
  for (let item = 0; item < items.count; item += 1) {
    const lane = `${result.pageOf[item]} ${result.xMpt[item]}`;
    if (numberOf(result.yMpt, item) < (bottomsMpt.get(lane) ?? 0)) return false;
    bottomsMpt.set(lane, bottomOf(items, result, item));
  }
  return true;
}

/** A page after the first begins: with notes that go on, and those that its table's head names. */
function turnNotes(
  notes: FootRoom,
  items: PageItems,
  tables: readonly TableEdges[],
  item: number,
  roomMpt: Mpt,
): void {
  // Text that goes on has half of the page at least.
  notes.turn(roomMpt >> 1);
  const table = brokenTable(items, item);
  notes.repeat(tables[table]?.headNotes ?? [], roomMpt);
}

/** Whether each item ends above the foot of its page. */
function isInside(items: PageItems, heights: PageHeights, at: Pagination): boolean {
  for (let item = 0; item < items.count; item += 1)
    if (bottomOf(items, at, item) > pageMpt(heights, numberOf(at.pageOf, item), item)) return false;
  return true;
}
