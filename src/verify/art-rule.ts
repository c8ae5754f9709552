import type { VerifiedMaster, VerifySetup } from "../model/verification.ts";
import type { DocumentToken } from "./content/document-token.ts";
import { isFront, masterAt, type SheetRule } from "./sheet-rule.ts";

type Variant = NonNullable<VerifiedMaster["variant"]>;
type Setup = Pick<VerifySetup, "masters" | "appendsPages">;

/** What a page without art draws of it. */
const NO_ART = "";

/**
 * Which masters a page can have by its number and its side, told by their static art. The data
 * decide about those with a condition, so that one of several is right there.
 */
export class ArtRule {
  readonly #masters: readonly VerifiedMaster[];
  readonly #appendsPages: boolean;
  readonly #rule: SheetRule;
  /** By document's pages, and by page: names of art that is right there. */
  readonly #known = new Map<number, ReadonlySet<string>[]>();

  constructor({ masters, appendsPages = false }: Setup, rule: SheetRule) {
    this.#masters = masters;
    this.#appendsPages = appendsPages;
    this.#rule = rule;
  }

  /** What is wrong with a page that draws these names; undefined if nothing is. */
  fault({ page, pages }: DocumentToken, drawn: string): string | undefined {
    const art = artIn(drawn);
    const right = this.#rightArt(pages)[page - 1];
    if (right === undefined || right.has(art)) return undefined;
    const found = art === NO_ART ? "no art of a master" : `the art ${art}`;
    const wanted = [...right].map((name) => (name === NO_ART ? "none" : name)).join(" or ");
    return `Page ${page} of ${pages} draws ${found}, but its master has ${wanted}.`;
  }

  #rightArt(pages: number): ReadonlySet<string>[] {
    const known = this.#known.get(pages);
    if (known !== undefined) return known;
    const { sides } = this.#rule.layout(pages);
    const made = sides.map((side, page) => new Set(this.#artOf(page, pages, isFront(side))));
    this.#known.set(pages, made);
    return made;
  }

  *#artOf(page: number, pages: number, isOnFront: boolean): Iterable<string> {
    if (this.#appendsPages && page > 0) yield NO_ART;
    const place = masterAt(this.#masters, page, pages);
    for (const [index, { variant }] of this.#masters.entries()) {
      if (variant?.of !== place || !isFor(variant, page, isOnFront)) continue;
      yield this.#nameOf(index);
      // One without a condition leaves none of these pages to those after it.
      if (!variant.isConditional) return;
    }
    yield this.#nameOf(place);
  }

  #nameOf(index: number): string {
    return this.#masters[index]?.hasArt === true ? `A${index}` : NO_ART;
  }
}

function isFor({ on }: Variant, page: number, isOnFront: boolean): boolean {
  if (on === "back") return !isOnFront;
  // Pages are numbered from 1 where people count them.
  return on === undefined || ((page + 1) % 2 === 1 ? "odd" : "even") === on;
}

/** The art among the names of what a page draws; several are no art of any master. */
function artIn(drawn: string): string {
  if (!drawn.includes("A")) return NO_ART;
  return drawn
    .split(" ")
    .filter((name) => name.startsWith("A"))
    .join(" ");
}
