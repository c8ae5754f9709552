import { type Diagnostic, diagnostic } from "../base/diagnostic.ts";
import type { Mpt } from "../base/units.ts";
import { DATA_MATRIX_QUIET_MODULES } from "../barcode/data-matrix.ts";
import type { Rect } from "../model/geometry.ts";
import type { Stock } from "../model/stock.ts";
import { MARK_MODULES } from "./data-matrix-text.ts";

/** Where the parts of the mark strip are on every page. */
export interface MarkPlace {
  readonly moduleMpt: Mpt;
  /** The Data Matrix without its quiet zone, at the strip's left end. */
  readonly matrix: Rect;
  /** What is left for the page token. */
  readonly token: Rect;
}

/** 20 mil: 0.51 mm, six dots at 300 dpi and twelve at 600. */
const MODULE_MPT: Mpt = 1440;
/** 15 mil: below this cameras of inserters cannot be relied on. */
const MODULE_MIN_MPT: Mpt = 1080;
const TOKEN_GAP_MPT: Mpt = 3000;
const TOKEN_WIDTH_MIN_MPT: Mpt = 90_000;
/** The symbol and the quiet module that must be blank on each side of it. */
const MODULES_HIGH = MARK_MODULES + 2 * DATA_MATRIX_QUIET_MODULES;

/** Divides a stock's mark strip, which lies along the line of text. */
export function markPlace({ markStrip }: Stock): MarkPlace {
  const { xMpt, yMpt, widthMpt, heightMpt } = markStrip;
  const moduleMpt = Math.min(MODULE_MPT, Math.floor(heightMpt / MODULES_HIGH));
  const sideMpt = MARK_MODULES * moduleMpt;
  const tokenXMpt = MODULES_HIGH * moduleMpt + TOKEN_GAP_MPT;
  return {
    moduleMpt,
    matrix: {
      xMpt: xMpt + DATA_MATRIX_QUIET_MODULES * moduleMpt,
      yMpt: yMpt + Math.floor((heightMpt - sideMpt) / 2),
      widthMpt: sideMpt,
      heightMpt: sideMpt,
    },
    token: { xMpt: xMpt + tokenXMpt, yMpt, widthMpt: widthMpt - tokenXMpt, heightMpt },
  };
}

/** Whether a stock's mark strip can be printed and has room for the marks. */
export function checkMarkStrip(stock: Stock): Diagnostic[] {
  const { markStrip: strip, noPrintEdgeMpt: edgeMpt, widthMpt, heightMpt } = stock;
  const found: Diagnostic[] = [];
  const isInside =
    strip.xMpt >= edgeMpt &&
    strip.yMpt >= edgeMpt &&
    strip.xMpt + strip.widthMpt <= widthMpt - edgeMpt &&
    strip.yMpt + strip.heightMpt <= heightMpt - edgeMpt;
  if (!isInside) {
    const message = `The mark strip of stock ${stock.name} reaches into the unprintable edge.`;
    found.push(diagnostic("mail.strip-outside", message, { hint: "Move the strip inwards." }));
  }
  const { moduleMpt, token } = markPlace(stock);
  if (moduleMpt < MODULE_MIN_MPT || token.widthMpt < TOKEN_WIDTH_MIN_MPT) {
    const message = `The mark strip of stock ${stock.name} is too small for its marks.`;
    const hint = "Make it 29 pt high (at least 22 pt) and at least 125 pt wide.";
    found.push(diagnostic("mail.strip-too-small", message, { hint }));
  }
  return found;
}
