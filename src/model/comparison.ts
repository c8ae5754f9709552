import type { Channel } from "./channel.ts";

/**
 * What differs in a document. Of its texts: gone, new, reworded, moved to another place, or the
 * same words with another value. Of its pages: moved, looks, how many. Of the whole: its channels,
 * and whether it can go out at all.
 */
export const CHANGE_KINDS = [
  "gone",
  "new",
  "reworded",
  "moved-text",
  "value",
  "layout",
  "looks",
  "pages",
  "channel",
  "refused",
  "stored",
] as const;
export type ChangeKind = (typeof CHANGE_KINDS)[number];

/** Equal changes of several documents: `compare.json` lists them, the most frequent first. */
export interface ChangeGroup {
  /** Made of the kind and of what is there before and after: the same in every comparison. */
  readonly id: string;
  readonly kind: ChangeKind;
  /** Wording, with the names of values in braces; or what else there was. No value of a record. */
  readonly before: string;
  readonly after: string;
  /** Of values: which. */
  readonly names?: readonly string[];
  /** Blocks or boxes, with the files and lines that say them. */
  readonly places: readonly string[];
  readonly documents: number;
  readonly channels: Readonly<Partial<Record<Channel, number>>>;
  readonly isApproved?: true;
  readonly examples: readonly ChangeExample[];
}

export interface ChangeExample {
  readonly document: string;
  readonly channel: Channel;
  /** What the documents say, values included, or masked ones. */
  readonly before: string;
  readonly after: string;
}

/** What is compared: a layout, a run or a proof set. */
export interface ComparedSide {
  readonly name: string;
  readonly layout: string;
  readonly layoutSha256: string;
  readonly program?: string;
}

export interface Comparison {
  readonly format: "nightpress-comparison-1";
  readonly of: "layouts" | "runs" | "proof-sets";
  readonly before: ComparedSide;
  readonly after: ComparedSide;
  readonly tolerancePt: number;
  readonly isMasked?: true;
  /** How many are on both sides, on one alone, and how many of those on both differ. */
  readonly documents: {
    readonly both: number;
    readonly onlyBefore: number;
    readonly onlyAfter: number;
    readonly changed: number;
  };
  /** What the comparison could not look at, and why. */
  readonly notes: readonly string[];
  readonly groups: readonly ChangeGroup[];
  /** Changes of kinds beyond the most that are told apart. */
  readonly ungrouped: number;
  /** Approved changes that did not occur. */
  readonly notFound: readonly string[];
}
