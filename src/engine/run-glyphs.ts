import { GlyphUsage } from "../font/glyph-usage.ts";
import type { FragmentReader } from "../spool/fragment-reader.ts";
import type { Prepared } from "./prepare.ts";

/** The glyphs by font that static art and marks use: what a run's subsets begin with. */
export function preparedGlyphs({ glyphs }: Prepared): readonly GlyphUsage[] {
  return glyphs.map((bytes) => {
    const usage = new GlyphUsage();
    usage.merge(bytes);
    return usage;
  });
}

/** Adds what a fragment's documents use, duplicates among them, so that the order is no matter. */
export function addFragmentGlyphs(usage: readonly GlyphUsage[], reader: FragmentReader): void {
  for (const font of reader.glyphFonts()) usage[font]?.merge(reader.glyphUsage(font));
}
