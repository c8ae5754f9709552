import { type PieceColumns } from "../model/piece-columns.ts";
import type { BreachList, BreachPlace } from "./file/breach-list.ts";
import type { ExpectedPages } from "./expected-pages.ts";

/** Which page of the spool a page is according to what is on it: see `ExpectedPages`. */
export type PageIdentity = number | "foreign" | "unnamed";

/**
 * Checks the order of pages against the ledger's. Where pages were removed or inserted, those after
 * them are taken as moved, so that they are not each a breach.
 */
export class PlaceCheck {
  readonly #pages: ExpectedPages;
  readonly #breaches: BreachList;
  readonly #isSeen: Uint8Array;
  /** By how many places pages have moved, and by how many the last stray page was off. */
  #shift = 0;
  #strayShift = 0;

  constructor(pages: ExpectedPages, breaches: BreachList) {
    this.#pages = pages;
    this.#breaches = breaches;
    this.#isSeen = new Uint8Array(pages.pages);
  }

  /** The place in the spool that a page at `index` should have, if pages are moved as before. */
  placeAt(index: number): number {
    return Math.min(Math.max(index + this.#shift, 0), this.#pages.pages - 1);
  }

  /** `index` counts the pages of the PDF file from 0. The place of unnamed pages is believed. */
  page(index: number, identity: PageIdentity, place: BreachPlace): void {
    if (typeof identity !== "number") {
      this.#unnamed(index, identity, place);
      return;
    }
    const shift = identity - index;
    const wasSeen = this.#isSeen[identity] === 1;
    this.#isSeen[identity] = 1;
    if (wasSeen) {
      this.#breaches.add("verify.page-doubled", "The page is in the spool more than once.", place);
    } else if (shift !== this.#shift && shift !== this.#strayShift) {
      const message = `The page belongs to place ${identity + 1} of the spool.`;
      this.#breaches.add("verify.page-misplaced", message, place);
    }
    if (shift === this.#strayShift) this.#shift = shift;
    this.#strayShift = shift;
  }

  /** Reports everything that was not found. */
  finish({ pieceNumbers, ordinals }: Pick<PieceColumns, "pieceNumbers" | "ordinals">): void {
    const pages = this.#pages;
    for (let page = 0; page < pages.pages;) {
      const unit = pages.unitAt(page);
      const end = pages.firstPage(unit + 1);
      const missing = this.#missing(page, end);
      const isAll = missing.length === end - page;
      const kind = pages.kind(unit);
      const position = pages.value(unit);
      const named = { piece: pieceNumbers[position] ?? 0, document: ordinals[position] ?? 0 };
      const place = kind === "piece" ? named : {};
      if (isAll && kind === "piece")
        this.#breaches.add("verify.piece-missing", "The piece is not in the spool.", place);
      else if (missing.length > 0) {
        const what = kind === "piece" ? "the piece" : `the ${kind} sheet`;
        const message = `Of ${what}, ${missing.length} of ${end - page} sides are not there.`;
        this.#breaches.add("verify.page-missing", message, place);
      }
      page = end;
    }
  }

  #unnamed(index: number, identity: "foreign" | "unnamed", place: BreachPlace): void {
    if (identity === "foreign") {
      const message = "The page belongs to a document that the ledger does not have in this spool.";
      this.#breaches.add("verify.page-foreign", message, place);
      return;
    }
    this.#isSeen[this.placeAt(index)] = 1;
  }

  #missing(from: number, to: number): number[] {
    const missing: number[] = [];
    for (let page = from; page < to; page += 1) if (this.#isSeen[page] === 0) missing.push(page);
    return missing;
  }
}
