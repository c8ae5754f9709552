import type { Mpt } from "../base/units.ts";
import type { Rect } from "../model/geometry.ts";
import type { VerifySetup } from "../model/verification.ts";
import type { PlacedRect } from "./content/overlay-scan.ts";

/** A length in millipoints as written in content streams, in hundredths of a point. */
export function cpt(lengthMpt: Mpt): number {
  return Math.round(lengthMpt / 10);
}

const MODULES = 18;
/** 0.02 in; less if the strip is lower than the symbol with its quiet zone. */
const MODULE_MAX_MPT: Mpt = 1440;
const TOKEN_GAP_MPT: Mpt = 3000;
/** USPS-B-3200 and Quick Service Guide 201a: 22 bars per inch, 0.145 in high, and clear zones. */
const IMB_WIDTH_MPT: Mpt = Math.round(((64 * 9 + 4) / 9 / 22) * 72_000);
const IMB_HEIGHT_MPT: Mpt = 10_440;
const CLEAR_SIDE_MPT: Mpt = 9000;
const CLEAR_EDGE_MPT: Mpt = 2016;

/**
 * Where the marks, the address and the name of a side must be, derived from the layout's paper and
 * envelope only. The verifier's own statement: see the README of the layouts.
 */
export interface PrintPlaces {
  readonly paper: Rect;
  readonly matrix: PlacedRect;
  readonly imb: PlacedRect;
  /** For the name of a side; its text is centred over the height. */
  readonly token: Rect;
  /** For the lines of the address. */
  readonly address: Rect;
  /** Where SPECIMEN must not reach. */
  readonly kept: readonly Rect[];
  /** The printable area. */
  readonly printable: PlacedRect;
}

export function printPlaces({ print, furniturePaper }: VerifySetup): PrintPlaces {
  const { widthMpt, heightMpt } = furniturePaper;
  const { markStrip, noPrintEdgeMpt: edge } = print;
  const module = Math.min(MODULE_MAX_MPT, Math.floor(markStrip.heightMpt / (MODULES + 2)));
  const side = MODULES * module;
  const matrix = {
    xMpt: markStrip.xMpt + module,
    yMpt: markStrip.yMpt + Math.floor((markStrip.heightMpt - side) / 2),
    widthMpt: side,
    heightMpt: side,
  };
  const used = (MODULES + 2) * module + TOKEN_GAP_MPT;
  const { imb, address } = addressPlaces(print);
  const inner = { widthMpt: widthMpt - 2 * edge, heightMpt: heightMpt - 2 * edge };
  return {
    paper: { xMpt: 0, yMpt: 0, widthMpt, heightMpt },
    matrix: fromBelow(matrix, heightMpt),
    imb: fromBelow(imb, heightMpt),
    token: { ...markStrip, xMpt: markStrip.xMpt + used, widthMpt: markStrip.widthMpt - used },
    address,
    kept: [seenThrough(print), markStrip],
    printable: fromBelow({ xMpt: edge, yMpt: edge, ...inner }, heightMpt),
  };
}

/** The window less the play of the insert and the clearance: the barcode above, the lines below. */
function addressPlaces({ envelope }: VerifySetup["print"]): { imb: Rect; address: Rect } {
  const { window, play, clear } = envelope;
  // Only the windows of USPS have a barcode above the address.
  const isUsps = envelope.post === undefined;
  const side = isUsps ? Math.max(0, CLEAR_SIDE_MPT - clear.leftMpt) : 0;
  const edge = isUsps ? Math.max(0, CLEAR_EDGE_MPT - clear.topMpt) : 0;
  const { senderMpt: sender = 0 } = envelope;
  const [left, top] = [play.leftMpt + clear.leftMpt, play.upMpt + clear.topMpt + sender];
  const [right, bottom] = [play.rightMpt + clear.rightMpt, play.downMpt + clear.bottomMpt];
  const above = isUsps ? edge + IMB_HEIGHT_MPT + CLEAR_EDGE_MPT : 0;
  const xMpt = window.xMpt + left + side;
  const yMpt = window.yMpt + top;
  return {
    imb: { xMpt, yMpt: yMpt + edge, widthMpt: IMB_WIDTH_MPT, heightMpt: IMB_HEIGHT_MPT },
    address: {
      xMpt,
      yMpt: yMpt + above,
      widthMpt: window.widthMpt - left - right - side,
      heightMpt: window.heightMpt - top - bottom - above,
    },
  };
}

/** Everything that a window can show, wherever the insert is. */
function seenThrough({ envelope }: VerifySetup["print"]): Rect {
  const { window, play } = envelope;
  // What is to the right of the window comes into it when the insert slides to the left.
  const [fromLeft, fromRight] = [0 - play.rightMpt, window.widthMpt + play.leftMpt];
  const [fromTop, fromBottom] = [0 - play.downMpt, window.heightMpt + play.upMpt];
  return {
    xMpt: window.xMpt + fromLeft,
    yMpt: window.yMpt + fromTop,
    widthMpt: fromRight - fromLeft,
    heightMpt: fromBottom - fromTop,
  };
}

/** Whether two rectangles have an area in common. */
export function overlapping(one: Rect, other: Rect): boolean {
  const isBeside =
    one.xMpt + one.widthMpt <= other.xMpt ||
    other.xMpt + other.widthMpt <= one.xMpt ||
    one.yMpt + one.heightMpt <= other.yMpt ||
    other.yMpt + other.heightMpt <= one.yMpt;
  return !isBeside;
}

function fromBelow({ xMpt, yMpt, widthMpt, heightMpt }: Rect, paperMpt: Mpt): PlacedRect {
  return {
    xCpt: cpt(xMpt),
    yCpt: cpt(paperMpt - yMpt - heightMpt),
    widthCpt: cpt(widthMpt),
    heightCpt: cpt(heightMpt),
  };
}
