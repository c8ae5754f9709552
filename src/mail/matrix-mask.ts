import { encodeDataMatrix, paintDataMatrixMask } from "../barcode/data-matrix.ts";
import type { MaskItem } from "../model/frame.ts";
import type { FrameBuilder } from "../rules/frame-builder.ts";
import type { Rect } from "../model/geometry.ts";
import { MARK_MODULES } from "./data-matrix-text.ts";

/** Draws Data Matrices of 18 modules at one place, in one buffer that is used again. */
export class MatrixMask {
  readonly #mask: MaskItem;

  constructor(place: Rect, color: number) {
    const bits = new Uint8Array(MARK_MODULES * Math.ceil(MARK_MODULES / 8));
    this.#mask = { ...place, columns: MARK_MODULES, rows: MARK_MODULES, bits, color };
  }

  paint(builder: FrameBuilder, text: string): void {
    paintDataMatrixMask(encodeDataMatrix(text, { size: MARK_MODULES }), this.#mask.bits);
    builder.mask(this.#mask);
  }
}
