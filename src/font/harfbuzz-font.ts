import { Blob, Buffer as GlyphBuffer, Face, Font } from "harfbuzzjs";
import type { FontFace } from "./font-face.ts";

const fonts = new WeakMap<FontFace, Font>();

/** A HarfBuzz font over a copy of the file; positions come in the font's own units. */
export function openHarfbuzz(bytes: Uint8Array): Font {
  return new Font(new Face(new Blob(bytes)));
}

/** Keeps the font that a face was read with, so that each file is copied to HarfBuzz only once. */
export function keepHarfbuzz(face: FontFace, font: Font): void {
  fonts.set(face, font);
}

/** The HarfBuzz font of a face, opened once. */
export function harfbuzzOf(face: FontFace): Font {
  const kept = fonts.get(face);
  if (kept !== undefined) return kept;
  const font = openHarfbuzz(face.bytes);
  fonts.set(face, font);
  return font;
}

let buffer: GlyphBuffer | undefined;

/** The one buffer of this thread, empty. HarfBuzz memory is freed late, so it is reused. */
export function emptyBuffer(): GlyphBuffer {
  buffer ??= new GlyphBuffer();
  buffer.reset();
  return buffer;
}
