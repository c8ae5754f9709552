import type { z } from "zod";
import type { Mpt } from "../../base/units.ts";
import type { TextOrnament } from "../../model/layout-plan.ts";
import { lengthMpt } from "../../yaml/schema-values.ts";
import type { Path, YamlSource } from "../../yaml/yaml-source.ts";
import type { styleSchema } from "../layout-schema.ts";

/** How far raised and lowered text stands from the baseline, as shares of its own size. */
const SUPER_SHARE = 0.55;
const SUB_SHARE = -0.22;
/** Letters may be spaced by half their size, and drawn together by a tenth. */
const SPACING_SHARE_MAX = 0.5;
const SPACING_SHARE_MIN = -0.1;

/** What a style does to its letters; undefined if nothing. */
export function ornamentOf(
  source: YamlSource,
  path: Path,
  own: z.output<typeof styleSchema>,
  sizeMpt: Mpt,
): TextOrnament | undefined {
  const letterSpacingMpt = lengthMpt(own["letter-spacing"] ?? 0);
  checkSpacing(source, path, letterSpacingMpt, sizeMpt);
  const share = own.script === "super" ? SUPER_SHARE : own.script === "sub" ? SUB_SHARE : 0;
  const ornament = {
    letterSpacingMpt,
    isUnderlined: own.underline ?? false,
    isStruck: own.strike ?? false,
    raiseMpt: Math.round(sizeMpt * share),
    features: own.features ?? [],
  };
  const { isUnderlined, isStruck, raiseMpt, features } = ornament;
  const isPlain = letterSpacingMpt === 0 && !isUnderlined && !isStruck && raiseMpt === 0;
  return isPlain && features.length === 0 ? undefined : ornament;
}

function checkSpacing(source: YamlSource, path: Path, spacingMpt: Mpt, sizeMpt: Mpt): void {
  const share = spacingMpt / sizeMpt;
  if (share >= SPACING_SHARE_MIN && share <= SPACING_SHARE_MAX) return;
  const message = "Letter spacing can range from minus a tenth to half of the text's size.";
  source.report("bad-length", [...path, "letter-spacing"], message);
}
