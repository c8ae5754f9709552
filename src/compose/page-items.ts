import type { Mpt, PageCount } from "../base/units.ts";
import type { LaneSection } from "./lanes.ts";

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
  /** Stretches of items that stand in columns, in order; absent if there are none. */
  readonly sections?: readonly LaneSection[] | undefined;
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
  /** Where pages differ beyond that: of a page that an item is put on; negative if never there. */
  readonly of?: ((page: number, item: number) => Mpt) | undefined;
}

/** Where items went. Buffers are reused; `pageCount` is at least 1. */
export interface Pagination {
  pageCount: PageCount;
  pageOf: Int32Array;
  yMpt: Int32Array;
  /** How far from the left of the region: only kept where items stand in columns. */
  xMpt: Int32Array;
  /** Items that begin a further column or page of their section. */
  readonly laneStarts: Set<number>;
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

/** The height of a page that an item is put on. */
export function pageMpt(heights: PageHeights, page: number, item: number): Mpt {
  if (heights.of !== undefined) return heights.of(page, item);
  return page === 0 ? heights.firstMpt : heights.restMpt;
}

/** The greater height of the next two pages, as those on fronts and backs of sheets may differ. */
export function furtherMpt(heights: PageHeights, page: number, item: number): Mpt {
  if (heights.of === undefined) return heights.restMpt;
  return Math.max(heights.of(page + 1, item), heights.of(page + 2, item));
}

export function hasFlag({ flags }: PageItems, item: number, flag: number): boolean {
  return ((flags[item] as number) & flag) !== 0;
}

/** How far down its page an item reaches. */
export function bottomOf({ heightsMpt }: PageItems, { yMpt }: Pagination, item: number): Mpt {
  return numberOf(yMpt, item) + numberOf(heightsMpt, item);
}

/** The table of which an item and the one before it are both rows, or -1. */
export function brokenTable({ tables }: PageItems, item: number): number {
  const table = tables[item] ?? -1;
  return item > 0 && tables[item - 1] === table ? table : -1;
}

export function newPagination(): Pagination {
  return {
    pageCount: 1,
    pageOf: new Int32Array(512),
    yMpt: new Int32Array(512),
    xMpt: new Int32Array(0),
    laneStarts: new Set(),
    tooTall: -1,
    tooTallMpt: 0,
    roomMpt: 0,
  };
}

export interface Chain {
  end: number;
  heightMpt: Mpt;
}

/** Reused, since one is made for every item of every document. */
export const chain: Chain = { end: 0, heightMpt: 0 };

/**
 * The items that must stand on one page with `first`, and the height they need without the space
 * before them: with the foot of their table where more of its rows follow. Where no page is high
 * enough for them, `first` is alone.
 */
export function chainFrom(
  items: PageItems,
  tables: readonly TableEdges[],
  first: number,
  roomMpt: Mpt,
  limit: number,
): Chain {
  measureChain(items, tables, first, chainEnd(items, first, limit));
  if (chain.end > first && chain.heightMpt > roomMpt) measureChain(items, tables, first, first);
  return chain;
}

/** The last item before `limit` of the chain that begins at `first`. */
function chainEnd(items: PageItems, first: number, limit: number): number {
  let end = first;
  while (end < limit - 1 && hasFlag(items, end, KEEP_WITH_NEXT_FLAG)) {
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
  chain.end = end;
  chain.heightMpt = heightMpt + footOf(items, tables, end + 1);
  if (items.sections !== undefined) chain.heightMpt += keptBelow(items, end);
}

/** Room below the item before this one, where this one continues its table elsewhere. */
export function footOf(items: PageItems, tables: readonly TableEdges[], item: number): Mpt {
  const table = item < items.count ? brokenTable(items, item) : -1;
  return table < 0 ? 0 : (tables[table]?.footMpt ?? 0);
}

/** Room above an item that continues its table at the top of a page. */
export function headOf(items: PageItems, tables: readonly TableEdges[], item: number): Mpt {
  const table = brokenTable(items, item);
  const edges = table < 0 ? undefined : tables[table];
  if (edges === undefined) return 0;
  return edges.headMpt + (edges.groupHeadMpt?.(item) ?? 0);
}

/** What an item is kept with where columns begin below it: the first of their items. */
function keptBelow(items: PageItems, end: number): Mpt {
  const next = end + 1;
  const isKept = items.sections?.some(({ first }) => first === next);
  if (isKept !== true || !hasFlag(items, end, KEEP_WITH_NEXT_FLAG)) return 0;
  let last = next;
  while (last < items.count - 1 && hasFlag(items, last, KEEP_WITH_NEXT_FLAG)) last += 1;
  let heightMpt = 0;
  for (let item = next; item <= last; item += 1)
    heightMpt += numberOf(items.spacesMpt, item) + numberOf(items.heightsMpt, item);
  return heightMpt;
}
