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
}

/** A window envelope as data. `window` lies on the folded sheet in its nominal position. */
export interface Envelope {
  readonly name: string;
  readonly window: Rect;
  /** How far the insert can move each way from its nominal position. */
  readonly playXMpt: Mpt;
  readonly playYMpt: Mpt;
  /** Free space wanted between what is seen and the window's edge, in every position. */
  readonly clearMpt: Mpt;
  readonly sheetsMax: number;
}

/** The part of the window that stays visible, clear of the edge, wherever the insert lies. */
export function addressZone(envelope: Envelope): Rect {
  const insetX = envelope.playXMpt + envelope.clearMpt;
  const insetY = envelope.playYMpt + envelope.clearMpt;
  const { window } = envelope;
  return {
    xMpt: window.xMpt + insetX,
    yMpt: window.yMpt + insetY,
    widthMpt: window.widthMpt - 2 * insetX,
    heightMpt: window.heightMpt - 2 * insetY,
  };
}

/** All that the window can show in some position: nothing but the address may stand here. */
export function windowSweep(envelope: Envelope): Rect {
  const { window, playXMpt, playYMpt } = envelope;
  return {
    xMpt: window.xMpt - playXMpt,
    yMpt: window.yMpt - playYMpt,
    widthMpt: window.widthMpt + 2 * playXMpt,
    heightMpt: window.heightMpt + 2 * playYMpt,
  };
}
