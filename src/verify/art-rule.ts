import type { VerifiedMaster, VerifySetup } from "../model/verification.ts";
import { pageTurn } from "./content/composed-grammar.ts";
import type { DocumentToken } from "./content/document-token.ts";
import { isFront, masterAt, type SheetRule } from "./sheet-rule.ts";

type Variant = NonNullable<VerifiedMaster["variant"]>;
type Setup = Pick<VerifySetup, "masters" | "papers" | "appendsPages">;

/** What a page without art draws of it. */
const NO_ART = "no art";
const CPT = 10;

/**
 * Which masters a page can have by its number and its side, told by their static art and by how the
 * page lies on its sheet. The data decide about those with a condition and those that blocks ask
 * for, so that one of several is right there.
 */
export class ArtRule {
  readonly #masters: readonly VerifiedMaster[];
  readonly #appendsPages: boolean;
  readonly #rule: SheetRule;
  /** How a landscape page is moved after its turn: by the width of the sheet. */
  readonly #turned: string;
  /** By document's pages, and by page: what is right there. */
  readonly #known = new Map<number, ReadonlySet<string>[]>();

  constructor({ masters, papers, appendsPages = false }: Setup, rule: SheetRule) {
    this.#masters = masters;
    this.#appendsPages = appendsPages;
    this.#rule = rule;
    this.#turned = turnedBy(Math.round((papers[0]?.widthMpt ?? 0) / CPT));
  }

  /**
   * What is wrong with a page of these bytes that draws these names; undefined if nothing is. In
   * large print, which undefined leaves open, masters have art of their own behind all others.
   */
  fault(
    { page, pages }: DocumentToken,
    drawn: string,
    text: string,
    isLarge: boolean | undefined,
  ): string | undefined {
    const art = artIn(drawn);
    const own = isLarge === false ? art : this.#usual(art, isLarge);
    const turn = pageTurn(text);
    const turned = turn === undefined ? "" : turnedBy(turn);
    const right = this.#rightLooks(pages)[page - 1];
    if (right === undefined || right.has(own + turned)) return undefined;
    const print = isLarge === true ? " in large print" : "";
    const wanted = [...right].join(" or ");
    return `Page ${page} of ${pages} has ${art}${turned}, but its master${print} has ${wanted}.`;
  }

  /** The art in usual print for that in large print; other art has none there. */
  #usual(art: string, isLarge: boolean | undefined): string {
    const number = Number(/^the art A(\d+)$/.exec(art)?.[1] ?? -1);
    const usual = number - this.#masters.length;
    if (usual >= 0) return artNamed(`A${usual}`);
    return isLarge === true && number >= 0 ? "" : art;
  }

  #rightLooks(pages: number): ReadonlySet<string>[] {
    const known = this.#known.get(pages);
    if (known !== undefined) return known;
    const { sides } = this.#rule.layout(pages);
    const made = sides.map((side, page) => new Set(this.#looksOf(page, pages, isFront(side))));
    this.#known.set(pages, made);
    return made;
  }

  *#looksOf(page: number, pages: number, isOnFront: boolean): Iterable<string> {
    if (this.#appendsPages && page > 0) yield NO_ART;
    const place = masterAt(this.#masters, page, pages);
    yield* this.#looksInPlace(place, page, isOnFront);
    // What asks for pages of its own is neither on the first one nor on one that ends documents.
    if (page === 0 || this.#masters[place]?.isLast === true) return;
    for (const [index, { isNamed }] of this.#masters.entries())
      if (isNamed === true) yield* this.#looksInPlace(index, page, isOnFront);
  }

  /** Of a master, or of those that stand in for it. */
  *#looksInPlace(place: number, page: number, isOnFront: boolean): Iterable<string> {
    for (const [index, { variant }] of this.#masters.entries()) {
      if (variant?.of !== place || !isFor(variant, page, isOnFront)) continue;
      yield this.#lookOf(index);
      // One without a condition leaves none of these pages to those after it.
      if (!variant.isConditional) return;
    }
    yield this.#lookOf(place);
  }

  #lookOf(index: number): string {
    const { hasArt, isLandscape } = this.#masters[index] ?? {};
    const art = hasArt === true ? artNamed(`A${index}`) : NO_ART;
    return art + (isLandscape === true ? this.#turned : "");
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
  return artNamed(
    drawn
      .split(" ")
      .filter((name) => name.startsWith("A"))
      .join(" "),
  );
}

function artNamed(name: string): string {
  return `the art ${name}`;
}

function turnedBy(widthCpt: number): string {
  return `, turned to the left on ${widthCpt / 100} pt`;
}
