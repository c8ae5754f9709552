import { sha256 } from "../../base/hash.ts";
import { keysOf } from "../../base/keys-of.ts";
import type { Channel } from "../../model/channel.ts";
import type { ChangeExample, ChangeGroup } from "../../model/comparison.ts";
import type { LayoutPlan } from "../../model/layout-plan.ts";
import type { CustomerRecord } from "../../model/record.ts";
import type { DocumentChange } from "./compare-document.ts";

/** A document as it is told to people, and its record, where there is one. */
export interface ComparedDocument {
  /** Its key; where values are masked, its number. */
  readonly label: string;
  readonly record?: CustomerRecord;
}

/** An example with what it takes to draw its pages. */
export interface KeptExample extends ChangeExample {
  readonly record?: CustomerRecord;
  /** Of print: where on either side it is, from 0. */
  readonly pageBefore: number;
  readonly pageAfter: number;
}

export interface KeptGroup extends Omit<ChangeGroup, "examples"> {
  readonly examples: readonly KeptExample[];
}

interface OpenGroup extends Pick<ChangeGroup, "id" | "kind" | "before" | "after"> {
  readonly names?: readonly string[];
  readonly places: Set<string>;
  readonly examples: KeptExample[];
  documents: number;
  lastDocument: number;
  readonly channels: Partial<Record<Channel, number>>;
}

/** So many groups are told apart: a comparison with more is of things with little in common. */
const GROUPS_MAX = 1000;
const EXAMPLES = 3;
const ID_DIGITS = 16;

/** Gathers equal changes of documents, which come one by one. */
export class ChangeBook {
  readonly #groups = new Map<string, OpenGroup>();
  readonly #placesOf: (change: DocumentChange) => readonly string[];
  changed = 0;
  /** Changes that are in no group. */
  ungrouped = 0;

  constructor(placesOf: (change: DocumentChange) => readonly string[]) {
    this.#placesOf = placesOf;
  }

  /** Gives the ids of the groups that the document is in, in order. */
  add(document: ComparedDocument, changes: readonly DocumentChange[]): readonly string[] {
    if (changes.length === 0) return [];
    this.changed += 1;
    const ids = new Set<string>();
    const seen = new Set<string>();
    for (const change of changes) {
      const group = this.#groupOf(change);
      if (group === undefined) {
        this.ungrouped += 1;
        continue;
      }
      ids.add(group.id);
      const { channel } = change;
      if (!seen.has(`${group.id} ${channel}`))
        group.channels[channel] = (group.channels[channel] ?? 0) + 1;
      seen.add(`${group.id} ${channel}`);
      this.#book(group, document, change);
    }
    return [...ids];
  }

  /** The most frequent first, and else in the order in which they were found. */
  groups(): KeptGroup[] {
    const all = [...this.#groups.values()].sort((a, b) => b.documents - a.documents);
    return all.map(({ places, lastDocument: _last, ...group }) => ({
      ...group,
      places: [...places],
    }));
  }

  #groupOf(change: DocumentChange): OpenGroup | undefined {
    const id = groupId(change);
    const known = this.#groups.get(id);
    if (known !== undefined || this.#groups.size >= GROUPS_MAX) return known;
    const { kind, before, after, names } = change;
    const group: OpenGroup = {
      id,
      kind,
      before,
      after,
      ...(names.length > 0 && { names }),
      places: new Set(),
      examples: [],
      documents: 0,
      lastDocument: 0,
      channels: {},
    };
    this.#groups.set(id, group);
    return group;
  }

  #book(group: OpenGroup, { label, record }: ComparedDocument, change: DocumentChange): void {
    if (group.lastDocument === this.changed) return;
    group.lastDocument = this.changed;
    group.documents += 1;
    if (group.examples.length >= EXAMPLES) return;
    for (const place of this.#placesOf(change)) group.places.add(place);
    const { channel, textBefore: before, textAfter: after, pageBefore, pageAfter } = change;
    const example = { document: label, channel, before, after, pageBefore, pageAfter };
    group.examples.push({ ...example, ...(record && { record }) });
  }
}

function groupId({ kind, before, after, names }: DocumentChange): string {
  return sha256(JSON.stringify([kind, before, after, names])).slice(0, ID_DIGITS);
}

/** Says of blocks where the layouts' files have them. */
export function placesIn(
  a: LayoutPlan,
  b: LayoutPlan,
): (change: Pick<DocumentChange, "blocksBefore" | "blocksAfter">) => string[] {
  return ({ blocksBefore, blocksAfter }) => {
    const [before] = blocksBefore;
    const [after] = blocksAfter;
    const texts = after === undefined ? [placeOf(a, before)] : [placeOf(b, after)];
    return texts.filter((text) => text !== "");
  };
}

function placeOf({ places = {} }: LayoutPlan, block = ""): string {
  if (block === "") return "";
  const known = places[block] ?? placeAbove(places, block);
  if (known === undefined) return block;
  return `${block} (${known.file.slice(known.file.lastIndexOf("/") + 1)}:${known.line})`;
}

/** The place of the innermost block that has one. */
function placeAbove(
  places: NonNullable<LayoutPlan["places"]>,
  block: string,
): NonNullable<LayoutPlan["places"]>[string] | undefined {
  const name = keysOf(places)
    .filter((one) => block.startsWith(`${one}.`))
    .sort((one, other) => other.length - one.length)[0];
  return name === undefined ? undefined : places[name];
}
