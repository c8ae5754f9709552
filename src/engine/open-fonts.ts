import type { Host } from "../base/host.ts";
import { limits } from "../base/limits.ts";
import type { OpenFont } from "../compose/type-style.ts";
import { openFontFace } from "../font/font-face.ts";
import { Shaper } from "../font/shaper.ts";
import type { LayoutPlan } from "../model/layout-plan.ts";

/** Opens the plan's fonts; once in each thread, since faces and their caches are not shared. */
export function openFonts(host: Host, plan: LayoutPlan): readonly OpenFont[] {
  return plan.fonts.map(({ file }, index) => {
    const face = openFontFace(host.readFile(file));
    return { index, face, shaper: new Shaper(face, { cacheWordsMax: limits.wordCacheMax }) };
  });
}
