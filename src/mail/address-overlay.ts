import { assert } from "../base/assert.ts";
import type { Diagnostic } from "../base/diagnostic.ts";
import { IMB_TRACKING_DIGITS } from "../model/imb.ts";
import { IMB_COLUMNS, IMB_MASK_BYTES, IMB_ROWS, paintImbMask } from "../barcode/imb-geometry.ts";
import { encodeImb, IMB_BAR_COUNT } from "../barcode/imb.ts";
import type { MaskItem } from "../model/frame.ts";
import type { FrameBuilder } from "../rules/frame-builder.ts";
import type { RawAddress } from "../model/record.ts";
import type { Envelope } from "../model/stock.ts";
import { type AddressPlace, addressPlace } from "./address-place.ts";
import {
  type AddressSetting,
  AddressSetter,
  type AddressStyle,
  type SetLine,
} from "./address-setting.ts";
import { addRuns, addTextRun } from "./text-run.ts";

/** Takes glyphs of a font, from `start` to before `end`, as `GlyphUsage.addAll` does. */
export type GlyphSink = (font: number, glyphs: Uint16Array, start: number, end: number) => void;

/** Paints the address block of a piece's first page: the barcode, and under it the lines. */
export class AddressOverlay {
  readonly place: AddressPlace;
  readonly #setter: AddressSetter;
  readonly #color: number;
  readonly #mask: MaskItem;
  readonly #bars = new Uint8Array(IMB_BAR_COUNT);
  #scratch = new Uint16Array(256);

  constructor(envelope: Envelope, style: AddressStyle) {
    this.place = addressPlace(envelope);
    const { text, barcode } = this.place;
    this.#setter = new AddressSetter(style, text.widthMpt, text.heightMpt);
    this.#color = style.color;
    const bits = new Uint8Array(IMB_MASK_BYTES);
    this.#mask = { ...barcode, columns: IMB_COLUMNS, rows: IMB_ROWS, bits, color: style.color };
  }

  /** What keeps an address from being printed (errors), or was done to it (warnings). */
  checkAddress(address: RawAddress): readonly Diagnostic[] {
    return this.#setter.set(address.lines).diagnostics;
  }

  /** Names the glyphs that the lines of an address use. */
  addressGlyphs(address: RawAddress, sink: GlyphSink): void {
    for (const line of this.#setter.set(address.lines).lines) this.#lineGlyphs(line, sink);
  }

  /**
   * Adds the lines of an address for which `checkAddress` had no errors, and the barcode with these
   * digits; no barcode if they are empty.
   */
  paint(builder: FrameBuilder, address: RawAddress, imb: string): void {
    const setting = this.#setter.set(address.lines);
    const isSound = setting.diagnostics.every(({ severity }) => severity === "warning");
    assert(isSound, "an address was checked before its piece is assembled");
    this.#paintLines(builder, setting);
    if (imb === "") return;
    encodeImb(imb.slice(0, IMB_TRACKING_DIGITS), imb.slice(IMB_TRACKING_DIGITS), this.#bars);
    paintImbMask(this.#bars, this.#mask.bits);
    builder.mask(this.#mask);
  }

  #paintLines(builder: FrameBuilder, setting: AddressSetting): void {
    const { xMpt, yMpt } = this.place.text;
    const { sizeMpt, leadingMpt, ascentMpt } = setting;
    for (const [index, line] of setting.lines.entries()) {
      const place = {
        xMpt,
        yMpt: yMpt + ascentMpt + index * leadingMpt,
        sizeMpt,
        color: this.#color,
        trackingUnits: line.trackingUnits,
      };
      if (line.runs.length === 0) addTextRun(builder, line.font, line.text, place);
      else addRuns(builder, line.runs, place);
    }
  }

  #lineGlyphs({ text, font, runs }: SetLine, sink: GlyphSink): void {
    for (const run of runs) sink(run.font.index, run.shaped.glyphs, 0, run.shaped.glyphs.length);
    if (runs.length > 0) return;
    if (this.#scratch.length < text.length) this.#scratch = new Uint16Array(text.length);
    sink(font.index, this.#scratch, 0, font.shaper.plainInto(text, this.#scratch, 0));
  }
}
