import { defined } from "../base/assert.ts";
import type { Mpt, PageCount } from "../base/units.ts";
import type { Document } from "../model/document.ts";
import type { LayoutPlan, Master } from "../model/layout-plan.ts";
import { PageMasters } from "../rules/page-masters.ts";
import { makeLastPage } from "./last-page.ts";
import type { PageHeights, PageItems, Pagination, TableEdges } from "./page-items.ts";

/** The masters of a document's pages. Between documents it keeps only facts of the plan. */
export class PagePlan {
  /** Of the regions that blocks flow through: all are equally wide. */
  readonly widthMpt: Mpt;
  readonly heights: PageHeights;
  readonly #masters: readonly Master[];
  readonly #rules: PageMasters;
  readonly #hasLast: boolean;
  #holds: readonly boolean[] | undefined;

  constructor(plan: LayoutPlan) {
    this.#masters = plan.masters;
    this.#rules = new PageMasters(plan);
    this.#hasLast = plan.masters.some(({ isLast }) => isLast);
    const [first, rest] = [0, this.#rules.indexBeforeLast(1)].map((index) => this.master(index));
    this.widthMpt = first?.body.widthMpt ?? 0;
    const plain = {
      firstMpt: first?.body.heightMpt ?? 0,
      restMpt: rest?.body.heightMpt ?? 0,
    };
    const of = (page: number): Mpt =>
      this.master(this.#rules.indexBeforeLast(page, this.#holds)).body.heightMpt;
    this.heights = this.#rules.varies ? { ...plain, of } : plain;
  }

  begin({ masterHolds }: Document): void {
    this.#holds = masterHolds;
  }

  /** Sees to it that a paginated document ends with the last page's master, where there is one. */
  endFlow(items: PageItems, tables: readonly TableEdges[], result: Pagination): void {
    if (!this.#hasLast) return;
    const lastMpt = (page: number): Mpt => this.of(page, page + 1).body.heightMpt;
    makeLastPage(items, tables, this.heights, lastMpt, result);
  }

  /** The index of a page's master in a document of so many pages; pages count from 0. */
  indexOf(page: number, pages: PageCount): number {
    return this.#rules.indexOf(page, pages, this.#holds);
  }

  of(page: number, pages: PageCount): Master {
    return this.master(this.indexOf(page, pages));
  }

  master(index: number): Master {
    return defined(this.#masters[index], "a page master");
  }
}
