import { diagnostic, UsageError } from "../base/diagnostic.ts";
import type { Host } from "../base/host.ts";
import { limits } from "../base/limits.ts";
import type { OpenFont } from "../compose/type-style.ts";
import { FontError } from "../font/font-error.ts";
import { type FontFace, openFontFace } from "../font/font-face.ts";
import { Shaper } from "../font/shaper.ts";
import type { LayoutPlan } from "../model/layout-plan.ts";

/**
 * Opens the plan's fonts; once in each thread, since faces and their caches are not shared. Throws
 * a `UsageError` for those that cannot be used.
 */
export function openFonts(host: Host, plan: LayoutPlan): readonly OpenFont[] {
  return plan.fonts.map(({ file }, index) => {
    const face = usable(file, () => openFontFace(host.readFile(file)));
    return { index, face, shaper: new Shaper(face, { cacheWordsMax: limits.wordCacheMax }) };
  });
}

function usable(file: string, open: () => FontFace): FontFace {
  try {
    return open();
  } catch (error) {
    if (!(error instanceof FontError)) throw error;
    const hint = `it is the file ${file}`;
    throw new UsageError([diagnostic(error.code, error.message, { hint })]);
  }
}
