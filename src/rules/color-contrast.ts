import type { Color } from "../model/geometry.ts";

/** Red, green and blue, 0 to 255 each. */
export type Rgb = readonly [number, number, number];

export const WHITE: Rgb = [255, 255, 255];
export const BLACK: Rgb = [0, 0, 0];

/** WCAG 2.2, 1.4.3, for text of any size. */
export const TEXT_CONTRAST_MIN = 4.5;

/** A plan's colour on a screen. Inks are taken as ideal ones, which is near enough for text. */
export function toRgb(color: Color): Rgb {
  switch (color.space) {
    case "gray":
      return [channel(color.values[0]), channel(color.values[0]), channel(color.values[0])];
    case "rgb":
      return [channel(color.values[0]), channel(color.values[1]), channel(color.values[2])];
    case "cmyk":
      return inks(color.values, 1000);
    case "separation":
      return inks(color.alternate, color.tint);
  }
}

function channel(thousandths: number): number {
  return Math.round((thousandths * 255) / 1000);
}

type Inks = readonly [number, number, number, number];

function inks([cyan, magenta, yellow, black]: Inks, tint: number): Rgb {
  const mix = (ink: number): number => {
    const [share, key] = [(ink * tint) / 1000, (black * tint) / 1000];
    return Math.round((255 * (1000 - share) * (1000 - key)) / 1_000_000);
  };
  return [mix(cyan), mix(magenta), mix(yellow)];
}

export function hex(rgb: Rgb): string {
  return `#${rgb.map((part) => part.toString(16).padStart(2, "0")).join("")}`;
}

/** The ratio of WCAG 2.2 (contrast ratio, relative luminance), 1 to 21. */
export function contrast(one: Rgb, other: Rgb): number {
  const [bright, dark] = [luminance(one), luminance(other)].toSorted((a, b) => b - a);
  return ((bright ?? 0) + 0.05) / ((dark ?? 0) + 0.05);
}

function luminance(rgb: Rgb): number {
  const [red = 0, green = 0, blue = 0] = rgb.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** The colour where it can be read on the ground, else black or white, whichever can. */
export function legible(color: Rgb, ground: Rgb): Rgb {
  if (contrast(color, ground) >= TEXT_CONTRAST_MIN) return color;
  return contrast(BLACK, ground) >= contrast(WHITE, ground) ? BLACK : WHITE;
}
