import type { Mpt } from "../../base/units.ts";
import type { Frame } from "../../model/frame.ts";
import type { Rect } from "../../model/geometry.ts";
import type { LayoutPlan } from "../../model/layout-plan.ts";
import { plainId } from "./document-pieces.ts";
import { addItems, type FrameNames, isSameFrame, type PlacedItem } from "./placed-items.ts";

/** A document's pages as one layout sets them. */
export interface SetPages {
  readonly plan: LayoutPlan;
  readonly names: FrameNames;
  readonly pages: number;
  /** Asked for in order, each once; valid until the next. */
  frame(page: number): Frame;
  /** The index of a page's master. */
  masterOf(page: number): number;
  /** Where the blocks of the flow begin, in the order of the pages. */
  readonly blocks: readonly BlockPlace[];
}

/** The top of a block on its page. */
export interface BlockPlace {
  readonly name: string;
  readonly page: number;
  readonly yMpt: Mpt;
}

export interface Place {
  readonly page: number;
  readonly xMpt: Mpt;
  readonly yMpt: Mpt;
}

interface PlaceName {
  readonly name: string;
  readonly isBox: boolean;
}

/** The masters of a document's pages, each once. */
export function mastersOf(set: Pick<SetPages, "pages" | "masterOf">): number[] {
  const pages = Array.from({ length: set.pages }, (_, page) => set.masterOf(page));
  return [...new Set(pages)];
}

/** A difference in where things are on pages, or how they look, that is no difference in words. */
export interface PageChange {
  readonly kind: "layout" | "looks" | "pages";
  /** The block or box, in the second layout. */
  readonly name: string;
  readonly before: string;
  readonly after: string;
}

/** What is known of the words of a document: what moves because of them has not moved by itself. */
export interface ChangedWords {
  readonly before: ReadonlySet<string>;
  readonly after: ReadonlySet<string>;
}

interface Moved {
  readonly from: PlacedItem;
  readonly to: PlacedItem;
}

interface Differences {
  readonly moved: readonly Moved[];
  /** The same thing, which looks otherwise. */
  readonly restyled: readonly Moved[];
  readonly onlyBefore: readonly PlacedItem[];
  readonly onlyAfter: readonly PlacedItem[];
}

/** Compares where things are on a document's pages in two layouts. */
export function comparePages(
  a: SetPages,
  b: SetPages,
  words: ChangedWords,
  toleranceMpt: Mpt,
): PageChange[] {
  const found = differences(a, b, toleranceMpt);
  const changes = artChanges(a, b, words, toleranceMpt);
  if (a.pages !== b.pages) {
    const [before, after] = [a.pages, b.pages].map((pages) => `${pages} pages`);
    changes.push({ kind: "pages", name: "", before: before ?? "", after: after ?? "" });
  }
  const scope = new OwnScope(a, b, words);
  changes.push(
    ...moveChanges(
      found.moved.filter((one) => scope.isOwn(one)),
      scope,
    ),
  );
  const alone = {
    before: found.onlyBefore.filter((item) => !scope.isOfWordsBefore(item)),
    after: found.onlyAfter.filter((item) => !scope.isOfWordsAfter(item)),
  };
  // Where a table breaks elsewhere, what it repeats there may be like something that it repeats
  // no more.
  const isBrokenAnew = alone.before.length + alone.after.length > 0;
  const restyled = found.restyled.filter((one) => !isBrokenAnew || scope.isOwn(one));
  const looks = restyled.map(({ to }) => scope.nameAfter(to));
  if (a.pages === b.pages) {
    const before = alone.before.filter((item) => scope.isBefore(item));
    const after = alone.after.filter((item) => scope.isAfter(item));
    looks.push(...before.map((item) => scope.nameBefore(item)));
    looks.push(...after.map((item) => scope.nameAfter(item)));
  }
  for (const name of new Set(looks.map((one) => one.name)))
    changes.push({ kind: "looks", name, before: "", after: "" });
  return unique(changes);
}

function unique(changes: readonly PageChange[]): PageChange[] {
  const by = new Map(changes.map((one) => [JSON.stringify(one), one]));
  return [...by.values()];
}

