import { defined } from "../base/assert.ts";
import type { Mpt } from "../base/units.ts";
import type { FontFace } from "../font/font-face.ts";
import type { Shaper } from "../font/shaper.ts";
import type { LayoutPlan, ParagraphStyle } from "../model/layout-plan.ts";

/** A font of the plan, opened. `index` is its place in the plan and its resource name. */
export interface OpenFont {
  readonly index: number;
  readonly face: FontFace;
  readonly shaper: Shaper;
}

/** A text style with everything that typesetting needs at hand. */
export interface TypeStyle {
  readonly font: OpenFont;
  /** The font, then the fallback fonts in order; and their shapers. */
  readonly fonts: readonly OpenFont[];
  readonly shapers: readonly Shaper[];
  readonly sizeMpt: Mpt;
  readonly leadingMpt: Mpt;
  /** From the top of a line to its baseline. */
  readonly baselineMpt: Mpt;
  readonly color: number;
  readonly paragraph: ParagraphStyle | undefined;
  readonly spaceGlyph: number;
  /** Advance of the space in 1/1000 em. */
  readonly spaceUnits: number;
}

export function typeStyles(plan: LayoutPlan, fonts: readonly OpenFont[]): readonly TypeStyle[] {
  return plan.styles.map((style) => {
    const font = defined(fonts[style.font], `font ${style.font}`);
    const { face } = font;
    const bodyUnits = face.ascentUnits - face.descentUnits;
    const halfLeadMpt = (style.leadingMpt - (bodyUnits * style.sizeMpt) / 1000) / 2;
    const spaceGlyph = face.glyphOf(0x20);
    const others = (plan.fonts[style.font]?.fallbacks ?? []).map((index) =>
      defined(fonts[index], `fallback font ${index}`),
    );
    return {
      font,
      fonts: [font, ...others],
      shapers: [font, ...others].map(({ shaper }) => shaper),
      sizeMpt: style.sizeMpt,
      leadingMpt: style.leadingMpt,
      baselineMpt: Math.round(halfLeadMpt + (face.ascentUnits * style.sizeMpt) / 1000),
      color: style.color,
      paragraph: style.paragraph,
      spaceGlyph,
      spaceUnits: face.advances[spaceGlyph] ?? 250,
    };
  });
}
