import { defined } from "../base/assert.ts";
import type { Mpt, PageCount } from "../base/units.ts";
import type { BoundBlock, Document } from "../model/document.ts";
import type { LayoutPlan, Master } from "../model/layout-plan.ts";
import type { Stock } from "../model/stock.ts";
import { PageMasters } from "../rules/page-masters.ts";
import type { FrameBuilder } from "../rules/frame-builder.ts";
import { turnedToSheet } from "../rules/turned-page.ts";
import type { Flaw } from "./flaws.ts";
import { BREAK_BEFORE } from "./galley.ts";
import { makeLastPage } from "./last-page.ts";
import {
  numberOf,
  type PageHeights,
  type PageItems,
  type Pagination,
  type TableEdges,
} from "./page-items.ts";
import { setBlocks } from "./set-block.ts";
import type { SetContext } from "./set-context.ts";

/** Consecutive items whose pages have a master of their own; 0 if they have none. */
interface Stretch {
  readonly first: number;
  readonly master: number;
}

/** Of the first page for what stands on pages of its own. */
const NO_ROOM_MPT: Mpt = -1;

/**
 * The masters of a document's pages, and its blocks set as wide as these are. Between documents it
 * keeps only facts of the plan.
 */
export class PagePlan {
  /** Of the regions that blocks flow through, where these ask for no pages of their own. */
  readonly widthMpt: Mpt;
  readonly heights: PageHeights;
  readonly #masters: readonly Master[];
  readonly #rules: PageMasters;
  readonly #hasLast: boolean;
  readonly #hasNamed: boolean;
  readonly #sheet: Stock;
  #holds: readonly boolean[] | undefined;
  /** In order; the first one has no master of its own. */
  readonly #stretches: Stretch[] = [];
  #itemCount = 0;
  /** By page: the master that what stands there asks for, where there are any. */
  #namedOf: number[] = [];

  constructor(plan: LayoutPlan) {
    this.#masters = plan.masters;
    this.#rules = new PageMasters(plan);
    this.#hasLast = plan.masters.some(({ isLast }) => isLast);
    this.#hasNamed = plan.masters.some(({ isNamed }) => isNamed);
    this.#sheet = plan.stock;
    const first = this.master(0);
    this.widthMpt = first.body.widthMpt;
    const restMpt = this.master(this.#rules.indexBeforeLast(1)).body.heightMpt;
    const plain = { firstMpt: first.body.heightMpt, restMpt };
    const of = (page: number, item: number): Mpt => this.#heightMpt(page, item);
    this.heights = this.#rules.varies ? { ...plain, of } : plain;
  }

  beginDocument({ masterHolds }: Document): void {
    this.#holds = masterHolds;
    this.#stretches.length = 0;
    this.#namedOf = [];
  }

  /** Sets the blocks of the flow; those that ask for other pages begin one, and end one. */
  setFlow(context: SetContext, blocks: readonly BoundBlock[]): void {
    if (!this.#hasNamed) return setBlocks(context, blocks, this.widthMpt, 0);
    const { galley } = context;
    this.#stretches.push({ first: 0, master: 0 });
    for (const { master, run } of stretchesOf(blocks)) {
      const first = galley.itemCount;
      setBlocks(context, run, this.master(master).body.widthMpt, 0);
      if (galley.itemCount === first || this.#stretches.at(-1)?.master === master) continue;
      this.#stretches.push({ first, master });
      galley.addFlags(first, BREAK_BEFORE);
    }
    this.#itemCount = galley.itemCount;
  }

  /** Sees to it that a paginated document ends with the last page's master, where there is one. */
  endFlow(items: PageItems, tables: readonly TableEdges[], result: Pagination): void {
    const lastMpt = (page: number): Mpt => this.of(page, page + 1).body.heightMpt;
    // Pages of their own have no room for what the last page's master is for.
    if (this.#hasLast && this.#namedAt(items.count - 1) > 0) result.pageCount += 1;
    else if (this.#hasLast) makeLastPage(items, tables, this.heights, lastMpt, result);
    if (this.#stretches.length < 2) return;
    for (let item = 0; item < items.count; item += 1)
      this.#namedOf[numberOf(result.pageOf, item)] = this.#namedAt(item);
  }

  /** The index of a page's master in a document of so many pages; pages count from 0. */
  indexOf(page: number, pages: PageCount): number {
    return this.#rules.indexOf(page, pages, this.#holds, this.#namedOf[page]);
  }

  /** Begins the frame of a page; its master's art has its index from `firstArt` on. */
  begin(frame: FrameBuilder, page: number, pages: PageCount, firstArt: number): number {
    const index = this.indexOf(page, pages);
    const { boxes, isLandscape } = this.master(index);
    const art = boxes.some((box) => box.isStatic) ? firstArt + index : -1;
    const { widthMpt, heightMpt } = this.#sheet;
    if (isLandscape === true) frame.nextPage(heightMpt, widthMpt, art);
    else frame.nextPage(widthMpt, heightMpt, art);
    frame.isTurned = isLandscape === true;
    return index;
  }

  of(page: number, pages: PageCount): Master {
    return this.master(this.indexOf(page, pages));
  }

  master(index: number): Master {
    return defined(this.#masters[index], "a page master");
  }

  /** Where on its sheet something is wrong, by its place on the page. */
  onSheet({ page, rect }: Flaw, pages: PageCount): Flaw {
    const isTurned = this.of(page, pages).isLandscape === true;
    return { page, rect: isTurned ? turnedToSheet(rect, this.#sheet.heightMpt) : rect };
  }

  #heightMpt(page: number, item: number): Mpt {
    const named = this.#namedAt(item);
    if (named > 0 && page === 0) return NO_ROOM_MPT;
    return this.master(this.#rules.indexBeforeLast(page, this.#holds, named)).body.heightMpt;
  }

  /** The master that an item's pages have; 0 if it asks for none. */
  #namedAt(item: number): number {
    if (this.#stretches.length < 2 || item >= this.#itemCount) return 0;
    return this.#stretches.findLast(({ first }) => first <= item)?.master ?? 0;
  }
}

/** The blocks that print shows, by the pages that they ask for. */
function stretchesOf(
  blocks: readonly BoundBlock[],
): readonly { readonly master: number; readonly run: readonly BoundBlock[] }[] {
  const stretches: { master: number; run: BoundBlock[] }[] = [];
  for (const bound of blocks) {
    const { block } = bound;
    if (!block.channels.print) continue;
    const open = stretches.at(-1);
    // A page break stands between blocks, whatever these ask for.
    const master = block.kind === "page-break" ? (open?.master ?? 0) : (block.pagesOf ?? 0);
    if (open?.master === master) open.run.push(bound);
    else stretches.push({ master, run: [bound] });
  }
  return stretches;
}
