import { diagnostic } from "../base/diagnostic.ts";
import type { Host } from "../base/host.ts";
import { limits } from "../base/limits.ts";
import type { OpenFont } from "../compose/type-style.ts";
import { FontError } from "../font/font-error.ts";
import { openFontFace } from "../font/font-face.ts";
import { Shaper } from "../font/shaper.ts";
import { fontFile } from "../rules/font-file.ts";
import type { FontPlan, LayoutPlan } from "../model/layout-plan.ts";
import type { PlainFont } from "./plain-fonts.ts";
import { type PlanFault, throwFaults } from "./plan-fault.ts";

/**
 * Opens the plan's fonts; once in each thread, since faces and their caches are not shared. Throws
 * a `UsageError` for unusable fonts.
 */
export function openFonts(host: Host, plan: Pick<LayoutPlan, "fonts">): readonly OpenFont[] {
  const { fonts, faults } = tryFonts(host, plan);
  throwFaults(faults);
  return fonts;
}

/** The fonts that can be opened, and the faults of the others; `plain` has the packed ones. */
export function tryFonts(
  host: Host,
  plan: Pick<LayoutPlan, "fonts">,
  plain: ReadonlyMap<number, PlainFont> = new Map(),
): { readonly fonts: readonly OpenFont[]; readonly faults: readonly PlanFault[] } {
  const fonts: OpenFont[] = [];
  const faults: PlanFault[] = [];
  for (const [index, font] of plan.fonts.entries()) {
    const fault = fontFault(font, () => {
      const face = openFontFace(bytesOf(plain.get(index) ?? host.readFile(fontFile(font).file)));
      const shaper = new Shaper(face, { cacheWordsMax: limits.wordCacheMax });
      fonts.push({ index, face, shaper });
    });
    if (fault !== undefined) faults.push(fault);
  }
  return { fonts, faults };
}

function bytesOf(font: PlainFont): Uint8Array {
  if (font instanceof FontError) throw font;
  return font;
}

/** Faults found when the font is used, at the place that names its file. */
export function fontFault({ id, file }: FontPlan, use: () => void): PlanFault | undefined {
  try {
    use();
    return undefined;
  } catch (error) {
    if (!(error instanceof FontError)) throw error;
    const [family = id, face = "regular"] = id.split("/");
    const found = diagnostic(error.code, error.message, { hint: `it is the file ${file}` });
    return { path: ["fonts", family, face], found };
  }
}
