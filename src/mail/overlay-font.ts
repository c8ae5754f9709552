import type { FontFace } from "../font/font-face.ts";
import type { Shaper } from "../font/shaper.ts";

/** A font that overlays and furniture are set in. */
export interface OverlayFont {
  /** Its index in the layout's fonts, as runs name it. */
  readonly index: number;
  readonly face: FontFace;
  readonly shaper: Shaper;
}

/**
 * All characters that overlays and furniture print beside address lines: printable ASCII. Their
 * glyphs must be in the subsets of the token's and the furniture's font.
 */
export const OVERLAY_CHARACTERS: string = String.fromCharCode(
  ...Array.from({ length: 95 }, (_, index) => 32 + index),
);

/** The text with what is not in `OVERLAY_CHARACTERS` as question marks. */
export function overlayText(text: string): string {
  return text.replaceAll(/[^ -~]/gu, "?");
}
