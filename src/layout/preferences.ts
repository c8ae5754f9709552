import type { LayoutPlan } from "../model/layout-plan.ts";
import { checkAgainst } from "../yaml/schema-issues.ts";
import { SIZE_MAX_MPT } from "./blocks/styles.ts";
import { checkedExpr } from "./blocks/texts.ts";
import type { LayoutCheck } from "./layout-check.ts";
import { layoutSchema } from "./layout-schema.ts";

/** Checks the section `preferences`: what the layout does otherwise for some customers. */
export function checkedPreferences(
  check: LayoutCheck,
  section: unknown,
): Pick<LayoutPlan, "largePrint"> {
  const { source, styles } = check;
  const schema = layoutSchema.shape.preferences;
  const own = checkAgainst(source, ["preferences"], schema, section)?.["large-print"];
  if (own === undefined) return {};
  const path = ["preferences", "large-print"];
  const when = checkedExpr(check, [...path, "when"], own.when, "boolean");
  const tooLarge = styles.items.find(({ sizeMpt }) => sizeMpt * own.scale > SIZE_MAX_MPT * 100);
  if (tooLarge !== undefined) {
    const message = `It makes the style \`${tooLarge.name}\` larger than 144pt.`;
    source.report("bad-size", [...path, "scale"], message);
  }
  return when === undefined ? {} : { largePrint: { when, percent: own.scale } };
}
