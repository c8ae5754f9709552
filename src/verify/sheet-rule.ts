import type { VerifiedMaster, VerifySetup } from "../model/verification.ts";

/** Where the pages of a document must be: sides are counted over its sheets, two per sheet. */
export interface SheetLayout {
  readonly sheets: number;
  /** By page. */
  readonly sides: readonly number[];
  /** By sheet: the number of its paper, and whether its back is printed, if only with marks. */
  readonly papers: readonly number[];
  readonly printsBack: readonly boolean[];
  /** By side: the page on it, from 0; -1 if there is none. */
  readonly pages: Int32Array;
}

/** The sheet of a side, from 0. */
export function sheetAt(side: number): number {
  return Math.floor(side / 2);
}

export function isFront(side: number): boolean {
  return side % 2 === 0;
}

/** Whether a master has no place of its own in a document. */
function isElsewhere({ variant, isNamed }: VerifiedMaster): boolean {
  return variant !== undefined || isNamed === true;
}

/**
 * The number of the master whose place a page is in: the first page has the first one, the last of
 * several the one for last pages. Pages of all other masters are on their paper.
 */
export function masterAt(masters: readonly VerifiedMaster[], page: number, pages: number): number {
  if (page === 0) return 0;
  const isFor = (isLast: boolean) => (master: VerifiedMaster, index: number) =>
    index > 0 && !isElsewhere(master) && master.isLast === isLast;
  const last = masters.findIndex(isFor(true));
  if (last >= 0 && page === pages - 1) return last;
  return Math.max(0, masters.findIndex(isFor(false)));
}

/**
 * The verifier's own statement of how documents are laid out on sheets (README of the layouts): two
 * consecutive pages share a sheet if both are on one paper, that paper is printed on both sides,
 * and neither page's master wants its back empty; any other page has a sheet of its own. It is
 * deliberately stated in pairs of pages: the writer counts sides instead.
 */
export class SheetRule {
  readonly #papers: VerifySetup["papers"];
  readonly #masters: readonly VerifiedMaster[];
  readonly #layouts = new Map<number, SheetLayout>();

  constructor({ papers, masters }: Pick<VerifySetup, "papers" | "masters">) {
    this.#papers = papers;
    this.#masters = masters;
  }

  layout(pages: number): SheetLayout {
    const known = this.#layouts.get(pages);
    if (known !== undefined) return known;
    const layout = this.#laidOut(pages);
    this.#layouts.set(pages, layout);
    return layout;
  }

  #laidOut(pages: number): SheetLayout {
    const sides: number[] = [];
    const papers: number[] = [];
    const printsBack: boolean[] = [];
    for (let page = 0; page < pages;) {
      const { paper, hasBack } = this.#sheetOf(page, pages);
      const next = page + 1 < pages ? this.#sheetOf(page + 1, pages) : undefined;
      const isShared = hasBack && next?.hasBack === true && next.paper === paper;
      const front = papers.length * 2;
      sides.push(front);
      if (isShared) sides.push(front + 1);
      papers.push(paper);
      printsBack.push(hasBack);
      page += isShared ? 2 : 1;
    }
    const onSide = new Int32Array(papers.length * 2).fill(-1);
    sides.forEach((side, page) => (onSide[side] = page));
    return { sheets: papers.length, sides, papers, printsBack, pages: onSide };
  }

  /** The paper of a page, and whether a sheet of it has a back for such pages. */
  #sheetOf(page: number, pages: number): { readonly paper: number; readonly hasBack: boolean } {
    const { paper = 0, isFrontOnly = false } =
      this.#masters[masterAt(this.#masters, page, pages)] ?? {};
    return { paper, hasBack: !isFrontOnly && this.#papers[paper]?.duplex === true };
  }
}