/** What is on the pages of both, paired by what it is, in the order of the pages. */
function differences(a: SetPages, b: SetPages, toleranceMpt: Mpt): Differences {
  const before: PlacedItem[] = [];
  const after: PlacedItem[] = [];
  const isSameNames = a.names.all === b.names.all;
  for (let page = 0; page < Math.max(a.pages, b.pages); page += 1) {
    const one = page < a.pages ? a.frame(page) : undefined;
    const other = page < b.pages ? b.frame(page) : undefined;
    if (one && other && isSameNames && isSameFrame(one, other)) continue;
    if (one !== undefined) addItems(one, page, a.names, before);
    if (other !== undefined) addItems(other, page, b.names, after);
  }
  const same = pairs(before, after, ({ key }) => key);
  const { pairs: restyled, ...alone } = pairs(
    same.onlyBefore,
    same.onlyAfter,
    (item) => item.content,
  );
  const moved = same.pairs.filter(({ from, to }) => isBeyond(from, to, toleranceMpt));
  return { moved, restyled, ...alone };
}

function isBeyond(from: Place, to: Place, toleranceMpt: Mpt): boolean {
  return (
    from.page !== to.page ||
    Math.abs(from.xMpt - to.xMpt) > toleranceMpt ||
    Math.abs(from.yMpt - to.yMpt) > toleranceMpt
  );
}

function pairs(
  before: readonly PlacedItem[],
  after: readonly PlacedItem[],
  by: (item: PlacedItem) => string,
): { pairs: Moved[]; onlyBefore: PlacedItem[]; onlyAfter: PlacedItem[] } {
  const waiting = new Map<string, { readonly items: PlacedItem[]; next: number }>();
  for (const item of before) {
    const own = waiting.get(by(item));
    if (own === undefined) waiting.set(by(item), { items: [item], next: 0 });
    else own.items.push(item);
  }
  const found: Moved[] = [];
  const onlyAfter: PlacedItem[] = [];
  for (const to of after) {
    const own = waiting.get(by(to));
    const from = own?.items[own.next];
    if (own === undefined || from === undefined) onlyAfter.push(to);
    else {
      own.next += 1;
      found.push({ from, to });
    }
  }
  const onlyBefore = [...waiting.values()].flatMap(({ items, next }) => items.slice(next));
  return { pairs: found, onlyBefore, onlyAfter };
}

/**
 * Tells what has moved, or looks otherwise, by itself from what did so because of other words: the
 * blocks with these words, and what follows them in the flow.
 */
class OwnScope {
  readonly #a: SetPages;
  readonly #b: SetPages;
  readonly #words: ChangedWords;
  /** Where the first block of the flow begins whose words changed. */
  readonly #endBefore: BlockPlace | undefined;
  readonly #endAfter: BlockPlace | undefined;

  constructor(a: SetPages, b: SetPages, words: ChangedWords) {
    this.#a = a;
    this.#b = b;
    this.#words = words;
    const before = a.blocks.find(({ name }) => words.before.has(name));
    const after = b.blocks.find(({ name }) => words.after.has(name));
    // Where one of them does not have the block, it would be where the other has it.
    this.#endBefore = before ?? after;
    this.#endAfter = after ?? before;
  }

