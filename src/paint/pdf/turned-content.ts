import { inflateSync } from "node:zlib";
import { MPT_PER_CPT, type Mpt } from "../../base/units.ts";
import type { ByteWriter } from "../../pdf/byte-writer.ts";

/** How the content of a page begins that lies turned on its sheet. */
const TURNED = /^q\n\.01 0 0 \.01 0 0 cm\n\/NPdoc[^>]*>>DP\n0 1 -1 0 /;
const HEAD_BYTES = 200;

/** Turns what follows to the left: its top edge becomes the left edge of a sheet of this width. */
export function turnContent(out: ByteWriter, sheetWidthMpt: Mpt): void {
  out.ascii(`0 1 -1 0 ${Math.round(sheetWidthMpt / MPT_PER_CPT)} 0 cm\n`);
}

/** Whether a composed page, as it is stored, lies turned on its sheet. */
export function isTurnedContent(deflated: Uint8Array): boolean {
  return TURNED.test(inflateSync(deflated).toString("latin1", 0, HEAD_BYTES));
}
