import type { GlyphUsage } from "../font/glyph-usage.ts";
import {
  type Frame,
  RUN_FONT,
  RUN_GLYPH_COUNT,
  RUN_GLYPH_START,
  RUN_STRIDE,
} from "../model/frame.ts";

/** Adds all glyphs that a frame draws to the usage of their fonts. */
export function addFrameGlyphs(frame: Frame, usage: readonly GlyphUsage[]): void {
  const { runs, glyphs } = frame;
  for (let at = 0; at < frame.runCount * RUN_STRIDE; at += RUN_STRIDE) {
    const start = runs[at + RUN_GLYPH_START] as number;
    usage[runs[at + RUN_FONT] as number]?.addAll(
      glyphs,
      start,
      start + (runs[at + RUN_GLYPH_COUNT] as number),
    );
  }
}