  nameBefore(item: Place): PlaceName {
    return nameAt(this.#a, item);
  }

  nameAfter(item: Place): PlaceName {
    return nameAt(this.#b, item);
  }

  isOwn({ from, to }: Moved): boolean {
    if (!this.isBefore(from) || !this.isAfter(to)) return false;
    // What stands on every page is on more of them, or on fewer.
    return from.page === to.page || !this.nameAfter(to).isBox;
  }

  isBefore(item: Place): boolean {
    if (this.isOfWordsBefore(item)) return false;
    return this.nameBefore(item).isBox || precedes(item, this.#endBefore);
  }

  isAfter(item: Place): boolean {
    if (this.isOfWordsAfter(item)) return false;
    return this.nameAfter(item).isBox || precedes(item, this.#endAfter);
  }

  isOfWordsBefore(item: Place): boolean {
    return this.#words.before.has(this.nameBefore(item).name);
  }

  isOfWordsAfter(item: Place): boolean {
    return this.#words.after.has(this.nameAfter(item).name);
  }
}

function precedes({ page, yMpt }: Place, end: BlockPlace | undefined): boolean {
  return end === undefined || page < end.page || (page === end.page && yMpt < end.yMpt);
}

/** The box that a place is in, or the block of the flow that begins above it. */
function nameAt({ plan, blocks, ...pages }: SetPages, place: Place): PlaceName {
  const master = plan.masters[pages.masterOf(place.page)];
  if (master !== undefined && !isIn(master.body, place)) {
    const box = master.boxes.find(({ rect }) => isIn(rect, place));
    if (box !== undefined) return { name: plainId(box.id), isBox: true };
  }
  let found: BlockPlace | undefined;
  for (const block of blocks) {
    if (block.page > place.page) break;
    if (block.page < place.page || block.yMpt <= place.yMpt) found = block;
  }
  return { name: found?.name ?? "", isBox: false };
}

function isIn({ xMpt, yMpt, widthMpt, heightMpt }: Rect, place: Place): boolean {
  const [rightMpt, bottomMpt] = [xMpt + widthMpt, yMpt + heightMpt];
  const isAcross = place.xMpt >= xMpt && place.xMpt <= rightMpt;
  return isAcross && place.yMpt >= yMpt && place.yMpt <= bottomMpt;
}

/** What a box does is told box by box; of the flow, that it moved, or was set anew. */
function moveChanges(moved: readonly Moved[], scope: OwnScope): PageChange[] {
  const named = moved.map((one) => ({ one, at: scope.nameAfter(one.to) }));
  const boxes = named.filter(({ at }) => at.isBox);
  const changes = boxes.map(({ one, at }) => moveChange(at.name, wayOf(one)));
  const flow = named.filter(({ at }) => !at.isBox);
  const ways = new Set(flow.map(({ one }) => wayOf(one)));
  const [way, ...others] = ways;
  if (way !== undefined)
    changes.push(moveChange(flow[0]?.at.name ?? "", others.length > 0 ? SEVERAL_WAYS : way));
  return changes;
}

const SEVERAL_WAYS = "moved in several ways";

function moveChange(name: string, after: string): PageChange {
  return { kind: "layout", name, before: "", after };
}

/** How something moved, such as `1.0 pt right, 2.5 pt up`. */
function wayOf({ from, to }: { readonly from: Place; readonly to: Place }): string {
  const ways = [
    inWords(to.xMpt - from.xMpt, "right", "left"),
    inWords(to.yMpt - from.yMpt, "down", "up"),
    ...(to.page === from.page ? [] : ["to another page"]),
  ];
  return ways.filter((way) => way !== "").join(", ");
}

function inWords(mpt: Mpt, on: string, back: string): string {
  const points = (Math.abs(mpt) / MPT_PER_POINT).toFixed(1);
  return points === "0.0" ? "" : `${points} pt ${mpt > 0 ? on : back}`;
}

const MPT_PER_POINT = 1000;

/** Static boxes are no part of frames: they are painted once, as the art of their master. */
function artChanges(
  a: SetPages,
  b: SetPages,
  words: ChangedWords,
  toleranceMpt: Mpt,
): PageChange[] {
  return mastersOf(b).flatMap((master) => {
    if (a.names.art[master] === b.names.art[master]) return [];
    const boxes = b.plan.masters[master]?.boxes ?? [];
    const own = a.plan.masters[master]?.boxes ?? [];
    const changes = boxes.flatMap(({ id, rect, isStatic }, index): PageChange[] => {
      const before = own.find((box) => box.id === id) ?? own[index];
      if (before === undefined || !isStatic) return [];
      const [from, to] = [before.rect, rect].map((one) => ({ ...one, page: 0 }));
      if (from === undefined || to === undefined || !isBeyond(from, to, toleranceMpt)) return [];
      return [moveChange(plainId(id), wayOf({ from, to }))];
    });
    const isOfWords = [...own, ...boxes].some(({ id }) => {
      const name = plainId(id);
      return words.before.has(name) || words.after.has(name);
    });
    if (changes.length > 0 || isOfWords) return changes;
    const name = b.plan.masters[master]?.name ?? "";
    return [{ kind: "looks", name, before: "", after: "" }];
  });
}
