import { encodeDataMatrix } from "../../src/barcode/data-matrix.ts";
import { encodeImb, IMB_BAR_COUNT } from "../../src/barcode/imb.ts";
import { MARK_MODULES } from "../../src/mail/data-matrix-text.ts";
import type { MicroTask } from "./micro.ts";

/** Barcodes; each call encodes another piece. */
export function barcodeTasks(): MicroTask[] {
  const bars = new Uint8Array(IMB_BAR_COUNT);
  let piece = 0;
  const serial = (): string => String((piece += 1) % 1_000_000_000).padStart(9, "0");
  return [
    ["Intelligent Mail barcode", () => encodeImb(`00270902123${serial()}`, "62704123412", bars)],
    [
      "Data Matrix of a sheet",
      () => encodeDataMatrix(`${serial()}000100010NPRUNA1X`, { size: MARK_MODULES }),
    ],
  ];
}
