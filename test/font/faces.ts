import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { openFontFace } from "../../src/font/font-face.ts";
import type { FontFace } from "../../src/font/font-face.ts";
import { installSubsetter, SUBSETTER_MODULE } from "../../src/font/subset-library.ts";

/** The part of fontkit the tests use as a second opinion; it comes without types. */
export interface Oracle {
  readonly postscriptName: string;
  readonly unitsPerEm: number;
  readonly numGlyphs: number;
  readonly ascent: number;
  readonly descent: number;
  readonly capHeight: number;
  readonly xHeight: number;
  readonly characterSet: number[];
  glyphForCodePoint(codePoint: number): { readonly id: number };
  getGlyph(id: number): { readonly advanceWidth: number; readonly path: { toSVG(): string } };
  layout(
    text: string,
    features: Record<string, boolean>,
  ): {
    readonly glyphs: { readonly id: number }[];
    readonly positions: { readonly xAdvance: number }[];
    readonly advanceWidth: number;
  };
}

const fontkit = createRequire(import.meta.url)("fontkit") as {
  create(bytes: Uint8Array): Oracle;
};

export const FONT_NAMES = [
  "NotoSans-Regular",
  "NotoSans-Bold",
  "NotoSans-Italic",
  "NotoSans-SemiBold",
] as const;

export function fontBytes(name: string): Uint8Array {
  return readFileSync(new URL(`../../fonts/${name}.ttf`, import.meta.url));
}

export function noto(name = "NotoSans-Regular"): FontFace {
  return openFontFace(fontBytes(name));
}

export function oracleOf(bytes: Uint8Array): Oracle {
  return fontkit.create(Buffer.from(bytes));
}

export function readySubsetter(): void {
  installSubsetter(readFileSync(fileURLToPath(import.meta.resolve(SUBSETTER_MODULE))));
}

/** A CFF font of the machine, where there is one. */
export const CFF_PATH = "/usr/share/fonts/opentype/urw-base35/NimbusSans-Regular.otf";
export const hasCff: boolean = existsSync(CFF_PATH);

/** Numbers that only depend on the text's characters: no ligatures, no alternates. */
export const NO_LIGATURES = { liga: false, clig: false };

function tableRecord(bytes: Uint8Array, tag: string): { record: number; offset: number } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let record = 12; record < 12 + view.getUint16(4) * 16; record += 16)
    if (Buffer.from(bytes.subarray(record, record + 4)).toString("latin1") === tag)
      return { record, offset: view.getUint32(record + 8) };
  throw new Error(`no ${tag}`);
}

/** A font with one 16-bit field changed and the table's checksum made right again. */
export function withField(font: Uint8Array, tag: string, at: number, value: number): Uint8Array {
  const bytes = Uint8Array.from(font);
  const view = new DataView(bytes.buffer);
  const { record, offset } = tableRecord(bytes, tag);
  const before = view.getUint16(offset + at);
  view.setUint16(offset + at, value);
  const shift = at % 4 === 0 ? 16 : 0;
  const sum = view.getUint32(record + 4) + (value - before) * 2 ** shift;
  view.setUint32(record + 4, sum % 2 ** 32);
  return bytes;
}
