import type { Mpt } from "../base/units.ts";
import type { LayoutPlan, TextStyle } from "../model/layout-plan.ts";

/**
 * The plan by which documents in large print are set, if the layout has any: their texts are
 * larger, and what stands in a fixed place is as large as that allows. The address in the window
 * is none of them: it comes to the pages later, in its own size.
 */
export function enlargedPlan(plan: LayoutPlan): LayoutPlan | undefined {
  const { largePrint, styles, percentMin = 100 } = plan;
  if (largePrint === undefined) return undefined;
  const { percent } = largePrint;
  return {
    ...plan,
    percentMin: Math.floor((percentMin * 100) / percent),
    styles: styles.map((style) => enlarged(style, percent)),
  };
}

function enlarged(style: TextStyle, percent: number): TextStyle {
  if (style.isFixed === true) return style;
  const part = (mpt: Mpt): Mpt => Math.round((mpt * percent) / 100);
  const { sizeMpt, leadingMpt, ornament } = style;
  const { letterSpacingMpt = 0, raiseMpt = 0 } = ornament ?? {};
  const placed = { letterSpacingMpt: part(letterSpacingMpt), raiseMpt: part(raiseMpt) };
  return {
    ...style,
    sizeMpt: part(sizeMpt),
    leadingMpt: part(leadingMpt),
    ...(ornament && { ornament: { ...ornament, ...placed } }),
  };
}
