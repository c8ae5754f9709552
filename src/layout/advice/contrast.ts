import type { Color } from "../../model/geometry.ts";
import type { TextStyle } from "../../model/layout-plan.ts";
import { contrast, TEXT_CONTRAST_MIN, toRgb, WHITE } from "../../rules/color-contrast.ts";

/** WCAG 2.2, success criterion 1.4.3, for large text (18 pt, or 14 pt bold). */
const LARGE_RATIO_MIN = 3;
const LARGE_MPT = 18_000;
const LARGE_BOLD_MPT = 14_000;

/** The contrast that a style needs. */
export function contrastMin({ sizeMpt, bold }: TextStyle): number {
  const isLarge = sizeMpt >= LARGE_MPT || (bold && sizeMpt >= LARGE_BOLD_MPT);
  return isLarge ? LARGE_RATIO_MIN : TEXT_CONTRAST_MIN;
}

/** The contrast of a text with what is behind it; undefined is the paper. */
export function contrastOf(text: Color | undefined, ground: Color | undefined): number {
  const behind = ground === undefined ? WHITE : toRgb(ground);
  return text === undefined ? contrast(WHITE, behind) : contrast(toRgb(text), behind);
}
