import { sha256 } from "../../base/hash.ts";
import { makeDurableFolder, writeFileAtomic } from "../../base/host.ts";
import type { FontPlan, LayoutPlan } from "../../model/layout-plan.ts";
import type { RunPlace } from "./open-run.ts";

/**
 * Keeps the plain files of packed fonts in the run's folder, and gives the plan that names these:
 * workers, verifiers and a resumed run open no container, and an instance of a variable font stays
 * the one that the run began with. `plain` has the bytes of each font of the plan.
 */
export function keepFonts(
  { host, folder }: RunPlace,
  plan: LayoutPlan,
  plain: readonly Uint8Array[],
): LayoutPlan {
  if (plan.fonts.every(({ packed }) => packed === undefined)) return plan;
  makeDurableFolder(host, folder.fonts);
  const fonts = plan.fonts.map((font, index): FontPlan => {
    const bytes = plain[index];
    if (font.packed === undefined || bytes === undefined) return font;
    const file = `${folder.fonts}/${index}-${font.id.replaceAll(/[^\w-]+/g, "-")}.ttf`;
    writeFileAtomic(host, file, bytes);
    return { ...font, plain: { file, hash: sha256(bytes) } };
  });
  return { ...plan, fonts };
}
