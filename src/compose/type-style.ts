import { defined } from "../base/assert.ts";
import { limits } from "../base/limits.ts";
import type { Mpt } from "../base/units.ts";
import type { FontFace } from "../font/font-face.ts";
import { Shaper } from "../font/shaper.ts";
import { TYPE_FEATURES } from "../font/type-features.ts";
import type { LayoutPlan, ParagraphStyle, TextOrnament, TextStyle } from "../model/layout-plan.ts";

/** A font of the plan, opened. `index` is its place in the plan and its resource name. */
export interface OpenFont {
  readonly index: number;
  readonly face: FontFace;
  readonly shaper: Shaper;
}

/** A line drawn along text: its top, downwards from the baseline, and how thick it is. */
export interface TextLine {
  readonly yMpt: Mpt;
  readonly thicknessMpt: Mpt;
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
  /** Advance of the space in 1/1000 em, with what the style adds after each letter. */
  readonly spaceUnits: number;
  readonly trackingUnits: number;
  /** Where its text stands, downwards from the baseline of the line. */
  readonly yMpt: Mpt;
  /** Drawn below and through it; undefined for nearly all styles. */
  readonly lines: readonly TextLine[] | undefined;
  /** Of the marks of a footnote: what their segments are flagged with; else 0. */
  readonly noteFlag: number;
  /** Neither larger in large print nor smaller where there is little room. */
  readonly isFixed: boolean;
}

/** A mark's share of the size of the text around it, and how far above its baseline it stands. */
const MARK_SIZE = 0.64;
const MARK_RAISE = 0.34;

/** The style of what is raised within a text, such as the marks of footnotes. */
export function raisedStyle(style: TypeStyle): TypeStyle {
  const fonts = style.fonts.map((font) => ornateFont(font, { features: [] }, 0));
  return {
    ...style,
    font: defined(fonts[0], "a style's font"),
    fonts,
    shapers: fonts.map(({ shaper }) => shaper),
    sizeMpt: Math.round(style.sizeMpt * MARK_SIZE),
    yMpt: style.yMpt - Math.round(style.sizeMpt * MARK_RAISE),
    trackingUnits: 0,
    lines: undefined,
  };
}

export function typeStyles(plan: LayoutPlan, fonts: readonly OpenFont[]): readonly TypeStyle[] {
  return plan.styles.map((style) => typeStyle(plan, fonts, style));
}

function typeStyle(plan: LayoutPlan, fonts: readonly OpenFont[], style: TextStyle): TypeStyle {
  const { ornament, sizeMpt } = style;
  const trackingUnits = trackingOf(style);
  const indices = [style.font, ...(plan.fonts[style.font]?.fallbacks ?? [])];
  const all = indices.map((index) => {
    const font = defined(fonts[index], `font ${index}`);
    return ornament === undefined ? font : ornateFont(font, ornament, trackingUnits);
  });
  const font = defined(all[0], "a style's font");
  const { face } = font;
  const bodyUnits = face.ascentUnits - face.descentUnits;
  const halfLeadMpt = (style.leadingMpt - (bodyUnits * sizeMpt) / 1000) / 2;
  const spaceGlyph = face.glyphOf(0x20);
  return {
    font,
    fonts: all,
    shapers: all.map(({ shaper }) => shaper),
    sizeMpt,
    leadingMpt: style.leadingMpt,
    baselineMpt: Math.round(halfLeadMpt + (face.ascentUnits * sizeMpt) / 1000),
    color: style.color,
    paragraph: style.paragraph,
    spaceGlyph,
    spaceUnits: (face.advances[spaceGlyph] ?? 250) + trackingUnits,
    trackingUnits,
    yMpt: 0 - (ornament?.raiseMpt ?? 0),
    lines: ornament && linesOf(face, sizeMpt, ornament),
    noteFlag: 0,
    isFixed: style.isFixed === true,
  };
}

/** Letter-spacing in 1/1000 em, which is what kerns are counted in. */
function trackingOf({ ornament, sizeMpt }: TextStyle): number {
  return Math.round(((ornament?.letterSpacingMpt ?? 0) * 1000) / sizeMpt);
}

/** A font with words of its own: they are shaped otherwise, or drawn with lines. */
function ornateFont(
  { index, face }: OpenFont,
  { features }: Pick<TextOrnament, "features">,
  trackingUnits: number,
): OpenFont {
  const tags = Object.entries(TYPE_FEATURES).flatMap(([name, each]) =>
    features.includes(name) ? each : [],
  );
  const shaper = new Shaper(face, {
    cacheWordsMax: limits.wordCacheMax,
    features: tags,
    trackingUnits,
    isOrnate: true,
  });
  return { index, face, shaper };
}

function linesOf(face: FontFace, sizeMpt: Mpt, ornament: TextOrnament): TextLine[] | undefined {
  const { isUnderlined, isStruck } = ornament;
  const inMpt = (units: number): Mpt => Math.round((units * sizeMpt) / 1000);
  const line = (topUnits: number, units: number): TextLine => ({
    yMpt: 0 - inMpt(topUnits) - ornament.raiseMpt,
    thicknessMpt: inMpt(units),
  });
  if (!isUnderlined && !isStruck) return undefined;
  return [
    ...(isUnderlined ? [line(face.underlineTopUnits, face.underlineUnits)] : []),
    ...(isStruck ? [line(face.strikeTopUnits, face.strikeUnits)] : []),
  ];
}
