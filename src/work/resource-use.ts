import { GlyphUsage } from "../font/glyph-usage.ts";
import type { FragmentReader } from "../spool/fragment-reader.ts";
import type { Prepared } from "./prepare.ts";

/** The fonts, images and art that a run's pages use. */
export interface ResourceUse {
  /** By font. */
  readonly glyphs: readonly GlyphUsage[];
  /** What single pages draw by name, see `drawnNames`. */
  readonly drawn: Set<string>;
}

/** What static art and marks use: the initial state of a run's resources. */
export function preparedUse({ glyphs }: Prepared): ResourceUse {
  const usages = glyphs.map((bytes) => {
    const usage = new GlyphUsage();
    usage.merge(bytes);
    return usage;
  });
  return { glyphs: usages, drawn: new Set() };
}

/**
 * Adds what a fragment's documents use, duplicates among them, so that the order does not matter.
 */
export function addFragmentUse({ glyphs, drawn }: ResourceUse, reader: FragmentReader): void {
  for (const font of reader.glyphFonts()) glyphs[font]?.merge(reader.glyphUsage(font));
  for (const names of reader.drawn()) drawn.add(names);
}
