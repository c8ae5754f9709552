import type { ReadFont } from "./resources/read-font.ts";
import type { FontDecoders } from "./content/shown-text.ts";
import { type CodeDecoder, readToUnicode } from "./fonts/to-unicode.ts";

/** The fonts that pages may name, each by its own ToUnicode map (ISO 32000-1, 9.10.3). */
export function spoolFonts(fonts: ReadonlyMap<string, ReadFont>): FontDecoders {
  const decoders = new Map<string, CodeDecoder>();
  for (const [name, { font }] of fonts) {
    const decoder = readToUnicode(font.toUnicode);
    if (decoder !== undefined) decoders.set(name, decoder);
  }
  return decoders;
}
