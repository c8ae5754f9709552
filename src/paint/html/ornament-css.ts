import type { TypeFeature } from "../../font/type-features.ts";
import type { TextStyle } from "../../model/layout-plan.ts";

const FIGURES: readonly (readonly [TypeFeature, string])[] = [
  ["tabular-figures", "tabular-nums"],
  ["proportional-figures", "proportional-nums"],
  ["old-style-figures", "oldstyle-nums"],
  ["lining-figures", "lining-nums"],
  ["slashed-zero", "slashed-zero"],
  ["fractions", "diagonal-fractions"],
  ["ordinals", "ordinal"],
];
const CAPITALS: readonly (readonly [TypeFeature, string])[] = [
  ["small-caps", "small-caps"],
  ["all-small-caps", "all-small-caps"],
];
/** Raised and lowered text is smaller than what it stands beside, and does not part its lines. */
const SCRIPT = "font-size:75%;line-height:0;vertical-align:";

/** What a style does to its letters, as CSS; what a mail program does not know it leaves out. */
export function ornamentCss({ ornament, sizeMpt }: TextStyle): string {
  if (ornament === undefined) return "";
  const { letterSpacingMpt, isUnderlined, isStruck, raiseMpt, features } = ornament;
  const lines = [isUnderlined && "underline", isStruck && "line-through"].filter(Boolean);
  const wordsOf = (table: typeof FIGURES): string =>
    table.flatMap(([name, word]) => (features.includes(name) ? [word] : [])).join(" ");
  const spacing = Math.round((letterSpacingMpt * 100) / sizeMpt) / 100;
  return [
    ["letter-spacing", spacing === 0 ? "" : `${spacing}em`],
    ["text-decoration", lines.join(" ")],
    ["font-variant-numeric", wordsOf(FIGURES)],
    ["font-variant-caps", wordsOf(CAPITALS)],
    [SCRIPT.slice(0, -1), raiseMpt === 0 ? "" : raiseMpt > 0 ? "super" : "sub"],
  ]
    .map(([name, value]) => (value === "" ? "" : `;${name}:${value}`))
    .join("");
}
