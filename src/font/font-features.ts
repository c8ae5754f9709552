import type { FontFace } from "./font-face.ts";
import { harfbuzzOf } from "./harfbuzz-font.ts";

/** The index HarfBuzz has for a script's default language. */
const DEFAULT_LANGUAGE = 0xffff;

/** Whether a font substitutes glyphs under an OpenType feature, in some script. */
export function hasFeature(face: FontFace, tag: string): boolean {
  const { face: source } = harfbuzzOf(face);
  return source
    .getTableScriptTags("GSUB")
    .some((_, script) =>
      source.getLanguageFeatureTags("GSUB", script, DEFAULT_LANGUAGE).includes(tag),
    );
}
