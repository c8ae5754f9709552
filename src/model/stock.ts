import type { Mpt } from "../base/units.ts";
import type { Rect } from "./geometry.ts";

/** Paper as data. */
export interface Stock {
  readonly name: string;
  readonly widthMpt: Mpt;
  readonly heightMpt: Mpt;
  readonly duplex: boolean;
  readonly weightGsm: number;
  readonly thicknessMicrons: number;
  /** No ink within this distance of any edge. */
  readonly noPrintEdgeMpt: Mpt;
  /** Where the Data Matrix and the page token stand on every page; kept free by layouts. */
  readonly markStrip: Rect;
  /** What the press calls the paper or its tray; the stock's name where none is given. */
  readonly tray?: string;
  readonly perforation?: Perforation;
  /** The file of what is printed on its front already, see `LayoutPlan.underlays`. */
  readonly underlay?: string;
  /** Areas that no layout may print on, such as a logo that is printed already. */
  readonly reserved?: readonly ReservedArea[];
}

/** A line of holes across the sheet. */
export interface Perforation {
  /** From the top of the sheet. */
  readonly yMpt: Mpt;
  /** How near to it, above and below, nothing may be printed. */
  readonly clearMpt: Mpt;
}

export interface ReservedArea {
  readonly name: string;
  readonly rect: Rect;
}

/** How far a folded sheet can slide in its envelope, each way. */
export interface Play {
  readonly upMpt: Mpt;
  readonly downMpt: Mpt;
  readonly leftMpt: Mpt;
  readonly rightMpt: Mpt;
}

/** Distances from the edges of a rectangle. */
export interface Margins {
  readonly topMpt: Mpt;
  readonly bottomMpt: Mpt;
  readonly leftMpt: Mpt;
  readonly rightMpt: Mpt;
}

/** Whose rules an envelope's window keeps; the first is the default. */
export const POSTS = ["usps", "deutsche-post", "swiss-post", "other"] as const;
export type Post = (typeof POSTS)[number];

/** A window envelope as data. `window` lies on the folded sheet in its nominal position. */
export interface Envelope {
  readonly name: string;
  readonly window: Rect;
  /** How far the insert can move from its nominal position. */
  readonly play: Play;
  /** Free space wanted between what is seen and the window's edges, in every position. */
  readonly clear: Margins;
  readonly sheetsMax: number;
  /** Room at the top of the address zone for the sender's line, where the layout has one. */
  readonly senderMpt?: Mpt;
  /** USPS where it is absent: then an Intelligent Mail barcode has its place above the address. */
  readonly post?: Exclude<Post, "usps">;
  /** Where the sheet is folded, from its top, ascending; absent if it stays flat. */
  readonly foldsMpt?: readonly Mpt[];
  /** Of the empty envelope. */
  readonly weightMg?: number;
  readonly thicknessMicrons?: number;
  /** What a whole piece, envelope included, may weigh and be thick. */
  readonly weightMaxMg?: number;
  readonly thicknessMaxMicrons?: number;
}

/** The name that the press knows a stock by. */
export function trayOf({ tray, name }: Stock): string {
  return tray ?? name;
}

/** Where no ink may come near a perforation, over the whole width of the sheet. */
export function perforationBand({ widthMpt }: Stock, { yMpt, clearMpt }: Perforation): Rect {
  return { xMpt: 0, yMpt: yMpt - clearMpt, widthMpt, heightMpt: 2 * clearMpt };
}

/** The part of the window that stays visible, clear of the edge, wherever the insert lies. */
export function addressZone({ window, play, clear, senderMpt = 0 }: Envelope): Rect {
  const leftMpt = play.leftMpt + clear.leftMpt;
  const topMpt = play.upMpt + clear.topMpt + senderMpt;
  return {
    xMpt: window.xMpt + leftMpt,
    yMpt: window.yMpt + topMpt,
    widthMpt: window.widthMpt - leftMpt - play.rightMpt - clear.rightMpt,
    heightMpt: window.heightMpt - topMpt - play.downMpt - clear.bottomMpt,
  };
}

/** All that the window can show in some position: nothing but the address may stand here. */
export function windowSweep({ window, play }: Envelope): Rect {
  // A sheet that has slid to the right shows what stands further left.
  return {
    xMpt: window.xMpt - play.rightMpt,
    yMpt: window.yMpt - play.downMpt,
    widthMpt: window.widthMpt + play.leftMpt + play.rightMpt,
    heightMpt: window.heightMpt + play.upMpt + play.downMpt,
  };
}
