import type { Mpt } from "../base/units.ts";
import type { ShapedText } from "../font/shaper.ts";
import { RUN_FLAG_ACTUAL_TEXT, RUN_FLAG_KERNS, RUN_FLAG_RIGHT_TO_LEFT } from "../model/frame.ts";
import type { FrameBuilder } from "../model/frame-builder.ts";
import type { OverlayFont } from "./overlay-font.ts";

/** Where and how a run is set. `yMpt` is the baseline. */
export interface RunPlace {
  readonly xMpt: Mpt;
  readonly yMpt: Mpt;
  readonly sizeMpt: Mpt;
  readonly color: number;
  /** Extra advance after each glyph but the last, in 1/1000 em. */
  readonly trackingUnits: number;
}

/**
 * Adds one line of text as one run, an artifact. Plain text is set without kerning, as barcodes'
 * neighbours are read by machines; all else as it was shaped.
 */
export function addTextRun(
  builder: FrameBuilder,
  font: OverlayFont,
  text: string,
  place: RunPlace,
): void {
  const start = builder.glyphCount;
  builder.reserveGlyphs(text.length);
  const count = font.shaper.plainInto(text, builder.glyphs, start);
  if (count < 0) {
    addShapedRun(builder, font, font.shaper.word(text), place);
    return;
  }
  const tracked = place.trackingUnits !== 0;
  if (tracked) track(builder, start, count, place.trackingUnits, undefined);
  finish(builder, font, place, start, count, tracked ? RUN_FLAG_KERNS : 0);
}

/** The width of what `addTextRun` sets, in 1/1000 em. */
export function textWidthUnits({ shaper }: OverlayFont, text: string): number {
  const plainUnits = shaper.plainWidthUnits(text);
  return plainUnits < 0 ? shaper.widthUnits(text) : plainUnits;
}

/** Adds shaped text as one run, an artifact. */
export function addShapedRun(
  builder: FrameBuilder,
  font: OverlayFont,
  shaped: ShapedText,
  place: RunPlace,
): void {
  const start = builder.glyphCount;
  const count = shaped.glyphs.length;
  builder.reserveGlyphs(count);
  builder.glyphs.set(shaped.glyphs, start);
  track(builder, start, count, place.trackingUnits, shaped.kerns);
  if (shaped.actualText) builder.actualTexts.set(builder.runCount, shaped.text);
  const flags =
    (shaped.hasKerns || place.trackingUnits !== 0 ? RUN_FLAG_KERNS : 0) |
    (shaped.actualText ? RUN_FLAG_ACTUAL_TEXT : 0) |
    (shaped.rightToLeft ? RUN_FLAG_RIGHT_TO_LEFT : 0);
  finish(builder, font, place, start, count, flags);
}

function track(
  builder: FrameBuilder,
  start: number,
  count: number,
  trackingUnits: number,
  kerns: Int16Array | undefined,
): void {
  for (let at = 0; at < count; at += 1)
    builder.kerns[start + at] = (kerns?.[at] ?? 0) + (at < count - 1 ? trackingUnits : 0);
}

function finish(
  builder: FrameBuilder,
  font: OverlayFont,
  { xMpt, yMpt, sizeMpt, color }: RunPlace,
  start: number,
  count: number,
  flags: number,
): void {
  builder.glyphCount = start + count;
  builder.run(xMpt, yMpt, font.index, sizeMpt, color, start, -1, flags);
}
