import type { PageCount } from "../base/units.ts";
import type { Master, PageTurn } from "../model/layout-plan.ts";
import {
  isFrontSide,
  isFurther,
  masterIndexOf,
  type PaperRules,
  SheetPlanner,
} from "./sheet-plan.ts";

/**
 * Which master a page has: that of its place in the document or, if its blocks ask for one, that;
 * or else the first variant of it that is for such pages of such documents. How pages lie on sheets
 * depends on their places alone, so that the number of pages decides it still.
 */
export class PageMasters {
  /** Whether a page's place in its document is not all that decides. */
  readonly varies: boolean;
  readonly #masters: readonly Master[];
  readonly #sheets: SheetPlanner;

  constructor(rules: PaperRules) {
    this.#masters = rules.masters;
    this.#sheets = new SheetPlanner(rules);
    this.varies = rules.masters.some(isFurther);
  }

  /**
   * The index of a page's master in a document of so many pages; pages count from 0. `holds` says
   * of which masters the condition is met, `named` which one the blocks of the page ask for.
   */
  indexOf(page: number, pages: PageCount, holds?: readonly boolean[], named = 0): number {
    const place = masterIndexOf(this.#masters, page, pages);
    if (!this.varies) return place;
    const isOwn = named > 0 && page > 0 && this.#masters[place]?.isLast !== true;
    const base = isOwn ? named : place;
    const found = this.#masters.findIndex(
      ({ variant }, index) =>
        variant?.of === base && holds?.[index] !== false && this.#isOn(variant.on, page, pages),
    );
    return found < 0 ? base : found;
  }

  /** The same for a page that others follow, while it is not known how many. */
  indexBeforeLast(page: number, holds?: readonly boolean[], named?: number): number {
    // On which side a page is depends on those before it alone; few such plans are ever made.
    return this.indexOf(page, 2 ** Math.ceil(Math.log2(page + 2)), holds, named);
  }

  #isOn(on: PageTurn | undefined, page: number, pages: PageCount): boolean {
    if (on === undefined) return true;
    if (on === "back") return !isFrontSide(this.#sheets.plan(pages).sides[page] ?? 0);
    return (page % 2 === 0) === (on === "odd");
  }
}
