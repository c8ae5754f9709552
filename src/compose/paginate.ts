import { assert } from "../base/assert.ts";
import type { Mpt, PageCount } from "../base/units.ts";

/** What pagination needs to know of a document's items: flat arrays, no text, no marks. */
export interface PageItems {
  readonly count: number;
  readonly heightsMpt: Int32Array;
  /** Space before each item where something stands above it on its page. */
  readonly spacesMpt: Int32Array;
  readonly flags: Uint8Array;
  /** The table each item is a row of, or -1. */
  readonly tables: Int16Array;
}

/** Room that a table broken over pages needs at the head of the next page and the foot of this. */
export interface TableEdges {
  readonly headMpt: Mpt;
  readonly footMpt: Mpt;
}

/** Heights of the region that pages offer: the first page's, and every further one's. */
export interface PageHeights {
  readonly firstMpt: Mpt;
  readonly restMpt: Mpt;
}

/** Where items went. Buffers are reused; `pageCount` is at least 1. */
export interface Pagination {
  pageCount: PageCount;
  pageOf: Int32Array;
  yMpt: Int32Array;
  /** First item that stands higher than any page can hold, or -1. */
  tooTall: number;
}

export const KEEP_WITH_NEXT_FLAG = 1;
export const BREAK_BEFORE_FLAG = 2;

export function newPagination(): Pagination {
  return { pageCount: 1, pageOf: new Int32Array(512), yMpt: new Int32Array(512), tooTall: -1 };
}

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
  if (result.pageOf.length < items.count) {
    result.pageOf = new Int32Array(items.count * 2);
    result.yMpt = new Int32Array(items.count * 2);
  }
  result.tooTall = -1;
  let page = 0;
  let yMpt = 0;
  let atTop = true;
  let index = 0;
  let placedCount = 0;
  while (index < items.count) {
    const roomMpt = page === 0 ? heights.firstMpt : heights.restMpt;
    const freshMpt = heights.restMpt - headOf(items, tables, index);
    const chain = chainFrom(items, tables, index, atTop ? roomMpt - yMpt : freshMpt);
    const forced = ((items.flags[index] as number) & BREAK_BEFORE_FLAG) !== 0;
    const spaceMpt = atTop ? 0 : (items.spacesMpt[index] as number);
    const fits = yMpt + spaceMpt + chain.heightMpt <= roomMpt;
    // A further page may be higher than the first, which is then left to its furniture.
    const waits = page === 0 && (items.heightsMpt[index] as number) <= heights.restMpt;
    if (atTop ? !fits && waits && (items.heightsMpt[index] as number) > roomMpt : forced || !fits) {
      page += 1;
      atTop = true;
      yMpt = headOf(items, tables, index);
      continue;
    }
    yMpt += spaceMpt;
    for (let item = index; item <= chain.end; item += 1) {
      if (item > index) yMpt += items.spacesMpt[item] as number;
      result.pageOf[item] = page;
      result.yMpt[item] = yMpt;
      yMpt += items.heightsMpt[item] as number;
      if (yMpt > roomMpt && result.tooTall < 0) result.tooTall = item;
    }
    atTop = false;
    placedCount += chain.end - index + 1;
    index = chain.end + 1;
  }
  result.pageCount = page + 1;
  assert(placedCount === items.count, "each item is placed once");
  assert(isInOrder(items, result), "items stand in their order, none over another");
}

/** Whether each item is below the one before it or on the next page. */
function isInOrder(
  { count, heightsMpt }: PageItems,
  { pageOf, yMpt, pageCount }: Pagination,
): boolean {
  for (let item = 1; item < count; item += 1) {
    const turned = (pageOf[item] as number) - (pageOf[item - 1] as number);
    const bottomMpt = (yMpt[item - 1] as number) + (heightsMpt[item - 1] as number);
    if (turned === 0 ? (yMpt[item] as number) < bottomMpt : turned < 0) return false;
  }
  return count === 0 || (pageOf[count - 1] as number) === pageCount - 1;
}

interface Chain {
  end: number;
  heightMpt: Mpt;
}

/** Reused, since one is made for every item of every document. */
const chain: Chain = { end: 0, heightMpt: 0 };

/**
 * The items that must stand on one page with `first`, and the height they need without the space
 * before them: with the foot of their table where more of its rows follow. Where no page is high
 * enough for them, `first` is alone.
 */
function chainFrom(
  items: PageItems,
  tables: readonly TableEdges[],
  first: number,
  roomMpt: Mpt,
): Chain {
  measureChain(items, tables, first, chainEnd(items, first));
  if (chain.end > first && chain.heightMpt > roomMpt) measureChain(items, tables, first, first);
  return chain;
}

/** The last item of the chain that begins at `first`. */
function chainEnd(items: PageItems, first: number): number {
  let end = first;
  while (end < items.count - 1 && ((items.flags[end] as number) & KEEP_WITH_NEXT_FLAG) !== 0) {
    if (((items.flags[end + 1] as number) & BREAK_BEFORE_FLAG) !== 0) break;
    end += 1;
  }
  return end;
}

function measureChain(
  items: PageItems,
  tables: readonly TableEdges[],
  first: number,
  end: number,
): void {
  let heightMpt = 0;
  for (let item = first; item <= end; item += 1) {
    if (item > first) heightMpt += items.spacesMpt[item] as number;
    heightMpt += items.heightsMpt[item] as number;
  }
  const table = items.tables[end] as number;
  const goesOn = table >= 0 && end + 1 < items.count && items.tables[end + 1] === table;
  chain.end = end;
  chain.heightMpt = goesOn ? heightMpt + (tables[table]?.footMpt ?? 0) : heightMpt;
}

/** Room above an item that continues its table at the top of a page. */
function headOf(items: PageItems, tables: readonly TableEdges[], item: number): Mpt {
  const table = items.tables[item] as number;
  const continued = table >= 0 && item > 0 && items.tables[item - 1] === table;
  return continued ? (tables[table]?.headMpt ?? 0) : 0;
}
