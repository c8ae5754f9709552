import type { Composer } from "../compose/composer.ts";
import type { GlyphUsage } from "../font/glyph-usage.ts";
import type { Document } from "../model/document.ts";
import type { ContentPainter } from "../paint/pdf/content-painter.ts";
import { ByteWriter } from "../pdf/byte-writer.ts";
import type { Deflater } from "../pdf/deflater.ts";
import type { FragmentWriter } from "../spool/fragment-writer.ts";
import { drawnNames } from "./drawn-names.ts";
import { addFrameGlyphs } from "./frame-glyphs.ts";
import { PART_COMPOSE, PART_DEFLATE, PART_PAINT, type StageClock } from "../run/stage-clock.ts";

export interface PrintParts {
  readonly composer: Composer;
  readonly painter: ContentPainter;
  readonly deflater: Deflater;
  readonly fragment: FragmentWriter;
  readonly usage: readonly GlyphUsage[];
  readonly clock: StageClock;
}

/** Paints the pages of a composed document, compresses them and lays them in the fragment. */
export function paintPages(
  parts: PrintParts,
  document: Document,
  pages: number,
  out: ByteWriter,
): void {
  const { composer, painter, deflater, fragment, usage, clock } = parts;
  fragment.beginPrint();
  for (let page = 0; page < pages; page += 1) {
    const frame = composer.frame(page);
    addFrameGlyphs(frame, usage);
    clock.book(PART_COMPOSE);
    out.clear();
    painter.paintPage(frame, { ordinal: document.ordinal, page: page + 1, pages }, out);
    clock.book(PART_PAINT);
    fragment.page(deflater.deflate(out.view()), drawnNames(frame));
    clock.book(PART_DEFLATE);
  }
}
