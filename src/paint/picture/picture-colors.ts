import type { Color } from "../../model/geometry.ts";
import { contrast, type Rgb, toRgb, WHITE } from "../../rules/color-contrast.ts";
import type { PictureColors } from "./frame-picture.ts";

/** The grounds of e-mails on light and on dark screens. */
const DARK: Rgb = [0x16, 0x18, 0x1d];
/** WCAG 2.2, 1.4.6: text; lines of a scale only help. */
const TEXT_MIN = 7;
const LINE_SHARE = 0.22;
/** Shapes stand out by this more than on white, so that the palest are above 3 (1.4.11). */
const SHAPE_MORE = 2;
const STEPS = 20;

export function lightColors(colors: readonly Color[]): PictureColors {
  const plain = colors.map(toRgb);
  return { ground: WHITE, lines: plain, shapes: plain, texts: plain };
}

/**
 * The colours of a dark screen. What stands out on white stands out there, and what is pale is
 * subdued: a dark highlight is the brightest of its chart. Texts are lighter where they must be.
 */
export function darkColors(colors: readonly Color[]): PictureColors {
  const plain = colors.map(toRgb);
  return {
    ground: DARK,
    lines: plain.map(() => mixed(DARK, WHITE, LINE_SHARE)),
    shapes: plain.map(mirrored),
    texts: plain.map((color) => lighter(color, TEXT_MIN)),
  };
}

function mirrored(color: Rgb): Rgb {
  const wanted = contrast(color, WHITE) + SHAPE_MORE;
  const isPale = contrast(color, DARK) > wanted;
  const reaches = (tried: Rgb): boolean => contrast(tried, DARK) >= wanted;
  if (!isPale) return lighter(color, wanted);
  for (let share = STEPS - 1; share > 0; share -= 1) {
    const tried = mixed(color, DARK, share / STEPS);
    if (reaches(tried)) return tried;
  }
  return color;
}

function lighter(color: Rgb, least: number): Rgb {
  for (let share = 0; share < 10; share += 1) {
    const tried = mixed(color, WHITE, share / 10);
    if (contrast(tried, DARK) >= least) return tried;
  }
  return WHITE;
}

function mixed(from: Rgb, to: Rgb, share: number): Rgb {
  const part = (at: 0 | 1 | 2): number => Math.round(from[at] + (to[at] - from[at]) * share);
  return [part(0), part(1), part(2)];
}
