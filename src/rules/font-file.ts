import type { FontFile, FontPlan } from "../model/layout-plan.ts";

/** The file that a font is used from: of a packed one, the plain file that the run keeps. */
export function fontFile({ plain, file, hash }: FontPlan): FontFile {
  return plain ?? { file, hash };
}
