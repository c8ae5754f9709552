import { textString, nameObject, asciiBytes } from "./strings.ts";
import { formatThousandths } from "./byte-writer.ts";

/** What the PDF needs of one embedded font; measures in 1/1000 em. */
export interface FontProgram {
  /** PostScript name with its subset tag, such as `ABCDEF+NotoSans-Regular`. */
  readonly name: string;
  readonly isCff: boolean;
  /** The subset, glyph ids as in the original font. */
  readonly file: Uint8Array;
  readonly glyphs: readonly number[];
  readonly advances: Uint16Array;
  /** Code point by glyph id, 0 where there is none. */
  readonly codePoints: Uint32Array;
  readonly bbox: readonly number[];
  readonly ascentUnits: number;
  readonly descentUnits: number;
  readonly capHeightUnits: number;
  readonly italicAngle: number;
  readonly stemV: number;
  readonly flags: number;
}

/** The five objects of a composite font, in the order their numbers follow `firstId`. */
export function fontObjects(
  font: FontProgram,
  firstId: number,
  deflate: (bytes: Uint8Array) => Uint8Array,
): Uint8Array[] {
  const [descendantId, descriptorId, fileId, unicodeId] = [1, 2, 3, 4].map((n) => firstId + n);
  const name = nameObject(font.name);
  const type0 =
    `<</Type/Font/Subtype/Type0/BaseFont${name}/Encoding/Identity-H` +
    `/DescendantFonts[${descendantId} 0 R]/ToUnicode ${unicodeId} 0 R>>`;
  const descendant =
    `<</Type/Font/Subtype/${font.isCff ? "CIDFontType0" : "CIDFontType2"}/BaseFont${name}` +
    `/CIDSystemInfo<</Registry${textString("Adobe")}/Ordering${textString("Identity")}` +
    `/Supplement 0>>/FontDescriptor ${descriptorId} 0 R/DW 0/W[${widthArray(font)}]` +
    `${font.isCff ? "" : "/CIDToGIDMap/Identity"}>>`;
  const descriptor =
    `<</Type/FontDescriptor/FontName${name}/Flags ${font.flags}` +
    `/FontBBox[${font.bbox.map(Math.round).join(" ")}]` +
    `/ItalicAngle ${formatThousandths(Math.round(font.italicAngle * 1000))}` +
    `/Ascent ${font.ascentUnits}/Descent ${font.descentUnits}/CapHeight ${font.capHeightUnits}` +
    `/StemV ${font.stemV}/${font.isCff ? "FontFile3" : "FontFile2"} ${fileId} 0 R>>`;
  const fileEntries = font.isCff ? "/Subtype/OpenType" : `/Length1 ${font.file.length}`;
  return [
    asciiBytes(type0),
    asciiBytes(descendant),
    asciiBytes(descriptor),
    streamBody(`${fileEntries}/Filter/FlateDecode`, deflate(font.file)),
    streamBody("/Filter/FlateDecode", deflate(asciiBytes(toUnicodeMap(font)))),
  ];
}

export const FONT_OBJECT_COUNT = 5;

/** A complete stream object body. */
export function streamBody(entries: string, data: Uint8Array): Uint8Array {
  const head = asciiBytes(`<<${entries}/Length ${data.length}>>stream\n`);
  const tail = asciiBytes("\nendstream");
  const body = new Uint8Array(head.length + data.length + tail.length);
  body.set(head);
  body.set(data, head.length);
  body.set(tail, head.length + data.length);
  return body;
}

/** Runs of glyphs with consecutive ids as `first [w w w]` (ISO 32000-1, 9.7.4.3). */
function widthArray({ glyphs, advances }: FontProgram): string {
  const parts: string[] = [];
  let run: number[] = [];
  let first = -1;
  for (const glyph of glyphs) {
    if (glyph !== first + run.length) {
      if (run.length > 0) parts.push(`${first}[${run.join(" ")}]`);
      first = glyph;
      run = [];
    }
    run.push(advances[glyph] as number);
  }
  if (run.length > 0) parts.push(`${first}[${run.join(" ")}]`);
  return parts.join("");
}

/** Entries of one `beginbfchar` section (ISO 32000-1, 9.10.3). */
const BFCHAR_MAX = 100;

function toUnicodeMap({ glyphs, codePoints }: FontProgram): string {
  const entries = glyphs
    .filter((glyph) => (codePoints[glyph] as number) > 0)
    .map((glyph) => `<${hex4(glyph)}><${utf16Hex(codePoints[glyph] as number)}>`);
  const sections: string[] = [];
  for (let first = 0; first < entries.length; first += BFCHAR_MAX) {
    const section = entries.slice(first, first + BFCHAR_MAX);
    sections.push(`${section.length} beginbfchar\n${section.join("\n")}\nendbfchar\n`);
  }
  return (
    "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n" +
    "/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n" +
    "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n" +
    "1 begincodespacerange\n<0000><FFFF>\nendcodespacerange\n" +
    `${sections.join("")}endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n`
  );
}

function hex4(value: number): string {
  return value.toString(16).toUpperCase().padStart(4, "0");
}

function utf16Hex(codePoint: number): string {
  const text = String.fromCodePoint(codePoint);
  return [...Array(text.length).keys()].map((index) => hex4(text.charCodeAt(index))).join("");
}
