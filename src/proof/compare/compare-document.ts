import type { Mpt } from "../../base/units.ts";
import { type Channel, isMessageChannel, type MessageChannel } from "../../model/channel.ts";
import type { ChangeKind } from "../../model/comparison.ts";
import type { CustomerRecord } from "../../model/record.ts";
import { comparePages, mastersOf } from "./compare-pages.ts";
import { PieceComparer, type TextChange } from "./compare-pieces.ts";
import type { LayoutView, ViewedPages, ViewedRecord } from "./layout-view.ts";

/** A difference between what two layouts make of a record, on one channel. */
export interface DocumentChange extends Omit<TextChange, "kind"> {
  readonly channel: Channel;
  readonly kind: ChangeKind;
  /** Of print: the pages where it is, from 0. */
  readonly pageBefore: number;
  readonly pageAfter: number;
}

/** Compares what two layouts make of the same records. */
export class DocumentComparer {
  readonly #a: LayoutView;
  readonly #b: LayoutView;
  readonly #toleranceMpt: Mpt;
  readonly #texts = new PieceComparer();

  constructor(a: LayoutView, b: LayoutView, toleranceMpt: Mpt) {
    this.#a = a;
    this.#b = b;
    this.#toleranceMpt = toleranceMpt;
  }

  compare(record: CustomerRecord, channels: readonly Channel[]): DocumentChange[] {
    const [a, b] = [this.#a.bind(record), this.#b.bind(record)];
    if ("faults" in a || "faults" in b) {
      const [before, after] = [a, b].map((one) => ("faults" in one ? one.faults : []));
      return refused(channels[0] ?? "print", before ?? [], after ?? []);
    }
    return channels.flatMap((channel) =>
      isMessageChannel(channel) ? this.#message(a, b, channel) : this.#print(a, b),
    );
  }

  #print(a: ViewedRecord, b: ViewedRecord): DocumentChange[] {
    const [before, after] = [this.#a.print(a), this.#b.print(b)];
    const unset = refused("print", before.faults(), after.faults());
    if (before.pages === 0 || after.pages === 0) return unset;
    // The boxes of a page that only one of them has go with that page.
    const own = new Set(mastersOf(after));
    const masters = mastersOf(before).filter((master) => own.has(master));
    const texts = this.#texts.compare(before.pieces(masters), after.pieces(masters));
    const words = { before: blocksOf(texts, "before"), after: blocksOf(texts, "after") };
    const pages = comparePages(before, after, words, this.#toleranceMpt).map(
      ({ kind, name, before: from, after: to }) => otherChange("print", kind, from, to, name),
    );
    const all = [...texts.map(textChange("print")), ...pages, ...overflow(before, after)];
    if (this.#a.paper !== this.#b.paper)
      all.push(otherChange("print", "layout", "", "paper, envelope or address", "print"));
    return all.map((change) => ({
      ...change,
      pageBefore: pageOf(before, change.blocksBefore),
      pageAfter: pageOf(after, change.blocksAfter),
    }));
  }

  #message(a: ViewedRecord, b: ViewedRecord, channel: MessageChannel): DocumentChange[] {
    const texts = this.#texts.compare(this.#a.said(a, channel), this.#b.said(b, channel));
    const isSame = texts.length === 0;
    if (isSame && this.#a.shell === this.#b.shell) return [];
    const [before, after] = [this.#a.show(a, channel), this.#b.show(b, channel)];
    const [from, to] = [before, after].map((one) => one?.diagnostics.map(({ code }) => code) ?? []);
    const changes = [...texts.map(textChange(channel)), ...refused(channel, from ?? [], to ?? [])];
    const [parts, others] = [before?.segments ?? 0, after?.segments ?? 0];
    if (parts !== others && parts > 0 && others > 0)
      changes.push(otherChange(channel, "pages", `${parts} parts`, `${others} parts`));
    if (isSame && before?.html !== after?.html)
      changes.push(otherChange(channel, "looks", "", "the whole e-mail"));
    return changes;
  }
}

/** The page of the flow that has the first of the blocks; else, of boxes, the first. */
function pageOf({ blocks }: ViewedPages, names: readonly string[]): number {
  return blocks.find(({ name }) => names.includes(name))?.page ?? 0;
}

/** Faults of boxes are known once the pages were made. */
function overflow(before: ViewedPages, after: ViewedPages): DocumentChange[] {
  return refused("print", before.faults(), after.faults());
}

function refused(
  channel: Channel,
  before: readonly string[],
  after: readonly string[],
): DocumentChange[] {
  const [from, to] = [before, after].map((codes) => [...new Set(codes)].sort().join(", "));
  if (from === undefined || to === undefined || from === to) return [];
  return [otherChange(channel, "refused", from, to)];
}

function blocksOf(texts: readonly TextChange[], side: "before" | "after"): Set<string> {
  return new Set(
    texts.flatMap(({ blocksBefore, blocksAfter }) =>
      side === "before" ? blocksBefore : blocksAfter,
    ),
  );
}

export function textChange(channel: Channel): (change: TextChange) => DocumentChange {
  return ({ kind, ...rest }) => ({
    ...rest,
    ...FIRST_PAGE,
    channel,
    kind: kind === "moved" ? "moved-text" : kind,
  });
}

const FIRST_PAGE = { pageBefore: 0, pageAfter: 0 };

/** A change that is in no text; `block` is where it is. */
export function otherChange(
  channel: Channel,
  kind: ChangeKind,
  before: string,
  after: string,
  block = "",
): DocumentChange {
  const names = block === "" ? [] : [block];
  const texts = { textBefore: before, textAfter: after };
  const blocks = { blocksBefore: names, blocksAfter: names };
  return { channel, kind, before, after, names, ...blocks, ...texts, ...FIRST_PAGE };
}
