import type { Mpt } from "../base/units.ts";
import type { BlockBase, Span } from "./block.ts";
import type { BoundHrefs, BoundSpans } from "./document.ts";
import type { Expr } from "./expr.ts";
import type { TextAlign } from "./geometry.ts";

/** What stands before the items of a list: the same text, or a number in some form. */
export type ListMarker =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: ListNumbering; readonly before: string; readonly after: string };

export type ListNumbering =
  "decimal" | "lower-alpha" | "upper-alpha" | "lower-roman" | "upper-roman";

/** The items of a list, or of one within an item. */
export interface ListPlan {
  readonly marker: ListMarker;
  readonly markerStyle: number;
  /** The number of the first item. */
  readonly start: number;
  /** How far the items' text is set in. */
  readonly indentMpt: Mpt;
  readonly gapMpt: Mpt;
  readonly align: TextAlign;
  readonly items: readonly ListItem[];
}

export interface ListItem {
  readonly spans: readonly Span[];
  readonly when?: Expr;
  readonly list?: ListPlan;
}

export interface ListBlock extends BlockBase {
  readonly kind: "list";
  readonly list: ListPlan;
}

/** The items of a list that a record is shown. */
export interface BoundItems {
  readonly list: ListPlan;
  readonly items: readonly BoundItem[];
}

export interface BoundItem {
  readonly item: ListItem;
  /** Its bullet, or its number among the items shown. */
  readonly marker: string;
  readonly texts: BoundSpans;
  readonly hrefs?: BoundHrefs;
  readonly items?: BoundItems;
}

export interface BoundList {
  readonly kind: "list";
  readonly block: ListBlock;
  readonly items: BoundItems;
}
