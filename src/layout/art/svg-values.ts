import { CSS_COLORS } from "./css-colors.ts";

export const SVG_NUMBER = String.raw`[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?`;
const PLAIN_NUMBER = new RegExp(`^\\s*(${SVG_NUMBER})(?:px)?\\s*$`);
const NUMBERS = new RegExp(SVG_NUMBER, "g");
const POINTS = new RegExp(`^\\s*(?:${SVG_NUMBER}[\\s,]*)*$`);
const HEX = /^#(?:[0-9a-f]{3}|[0-9a-f]{6})$/;

/** A number of user units; undefined for percentages, other units and what is not a number. */
export function svgNumber(value: string): number | undefined {
  const number = Number(PLAIN_NUMBER.exec(value)?.[1] ?? Number.NaN);
  return Number.isFinite(number) ? number : undefined;
}

/** The corners of a polygon, x and y in turn; undefined if they are not pairs of numbers. */
export function svgPoints(value: string): number[] | undefined {
  if (!POINTS.test(value)) return undefined;
  const numbers = (value.match(NUMBERS) ?? []).map(Number);
  return numbers.length % 2 === 0 && numbers.every(Number.isFinite) ? numbers : undefined;
}

/** A fill: `#rrggbb`, "none", "inherit", or undefined if it is not a plain colour. */
export function svgFill(value: string): string | undefined {
  const fill = value.trim().toLowerCase();
  if (fill === "none" || fill === "inherit") return fill;
  if (fill === "transparent") return "none";
  if (HEX.test(fill))
    return fill.length === 7 ? fill : fill.replace(/[0-9a-f]/g, (digit) => digit + digit);
  return Object.hasOwn(CSS_COLORS, fill) ? CSS_COLORS[fill] : undefined;
}
