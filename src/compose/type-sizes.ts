import type { LayoutPlan } from "../model/layout-plan.ts";
import { enlargedPlan } from "./enlarged-plan.ts";
import type { SetContext, StaticForm } from "./set-context.ts";
import { ShrunkStyles } from "./shrunk-styles.ts";
import { type OpenFont, typeStyles } from "./type-style.ts";

type SizedContext = Pick<
  SetContext,
  "styles" | "shrunk" | "cellPercentMin" | "statics" | "geometries"
>;

/** The sizes that a document's texts are set in, and what was made in them. */
export interface TypeSizes {
  readonly context: SizedContext;
  /** The number of the first master's art; the others follow. */
  readonly firstArt: number;
}

export interface TypeSizesOfPlan {
  readonly usual: TypeSizes;
  /** Of documents in large print, if the layout has any. */
  readonly large: TypeSizes | undefined;
}

/** The sizes of a layout. In large print, static blocks are set in place: it is for few. */
export function typeSizesOf(
  plan: LayoutPlan,
  fonts: readonly OpenFont[],
  statics: ReadonlyMap<string, StaticForm>,
): TypeSizesOfPlan {
  const large = enlargedPlan(plan);
  return {
    usual: typeSizes(plan, fonts, statics, 0),
    large: large && typeSizes(large, fonts, new Map(), plan.masters.length),
  };
}

function typeSizes(
  plan: LayoutPlan,
  fonts: readonly OpenFont[],
  statics: ReadonlyMap<string, StaticForm>,
  firstArt: number,
): TypeSizes {
  const styles = typeStyles(plan, fonts);
  const shrunk = new ShrunkStyles(styles);
  const cellPercentMin = plan.percentMin ?? 100;
  return { context: { styles, shrunk, cellPercentMin, statics, geometries: new Map() }, firstArt };
}
