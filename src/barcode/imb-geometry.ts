import { assert } from "../base/assert.ts";
import { inches, type Mpt } from "../base/units.ts";
import { IMB_ASCENDER, IMB_BAR_COUNT, IMB_DESCENDER } from "./imb.ts";

// A bar takes four columns of a pitch of nine at 22 bars an inch: 0.0202 in wide.
const PITCH_COLUMNS = 9;
const BAR_COLUMNS = 4;
const PITCHES_PER_INCH = 22;
const BAR_INK = 0xf000;

/** The mask's columns: 64 pitches and the last bar. */
export const IMB_COLUMNS: number = (IMB_BAR_COUNT - 1) * PITCH_COLUMNS + BAR_COLUMNS;
/** The mask's rows, from the top: ascenders, trackers, descenders, all of the same height. */
export const IMB_ROWS = 3;
export const IMB_BYTES_PER_ROW: number = Math.ceil(IMB_COLUMNS / 8);
export const IMB_MASK_BYTES: number = IMB_ROWS * IMB_BYTES_PER_ROW;

/** From the first bar's left edge to the last bar's right edge: 2.93 in of 2.68 to 3.25 allowed. */
export const IMB_WIDTH_MPT: Mpt = inches(IMB_COLUMNS / PITCH_COLUMNS / PITCHES_PER_INCH);
/** A full bar, nominal of USPS-B-3200 Rev H (0.125 to 0.165 in allowed). */
export const IMB_HEIGHT_MPT: Mpt = inches(0.145);
/** What must stay blank left and right of the bars (USPS Quick Service Guide 201a). */
export const IMB_CLEAR_SIDE_MPT: Mpt = inches(0.125);
/** What must stay blank above and below the bars (USPS Quick Service Guide 201a). */
export const IMB_CLEAR_EDGE_MPT: Mpt = inches(0.028);

/**
 * Paints bars as a 1-bit image mask into `out` (219 bytes): 1 is ink, the high bit of a byte is its
 * leftmost column, rows start at a byte, the ascenders' row first. The mask is meant to be
 * stretched to `IMB_WIDTH_MPT` by `IMB_HEIGHT_MPT`.
 */
export function paintImbMask(bars: Uint8Array, out: Uint8Array): void {
  assert(bars.length === IMB_BAR_COUNT, "an Intelligent Mail barcode has 65 bars");
  assert(out.length === IMB_MASK_BYTES, "an Intelligent Mail barcode mask has 219 bytes");
  out.fill(0);
  for (let bar = 0; bar < IMB_BAR_COUNT; bar += 1) {
    const state = bars[bar] as number;
    if ((state & IMB_ASCENDER) !== 0) paintBar(bar, out, 0);
    paintBar(bar, out, IMB_BYTES_PER_ROW);
    if ((state & IMB_DESCENDER) !== 0) paintBar(bar, out, 2 * IMB_BYTES_PER_ROW);
  }
}

/** Sets a bar's four columns in the row that starts at `rowOffset`; they may straddle two bytes. */
function paintBar(bar: number, out: Uint8Array, rowOffset: number): void {
  const column = bar * PITCH_COLUMNS;
  const byte = rowOffset + (column >> 3);
  const ink = BAR_INK >> (column & 7);
  out[byte] = (out[byte] as number) | (ink >> 8);
  if ((ink & 0xff) !== 0) out[byte + 1] = (out[byte + 1] as number) | (ink & 0xff);
}
