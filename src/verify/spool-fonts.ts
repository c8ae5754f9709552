import { idOf } from "./cross-references.ts";
import type { PdfObjects } from "./pdf-objects.ts";
import type { PdfDictionary, PdfValue } from "./pdf-syntax.ts";
import type { FontDecoders } from "./shown-text.ts";
import { type CodeDecoder, readToUnicode } from "./to-unicode.ts";

/** The fonts that pages may name, each by its own ToUnicode map (ISO 32000-1, 9.10.3). */
export function spoolFonts(objects: PdfObjects, resourcesId: number): FontDecoders {
  const decoders = new Map<string, CodeDecoder>();
  const resources = resourcesId > 0 ? objects.dictionary(resourcesId) : undefined;
  const fonts = dictionaryOf(objects, resources?.get("Font"));
  for (const [name, font] of fonts ?? []) {
    const map = idOf(dictionaryOf(objects, font)?.get("ToUnicode"));
    const stream = map > 0 ? objects.stream(map, false) : undefined;
    const decoder = stream && readToUnicode(stream.content);
    if (decoder !== undefined) decoders.set(name, decoder);
  }
  return decoders;
}

function dictionaryOf(objects: PdfObjects, value: PdfValue | undefined): PdfDictionary | undefined {
  if (value instanceof Map) return value;
  const id = idOf(value);
  return id > 0 ? objects.dictionary(id) : undefined;
}
