import { BAR_DOWN, BAR_UP, IMB_BARS, imbDigits } from "./imb-digits.ts";
import { byteAt } from "./mark-bytes.ts";
import type { MarkMask } from "./mark-mask.ts";

// At 22 bars an inch a bar of four columns of nine is 0.0202 in wide, as USPS-B-3200 asks for.
const PITCH_COLUMNS = 9;
const COLUMNS = (IMB_BARS - 1) * PITCH_COLUMNS + 4;
const ROW_BYTES = Math.ceil(COLUMNS / 8);
/** Four columns of ink and five of none. */
const BAR = 0b1111_00000;
const NO_BAR = 0;
const PITCH_MASK = 0x1ff;

const bars = new Uint8Array(IMB_BARS);

/**
 * The 20 to 31 digits of an Intelligent Mail barcode, tracking code first, from a mask of three
 * rows: upper halves, trackers, lower halves. Undefined if it is not perfect: if ink is missing or
 * surplus, or the bars are not a barcode (see `imbDigits`).
 */
export function readImb(mask: MarkMask): string | undefined {
  const { columns, rows, bits } = mask;
  if (columns !== COLUMNS || rows !== 3 || bits.length !== 3 * ROW_BYTES) return undefined;
  for (let bar = 0; bar < IMB_BARS; bar += 1) {
    const above = pitchAt(bits, 0, bar);
    const below = pitchAt(bits, 2, bar);
    if (pitchAt(bits, 1, bar) !== BAR || !isClean(above) || !isClean(below)) return undefined;
    bars[bar] = (above === BAR ? BAR_UP : 0) | (below === BAR ? BAR_DOWN : 0);
  }
  return imbDigits(bars);
}

/** The nine columns from a bar's left edge to the next; after the last bar the row is padded. */
function pitchAt(bits: Uint8Array, row: number, bar: number): number {
  const column = bar * PITCH_COLUMNS;
  const at = row * ROW_BYTES + (column >> 3);
  const low = bar === IMB_BARS - 1 ? 0 : byteAt(bits, at + 1);
  return (((byteAt(bits, at) << 8) | low) >> (7 - (column & 7))) & PITCH_MASK;
}

function isClean(pitch: number): boolean {
  return pitch === BAR || pitch === NO_BAR;
}
