import { diagnostic } from "../base/diagnostic.ts";
import type { OpenFont } from "../compose/type-style.ts";
import { hasFeature } from "../font/font-features.ts";
import { TYPE_FEATURES } from "../font/type-features.ts";
import type { LayoutPlan } from "../model/layout-plan.ts";
import type { PlanFault } from "./plan-fault.ts";

/** The features that styles ask for and their fonts do not have: nothing would come of them. */
export function featureFaults(plan: LayoutPlan, fonts: readonly OpenFont[]): PlanFault[] {
  return plan.styles.flatMap(({ name, font, ornament }) => {
    const face = fonts[font]?.face;
    if (face === undefined || ornament === undefined) return [];
    // A bold or italic variant is called after its style: `body/bold`.
    const [style = name] = name.split("/");
    return Object.entries(TYPE_FEATURES)
      .filter(([feature]) => ornament.features.includes(feature))
      .filter(([, tags]) => !tags.every((tag) => hasFeature(face, tag)))
      .map(([feature, tags]) => {
        const message = `The font ${face.id} has no ${feature}; use one that has them.`;
        const hint = `it lacks the OpenType feature ${tags.join(" or ")}`;
        const found = diagnostic("font.no-feature", message, { hint });
        return { path: ["styles", style, "features"], found };
      });
  });
}
