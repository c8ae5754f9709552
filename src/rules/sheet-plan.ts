import type { PageCount, SheetCount } from "../base/units.ts";
import { assert, defined } from "../base/assert.ts";
import type { LayoutPlan, Master } from "../model/layout-plan.ts";
import type { Stock } from "../model/stock.ts";

/** The parts of a layout that decide on which sheets a document's pages are. */
export type PaperRules = Pick<LayoutPlan, "stock" | "papers" | "masters">;

/**
 * Where the pages of a document are. Sides are numbered over its sheets, from 0: the front of a
 * sheet has twice its number, its back one more, even on paper that is printed on one side.
 */
export interface SheetPlan {
  readonly sheets: SheetCount;
  /** By page: the side it is on. They ascend. */
  readonly sides: readonly number[];
  /** By sheet: the number of its paper, see `SheetPlanner.papers`. */
  readonly papers: readonly number[];
  /** By sheet: whether its back is printed on, if only with marks. */
  readonly printsBack: readonly boolean[];
}

/** The sheet, from 0, that has a side. */
export function sheetOfSide(side: number): number {
  return side >> 1;
}

export function isFrontSide(side: number): boolean {
  return (side & 1) === 0;
}

/** Whether a master is for blocks that ask for it, or stands in for another one. */
export function isFurther(master: Master | undefined): boolean {
  return master?.variant !== undefined || master?.isNamed === true;
}

/** The index in `masters` of a page's place in its document; pages count from 0. */
export function masterIndexOf(masters: readonly Master[], page: number, pages: PageCount): number {
  let last = masters.length - 1;
  while (isFurther(masters[last])) last -= 1;
  const hasLast = masters[last]?.isLast === true;
  if (hasLast && page > 0 && page === pages - 1) return last;
  return Math.min(page, hasLast ? last - 1 : last);
}

/**
 * Lays the pages of a document on sheets: the one rule for everyone who counts sheets. A page goes
 * on the back of the sheet before it if that is free, both are on the same paper, and neither the
 * paper nor a master keeps the back empty; otherwise it begins a sheet. Because the number of pages
 * decides all of it, nothing of it has to be kept with a document.
 */
export class SheetPlanner {
  /** All papers of the layout by number. */
  readonly papers: readonly Stock[];
  /** Whether spools have a page for the back of every sheet, even if it is empty. */
  readonly duplex: boolean;
  readonly #masters: readonly Master[];
  readonly #plans = new Map<number, SheetPlan>();

  constructor({ stock, papers = [], masters }: PaperRules) {
    this.papers = [stock, ...papers];
    this.duplex = this.papers.some((paper) => paper.duplex);
    this.#masters = masters;
  }

  /** How a document with this many pages lies on its sheets. */
  plan(pages: PageCount): SheetPlan {
    const known = this.#plans.get(pages);
    if (known !== undefined) return known;
    const made = this.#made(pages);
    this.#plans.set(pages, made);
    return made;
  }

  #made(pages: PageCount): SheetPlan {
    assert(pages > 0, "a document has pages");
    const sides: number[] = [];
    const papers: number[] = [];
    const printsBack: boolean[] = [];
    for (let page = 0; page < pages; page += 1) {
      const master = this.#masters[masterIndexOf(this.#masters, page, pages)];
      const paper = master?.paper ?? 0;
      const isTwoSided = master?.frontOnly !== true && this.#paper(paper).duplex;
      const sheet = papers.length - 1;
      const isBackFree = (sides.at(-1) ?? 1) % 2 === 0 && printsBack[sheet] === true;
      if (isTwoSided && isBackFree && papers[sheet] === paper) {
        sides.push(2 * sheet + 1);
        continue;
      }
      sides.push(2 * papers.length);
      papers.push(paper);
      printsBack.push(isTwoSided);
    }
    return { sheets: papers.length, sides, papers, printsBack };
  }

  #paper(number: number): Stock {
    return defined(this.papers[number], "the paper of a master");
  }
}
