import type { Mpt } from "../base/units.ts";
import type { ShapedText } from "../font/shaper.ts";
import { RUN_FLAG_ACTUAL_TEXT, RUN_FLAG_KERNS, RUN_FLAG_RIGHT_TO_LEFT } from "../model/frame.ts";
import type { FrameBuilder } from "../rules/frame-builder.ts";
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

/** Adds the runs of a line, from the left, as artifacts. */
export function addRuns(
  builder: FrameBuilder,
  runs: readonly { readonly font: OverlayFont; readonly shaped: ShapedText }[],
  place: RunPlace,
): void {
  let { xMpt } = place;
  for (const { font, shaped } of runs) {
    addShapedRun(builder, font, shaped, { ...place, xMpt });
    const units = shaped.widthUnits + shaped.glyphs.length * place.trackingUnits;
    xMpt += Math.round((units * place.sizeMpt) / 1000);
  }
}

/** Adds shaped text as an artifact: one run, or one for each part of text from the right. */
export function addShapedRun(
  builder: FrameBuilder,
  font: OverlayFont,
  shaped: ShapedText,
  place: RunPlace,
): void {
  if (shaped.parts === undefined) {
    const said = shaped.actualText ? shaped.text : undefined;
    addPart(builder, font, shaped, 0, shaped.glyphs.length, said, place);
    return;
  }
  for (const { start, count, xUnits, actualText } of shaped.parts) {
    const units = xUnits + start * place.trackingUnits;
    const xMpt = place.xMpt + Math.round((units * place.sizeMpt) / 1000);
    addPart(builder, font, shaped, start, count, actualText, { ...place, xMpt });
  }
}

function addPart(
  builder: FrameBuilder,
  font: OverlayFont,
  { glyphs, kerns, hasKerns, rightToLeft }: ShapedText,
  start: number,
  count: number,
  actualText: string | undefined,
  place: RunPlace,
): void {
  const at = builder.glyphCount;
  builder.reserveGlyphs(count);
  builder.glyphs.set(glyphs.subarray(start, start + count), at);
  track(builder, at, count, place.trackingUnits, kerns.subarray(start, start + count));
  if (actualText !== undefined) builder.actualTexts.set(builder.runCount, actualText);
  const flags =
    (hasKerns || place.trackingUnits !== 0 ? RUN_FLAG_KERNS : 0) |
    (actualText === undefined ? 0 : RUN_FLAG_ACTUAL_TEXT) |
    (rightToLeft ? RUN_FLAG_RIGHT_TO_LEFT : 0);
  finish(builder, font, place, at, count, flags);
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
