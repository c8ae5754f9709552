import { type Diagnostic, diagnostic } from "../base/diagnostic.ts";
import type { Mpt } from "../base/units.ts";
import {
  IMB_CLEAR_EDGE_MPT,
  IMB_CLEAR_SIDE_MPT,
  IMB_HEIGHT_MPT,
  IMB_WIDTH_MPT,
} from "../barcode/imb-geometry.ts";
import type { Rect } from "../model/geometry.ts";
import { addressZone, type Envelope } from "../model/stock.ts";

/** Where the parts of the address block are on a piece's first page. */
export interface AddressPlace {
  /** The Intelligent Mail barcode, above the lines; its space is kept even if none is drawn. */
  readonly barcode: Rect;
  /** The lines. */
  readonly text: Rect;
}

/** A lower window is of no use: three lines of seven points. */
const TEXT_HEIGHT_MIN_MPT: Mpt = 3 * 7000;

/**
 * Divides the address zone of an envelope. The barcode keeps its clear zones to the window's edge
 * in every position of the insert (USPS Quick Service Guide 201a: 0.125 in at the sides, 0.028 in
 * above and below), and is directly above the lines (at most 0.625 in are allowed). Of other posts
 * the lines have all of the zone.
 */
export function addressPlace(envelope: Envelope): AddressPlace {
  const zone = addressZone(envelope);
  if (envelope.post !== undefined)
    return { barcode: { ...zone, widthMpt: 0, heightMpt: 0 }, text: zone };
  const sideMpt = Math.max(0, IMB_CLEAR_SIDE_MPT - envelope.clear.leftMpt);
  const edgeMpt = Math.max(0, IMB_CLEAR_EDGE_MPT - envelope.clear.topMpt);
  const xMpt = zone.xMpt + sideMpt;
  const yMpt = zone.yMpt + edgeMpt;
  const aboveTextMpt = edgeMpt + IMB_HEIGHT_MPT + IMB_CLEAR_EDGE_MPT;
  return {
    barcode: { xMpt, yMpt, widthMpt: IMB_WIDTH_MPT, heightMpt: IMB_HEIGHT_MPT },
    text: {
      xMpt,
      yMpt: zone.yMpt + aboveTextMpt,
      widthMpt: zone.widthMpt - sideMpt,
      heightMpt: zone.heightMpt - aboveTextMpt,
    },
  };
}

/**
 * Whether an envelope's window can show a barcode and three lines in every position of the insert.
 */
export function checkEnvelope(envelope: Envelope): Diagnostic[] {
  const zone = addressZone(envelope);
  const { text, barcode } = addressPlace(envelope);
  const rightMpt = Math.max(0, IMB_CLEAR_SIDE_MPT - envelope.clear.rightMpt);
  const isOwn = envelope.post !== undefined;
  const isWide = isOwn || zone.widthMpt >= barcode.xMpt - zone.xMpt + IMB_WIDTH_MPT + rightMpt;
  if (isWide && text.heightMpt >= TEXT_HEIGHT_MIN_MPT) return [];
  const message =
    `The window of envelope ${envelope.name} has no room for an Intelligent Mail barcode and ` +
    "three lines after deducting the play of the insert.";
  const hint = "Use a larger window, or a sheet that moves less in its envelope.";
  return [diagnostic("mail.window-too-small", message, { hint })];
}
