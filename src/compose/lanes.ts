import type { Mpt } from "../base/units.ts";
import {
  BREAK_BEFORE_FLAG,
  chainFrom,
  footOf,
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

/** Items that stand in columns, from `first` up to `end`. */
export interface LaneSection {
  readonly first: number;
  readonly end: number;
  readonly threads: readonly Thread[];
  /** On the page where it ends, the columns are as high as they need be and no higher. */
  readonly balances: boolean;
}

/** Items that continue from column to column, which stand so far from the left of the region. */
export interface Thread {
  readonly first: number;
  readonly end: number;
  readonly xsMpt: readonly Mpt[];
}

/** Where on which page the flow has come to. */
export interface FlowPlace {
  page: number;
  yMpt: Mpt;
  atTop: boolean;
}

/** How far threads come on one page: the next item of each, and the foot of the longest column. */
interface Filled {
  readonly nexts: readonly number[];
  readonly endMpt: Mpt;
}

/** Fills the columns of a section, page by page. */
export class LaneFiller {
  readonly #items: PageItems;
  readonly #tables: readonly TableEdges[];
  readonly #heights: PageHeights;
  readonly #section: LaneSection;
  readonly #result: Pagination;

  constructor(
    items: PageItems,
    tables: readonly TableEdges[],
    heights: PageHeights,
    section: LaneSection,
    result: Pagination,
  ) {
    this.#items = items;
    this.#tables = tables;
    this.#heights = heights;
    this.#section = section;
    this.#result = result;
  }

  /** Puts all items on pages from a place on, which moves to the end of the longest column. */
  fill(at: FlowPlace): void {
    const { threads, first, balances } = this.#section;
    let nexts: readonly number[] = threads.map((thread) => thread.first);
    if (!at.atTop) at.yMpt += numberOf(this.#items.spacesMpt, first);
    for (;;) {
      const bottomMpt = this.#bottomOf(nexts, at);
      let filled = this.#filled(nexts, at.yMpt, bottomMpt);
      const stays = (next: number, index: number): boolean => next === nexts[index];
      const isBegun = nexts.some((next, index) => next !== threads[index]?.first);
      // Columns side by side begin on one page.
      if (isBegun ? filled.nexts.every(stays) : filled.nexts.some(stays)) {
        if (this.#turnsFirst(at)) continue;
        filled = this.#forced(nexts, at);
      } else {
        const isLast = filled.nexts.every((next, index) => next === threads[index]?.end);
        const footMpt = isLast && balances ? this.#least(nexts, at.yMpt, bottomMpt) : bottomMpt;
        filled = this.#filled(nexts, at.yMpt, footMpt, at.page);
      }
      this.#takeNotes(nexts, filled, at);
      nexts = filled.nexts;
      at.yMpt = filled.endMpt;
      at.atTop = false;
      if (nexts.every((next, index) => next === threads[index]?.end)) return;
      this.#turn(at);
    }
  }

  /** The least height that one page has room for all items in, where they are on no page. */
  balance(): Mpt {
    const nexts = this.#section.threads.map((thread) => thread.first);
    const { endMpt } = this.#filled(nexts, 0, Number.MAX_SAFE_INTEGER);
    const heightMpt = this.#section.balances ? this.#least(nexts, 0, endMpt) : endMpt;
    return this.#filled(nexts, 0, heightMpt, 0).endMpt;
  }

  #roomMpt(page: number): Mpt {
    return pageMpt(this.#heights, page, this.#section.first);
  }

  /** Where a page has no room for what comes next, but a further one may have. */
  #turnsFirst(at: FlowPlace): boolean {
    const { first } = this.#section;
    const isLow = furtherMpt(this.#heights, at.page, first) > this.#roomMpt(at.page);
    if (at.atTop && !isLow && this.#items.notes?.isBegun !== true) return false;
    this.#turn(at);
    return true;
  }

  #turn(at: FlowPlace): void {
    at.page += 1;
    at.yMpt = 0;
    at.atTop = true;
    this.#items.notes?.turn(this.#roomMpt(at.page) >> 1);
  }

  /** How far down columns may reach: to the notes that what stands in them names. */
  #bottomOf(nexts: readonly number[], at: FlowPlace): Mpt {
    const roomMpt = this.#roomMpt(at.page);
    const { notes } = this.#items;
    if (notes === undefined) return roomMpt;
    let bottomMpt = roomMpt;
    for (;;) {
      const filled = this.#filled(nexts, at.yMpt, bottomMpt);
      const needMpt = this.#notesMpt(nexts, filled);
      if (filled.endMpt + needMpt <= roomMpt || bottomMpt <= at.yMpt) return bottomMpt;
      bottomMpt = Math.max(at.yMpt, Math.min(filled.endMpt - 1, roomMpt - needMpt));
    }
  }

  #notesMpt(nexts: readonly number[], filled: Filled): Mpt {
    const needsMpt = nexts.map((next, index) => {
      const last = (filled.nexts[index] ?? next) - 1;
      if (last < next) return 0;
      return this.#items.notes?.needMpt(next, last, Number.MAX_SAFE_INTEGER, false) ?? 0;
    });
    return needsMpt.reduce((sum, needMpt) => sum + needMpt, 0);
  }

  #takeNotes(nexts: readonly number[], filled: Filled, at: FlowPlace): void {
    const roomMpt = this.#roomMpt(at.page) - filled.endMpt;
    for (const [index, next] of nexts.entries()) {
      const end = filled.nexts[index] ?? next;
      if (end > next) this.#items.notes?.take(next, end - 1, roomMpt);
    }
  }

  /** What no page is high enough for stands on one all the same, and is reported. */
  #forced(nexts: readonly number[], { page, yMpt }: FlowPlace): Filled {
    const result = this.#result;
    const thread = nexts.findIndex((next, index) => next !== this.#section.threads[index]?.end);
    const item = nexts[thread] ?? 0;
    const { first = item, xsMpt = [] } = this.#section.threads[thread] ?? {};
    const topMpt = yMpt + (item > first ? headOf(this.#items, this.#tables, item) : 0);
    this.#put(item, page, xsMpt[0] ?? 0, topMpt);
    const belowMpt = footOf(this.#items, this.#tables, item + 1);
    const endMpt = topMpt + numberOf(this.#items.heightsMpt, item) + belowMpt;
    const roomMpt = this.#roomMpt(page);
    if (endMpt > roomMpt && result.tooTall < 0) {
      result.tooTall = item;
      result.tooTallMpt = endMpt;
      result.roomMpt = roomMpt;
    }
    return { nexts: nexts.map((next, index) => next + Number(index === thread)), endMpt };
  }

  /** The least foot of columns above which all that is left has room; `bottomMpt` is enough. */
  #least(nexts: readonly number[], topMpt: Mpt, bottomMpt: Mpt): Mpt {
    const isEnough = (footMpt: Mpt): boolean => {
      const filled = this.#filled(nexts, topMpt, footMpt);
      return filled.nexts.every((next, index) => next === this.#section.threads[index]?.end);
    };
    let tooLow = topMpt;
    let enough = bottomMpt;
    while (enough - tooLow > 1) {
      const middle = tooLow + Math.floor((enough - tooLow) / 2);
      if (isEnough(middle)) enough = middle;
      else tooLow = middle;
    }
    return enough;
  }

  /** Fills the columns between two heights; on a page where one is given, else to see how far. */
  #filled(nexts: readonly number[], topMpt: Mpt, bottomMpt: Mpt, page = -1): Filled {
    let endMpt = topMpt;
    const ends = this.#section.threads.map((thread, index) => {
      let next = nexts[index] ?? thread.first;
      const from = next;
      for (const xMpt of thread.xsMpt) {
        // A page break ends all of the columns.
        if (next > from && hasFlag(this.#items, next, BREAK_BEFORE_FLAG)) break;
        const lane = this.#lane(thread, next, topMpt, bottomMpt, xMpt, page);
        next = lane.next;
        endMpt = Math.max(endMpt, lane.endMpt);
        if (next === thread.end) break;
      }
      return next;
    });
    return { nexts: ends, endMpt };
  }

  #lane(
    thread: Thread,
    from: number,
    topMpt: Mpt,
    bottomMpt: Mpt,
    xMpt: Mpt,
    page: number,
  ): { readonly next: number; readonly endMpt: Mpt } {
    const items = this.#items;
    const tables = this.#tables;
    const headMpt = from > thread.first ? headOf(items, tables, from) : 0;
    let yMpt = topMpt + headMpt;
    const freshMpt = furtherMpt(this.#heights, 0, from);
    let item = from;
    while (item < thread.end) {
      if (item > from && hasFlag(items, item, BREAK_BEFORE_FLAG)) break;
      const chain = chainFrom(items, tables, item, freshMpt - headMpt, thread.end);
      const startMpt = yMpt + (item > from ? numberOf(items.spacesMpt, item) : 0);
      if (startMpt + chain.heightMpt > bottomMpt) break;
      const { end } = chain;
      yMpt = startMpt;
      for (let part = item; part <= end; part += 1) {
        if (part > item) yMpt += numberOf(items.spacesMpt, part);
        if (page >= 0) this.#put(part, page, xMpt, yMpt);
        yMpt += numberOf(items.heightsMpt, part);
      }
      item = end + 1;
    }
    if (item === from) return { next: item, endMpt: topMpt };
    if (page >= 0 && from > thread.first) this.#result.laneStarts.add(from);
    return { next: item, endMpt: yMpt + (item < thread.end ? footOf(items, tables, item) : 0) };
  }

  #put(item: number, page: number, xMpt: Mpt, yMpt: Mpt): void {
    this.#result.pageOf[item] = page;
    this.#result.xMpt[item] = xMpt;
    this.#result.yMpt[item] = yMpt;
  }
}
