import type { Mpt } from "../../base/units.ts";
import type { LayoutPlan, TextStyle } from "../../model/layout-plan.ts";
import type { Rgb } from "../../rules/color-contrast.ts";
import { hex, legible, toRgb, WHITE } from "../../rules/color-contrast.ts";
import { ornamentCss } from "./ornament-css.ts";

export const FONT_FAMILY = "font-family:'Noto Sans',Arial,Helvetica,sans-serif";
const FONT_PX_MIN = 14;
const FONT_PX_MAX = 32;
/** Print is read at half an arm's length, a screen farther off: 10 points become 15 pixels. */
const PX_PER_PT = 1.5;
/** Mail programs that know no hyphens of their own leave words whole, or divide at soft ones. */
const HYPHENS = ";-webkit-hyphens:auto;hyphens:auto";
const SPACE_PX_PER_PT = 4 / 3;
const SPACE_PX_MAX = 48;

/** The plan's styles as inline CSS, made once for each ground that text stands on. */
export class EmailStyles {
  readonly #plan: LayoutPlan;
  readonly #colors: readonly Rgb[];
  readonly #css = new Map<number, readonly string[]>();

  constructor(plan: LayoutPlan) {
    this.#plan = plan;
    this.#colors = plan.colors.map(toRgb);
  }

  /** Inline CSS of a text style on a ground: an index into the plan's colours, or -1 for white. */
  text(style: number, ground: number): string {
    let css = this.#css.get(ground);
    if (css === undefined) {
      css = this.#plan.styles.map((each) => this.#textCss(each, this.#ground(ground)));
      this.#css.set(ground, css);
    }
    return css[style] ?? "";
  }

  /** A colour for lines and grounds, or undefined for none (-1). */
  color(index: number): string | undefined {
    const color = this.#colors[index];
    return color && hex(color);
  }

  #ground(index: number): Rgb {
    return this.#colors[index] ?? WHITE;
  }

  #textCss(style: TextStyle, ground: Rgb): string {
    const color = legible(this.#colors[style.color] ?? [0, 0, 0], ground);
    const sizePx = Math.round((style.sizeMpt * PX_PER_PT) / 1000);
    const size = Math.min(FONT_PX_MAX, Math.max(FONT_PX_MIN, sizePx));
    const weight = style.bold ? "bold" : "normal";
    const slant = style.italic ? ";font-style:italic" : "";
    const divided = style.paragraph?.hyphenate === undefined ? "" : HYPHENS;
    const type = `font-size:${size}px;line-height:1.5;color:${hex(color)}`;
    return `${type};font-weight:${weight}${slant}${divided}${ornamentCss(style)}`;
  }
}

/** Space between blocks. */
export function spacePx(space: Mpt): number {
  return Math.min(SPACE_PX_MAX, Math.round((space * SPACE_PX_PER_PT) / 1000));
}
