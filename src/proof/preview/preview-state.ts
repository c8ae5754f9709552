import type { Severity } from "../../base/diagnostic.ts";
import type { Mpt } from "../../base/units.ts";
import type { PageMap } from "../../compose/page-map.ts";
import type { MessageChannel } from "../../model/channel.ts";
import type { Rect } from "../../model/geometry.ts";
import type { PageGuide } from "./page-guides.ts";

/** Lines of a file of the layout, around the one that matters. */
export interface SourceExcerpt {
  /** From the layout's folder if it is within it. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** The number of the first of `lines`. */
  readonly firstLine: number;
  readonly lines: readonly string[];
}

/** A finding as people are shown it, with the lines that it is about. */
export interface Problem {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly hint?: string;
  /** What of the letter it keeps back: `layout`, or a channel. */
  readonly on: string;
  readonly block?: string;
  /** The field of the record that it is about. */
  readonly field?: string;
  readonly excerpt?: SourceExcerpt;
}

/** A record that the layout can be looked at with. */
export interface PreviewCase {
  readonly name: string;
  readonly kind: "record" | "sample" | "generated";
  readonly why: string;
}

/** What is looked at. */
export interface PreviewState {
  /** Grows with each change of the layout's files. */
  readonly version: number;
  readonly layout: string;
  readonly folder: string;
  readonly asOf: string;
  readonly isMasked: boolean;
  /** Of the layout. With an error it cannot be opened: what is shown then is how it last was. */
  readonly problems: readonly Problem[];
  /** Whether there is anything to show. */
  readonly isOpen: boolean;
  readonly cases: readonly PreviewCase[];
  /** The case to begin with. */
  readonly firstCase: string;
  readonly channels: readonly string[];
  readonly paper: { readonly widthMpt: Mpt; readonly heightMpt: Mpt };
}

/** A message as it is read, without its HTML. */
export interface PreviewMessage {
  readonly to: string;
  readonly subject?: string;
  readonly text: string;
  readonly segments?: number;
}

/** A block or box of a page, and where it is written. */
export interface PageBlock {
  readonly id: string;
  readonly rect: Rect;
  readonly file: string;
  readonly line: number;
}

/** What is known of a page beside its picture. */
export interface PreviewPage extends Pick<PageMap, "widthMpt" | "heightMpt" | "baselines"> {
  readonly guides: readonly PageGuide[];
  /** Smaller ones, which lie in others, come last. */
  readonly blocks: readonly PageBlock[];
}

/** One case on all channels. */
export interface PreviewLetter {
  readonly version: number;
  readonly case: string;
  readonly pages: readonly PreviewPage[];
  readonly problems: readonly Problem[];
  readonly messages: Readonly<Partial<Record<MessageChannel, PreviewMessage>>>;
}
