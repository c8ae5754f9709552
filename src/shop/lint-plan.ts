import { defined } from "../base/assert.ts";
import { byPlace, type Diagnostic, UsageError } from "../base/diagnostic.ts";
import type { Host } from "../base/host.ts";
import { subsetFont } from "../font/subset.ts";
import type { LayoutPlan } from "../model/layout-plan.ts";
import { loadSubsetter } from "../work/load-subsetter.ts";
import { emailImages } from "../work/email-images.ts";
import { fontFault } from "../work/open-fonts.ts";
import { placedFaults } from "../work/placed-faults.ts";
import { prepare, type PrepareBy, type Prepared } from "../work/prepare.ts";
import { layoutSamples } from "./layout-samples.ts";
import { stressLayout, type StressOptions } from "./stress-layout.ts";

/** A checked plan as a run would prepare it, or all that the run would refuse of it. */
export interface TriedPlan {
  /** Undefined if there are errors. */
  readonly prepared?: Prepared;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Does with a checked plan what a run does before and after it composes: opens and reduces the
 * fonts, decodes the images, sets what is static.
 */
export async function tryPlan(host: Host, plan: LayoutPlan, by: PrepareBy): Promise<TriedPlan> {
  try {
    const prepared = await prepare(host, plan, by);
    const faults = subsetFaults(host, plan, prepared);
    if (faults.length > 0) return { diagnostics: placedFaults(host, by.layout, faults) };
    await emailImages(host, plan, by.layout);
    return { prepared, diagnostics: [] };
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return { diagnostics: error.diagnostics.toSorted(byPlace) };
  }
}

/** What lint looks for besides what is wrong with the files. */
export interface LintOptions {
  /** Made-up records are composed, too. */
  readonly stress?: StressOptions;
}

/** As `tryPlan`, and what the layout's own sample records show, and made-up ones if wanted. */
export async function lintPlan(
  host: Host,
  plan: LayoutPlan,
  by: PrepareBy,
  { stress }: LintOptions = {},
): Promise<readonly Diagnostic[]> {
  const { prepared, diagnostics } = await tryPlan(host, plan, by);
  if (prepared === undefined) return diagnostics;
  const found = layoutSamples(host, plan, by, prepared);
  return stress ? [...found, ...stressLayout(host, plan, by, prepared, stress)] : found;
}

/** Fonts that cannot be reduced, which a run needs only when all is composed. */
function subsetFaults(host: Host, plan: LayoutPlan, { fonts }: Prepared) {
  loadSubsetter(host);
  return fonts.flatMap(({ index, face }) => {
    const glyphs = Array.from({ length: face.glyphCount }, (_, glyph) => glyph);
    const font = defined(plan.fonts[index], "a font's plan");
    return fontFault(font, () => subsetFont(face, glyphs)) ?? [];
  });
}
