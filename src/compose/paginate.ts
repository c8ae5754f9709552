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
  readonly tables: Int32Array;
  /** The footnotes that items name; absent if there are none. */
  readonly notes?: FootRoom | undefined;
}

/** What stands at the foot of pages because of what is on them, see `page-notes`. */
export interface FootRoom {
  readonly isCarried: boolean;
  readonly isBegun: boolean;
  begin(): void;
  needMpt(first: number, last: number, spareMpt: Mpt, atTop: boolean): Mpt;
  take(first: number, last: number, roomMpt: Mpt): void;
  repeat(notes: readonly number[], roomMpt: Mpt): void;
  turn(roomMpt: Mpt): void;
  finish(): void;
  of(page: number): { readonly heightMpt: Mpt };
}

/** Room that a table broken over pages needs at the head of the next page and the foot of this. */
export interface TableEdges {
  readonly headMpt: Mpt;
  readonly footMpt: Mpt;
  /** What the head is higher by where an item begins the page. */
  readonly groupHeadMpt?: ((item: number) => Mpt) | undefined;
  /** Footnotes that the head names. */
  readonly headNotes?: readonly number[];
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
  /** How far it, with what it is kept with, would reach on its page, and how high that is. */
  tooTallMpt: Mpt;
  roomMpt: Mpt;
}

export const KEEP_WITH_NEXT_FLAG = 1;
export const BREAK_BEFORE_FLAG = 2;

/** A number of a column of items, all of which have one. */
export function numberOf(column: Int32Array, item: number): number {
  return column[item] as number;
}

export function hasFlag({ flags }: PageItems, item: number, flag: number): boolean {
  return ((flags[item] as number) & flag) !== 0;
}

/** How far down its page an item reaches. */
export function bottomOf({ heightsMpt }: PageItems, { yMpt }: Pagination, item: number): Mpt {
  return numberOf(yMpt, item) + numberOf(heightsMpt, item);
}

/** The table of which an item and the one before it are both rows, or -1. */
function brokenTable({ tables }: PageItems, item: number): number {
  const table = tables[item] ?? -1;
  return item > 0 && tables[item - 1] === table ? table : -1;
}

export function newPagination(): Pagination {
  return {
    pageCount: 1,
    pageOf: new Int32Array(512),
    yMpt: new Int32Array(512),
    tooTall: -1,
    tooTallMpt: 0,
    roomMpt: 0,
  };
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
  const { notes } = items;
  notes?.begin();
  let page = 0;
  let yMpt = 0;
  let atTop = true;
  let index = 0;
  let placedCount = 0;
  while (index < items.count) {
    const roomMpt = page === 0 ? heights.firstMpt : heights.restMpt;
    const freshMpt = heights.restMpt - headOf(items, tables, index);
    const chain = chainFrom(items, tables, index, atTop ? roomMpt - yMpt : freshMpt);
    const forced = hasFlag(items, index, BREAK_BEFORE_FLAG);
    const spaceMpt = atTop ? 0 : numberOf(items.spacesMpt, index);
    const endMpt = yMpt + spaceMpt + chain.heightMpt;
    const footMpt = notes?.needMpt(index, chain.end, roomMpt - endMpt, atTop) ?? 0;
    const fits = endMpt + footMpt <= roomMpt;
    // A further page may be higher than the first, which is then left to its furniture.
    const heightMpt = numberOf(items.heightsMpt, index);
    const waits = page === 0 && heightMpt <= heights.restMpt && heightMpt > roomMpt;
    if (atTop ? !fits && (waits || notes?.isBegun === true) : forced || !fits) {
      page += 1;
      atTop = true;
      yMpt = headOf(items, tables, index);
      if (notes !== undefined) turnNotes(notes, items, tables, index, heights.restMpt - yMpt);
      continue;
    }
    notes?.take(index, chain.end, roomMpt - endMpt);
    yMpt += spaceMpt;
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
    atTop = false;
    placedCount += chain.end - index + 1;
    index = chain.end + 1;
  }
  for (; notes?.isCarried === true; page += 1) notes.turn(heights.restMpt);
  notes?.finish();
  result.pageCount = page + 1;
  assert(placedCount === items.count, "each item is placed once");
  assert(isInOrder(items, result), "items stand in their order, none over another");
  assert(result.tooTall >= 0 || isInside(items, heights, result), "items stand within their pages");
}

/** Whether each item is below the one before it or on the next page, and the last on the last. */
function isInOrder(items: PageItems, result: Pagination): boolean {
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
function isInside(items: PageItems, { firstMpt, restMpt }: PageHeights, at: Pagination): boolean {
  for (let item = 0; item < items.count; item += 1)
    if (bottomOf(items, at, item) > (at.pageOf[item] === 0 ? firstMpt : restMpt)) return false;
  return true;
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
  while (end < items.count - 1 && hasFlag(items, end, KEEP_WITH_NEXT_FLAG)) {
    if (hasFlag(items, end + 1, BREAK_BEFORE_FLAG)) break;
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
    if (item > first) heightMpt += numberOf(items.spacesMpt, item);
    heightMpt += numberOf(items.heightsMpt, item);
  }
  const table = end + 1 < items.count ? brokenTable(items, end + 1) : -1;
  chain.end = end;
  chain.heightMpt = table >= 0 ? heightMpt + (tables[table]?.footMpt ?? 0) : heightMpt;
}

/** Room above an item that continues its table at the top of a page. */
function headOf(items: PageItems, tables: readonly TableEdges[], item: number): Mpt {
  const table = brokenTable(items, item);
  const edges = table < 0 ? undefined : tables[table];
  if (edges === undefined) return 0;
  return edges.headMpt + (edges.groupHeadMpt?.(item) ?? 0);
}
