import { asciiBytes, nameObject } from "./strings.ts";
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
  /** Code point by glyph id, 0 if there is none. */
  readonly codePoints: Uint32Array;
  /** The code that content streams name a glyph by: below 128 in one byte, else in two. */
  readonly codeOf: (glyph: number) => number;
  readonly bbox: readonly number[];
  readonly ascentUnits: number;
  readonly descentUnits: number;
  readonly capHeightUnits: number;
  readonly italicAngle: number;
  readonly stemV: number;
  readonly flags: number;
}

/** The maps that are embedded with a font. */
export interface FontMaps {
  readonly toUnicode: Uint8Array;
  /** From codes to CIDs and from CIDs to glyphs; CFF fonts have none. */
  readonly codes?: Uint8Array;
  readonly glyphIds?: Uint8Array;
}

export function fontMaps(font: FontProgram): FontMaps {
  const toUnicode = asciiBytes(toUnicodeMap(font));
  if (font.isCff) return { toUnicode };
  return { toUnicode, codes: asciiBytes(encodingMap()), glyphIds: glyphIdsByCode(font) };
}

/** Codes with the advances of their glyphs, rising. */
export function codeWidths({ glyphs, advances, codeOf }: FontProgram): [number, number][] {
  return glyphs
    .map((glyph): [number, number] => [codeOf(glyph), advances[glyph] as number])
    .sort(([a], [b]) => a - b);
}

/** The objects of a composite font, in the order their numbers follow `firstId`. */
export function fontObjects(
  font: FontProgram,
  firstId: number,
  deflate: (bytes: Uint8Array) => Uint8Array,
  { toUnicode, codes, glyphIds }: FontMaps = fontMaps(font),
): Uint8Array[] {
  const [descendantId, descriptorId, fileId, unicodeId, encodingId, glyphsId] = [
    1, 2, 3, 4, 5, 6,
  ].map((offset) => firstId + offset);
  const name = nameObject(font.name);
  const encoding = font.isCff ? "/Identity-H" : ` ${encodingId} 0 R`;
  const glyphMap = font.isCff ? "" : `/CIDToGIDMap ${glyphsId} 0 R`;
  const type0 =
    `<</Type/Font/Subtype/Type0/BaseFont${name}/Encoding${encoding}` +
    `/DescendantFonts[${descendantId} 0 R]/ToUnicode ${unicodeId} 0 R>>`;
  const descendant =
    `<</Type/Font/Subtype/${font.isCff ? "CIDFontType0" : "CIDFontType2"}/BaseFont${name}` +
    `/CIDSystemInfo${SYSTEM_INFO}/FontDescriptor ${descriptorId} 0 R/DW 0` +
    `/W[${widthArray(font)}]${glyphMap}>>`;
  const fileEntries = font.isCff ? "/Subtype/OpenType" : `/Length1 ${font.file.length}`;
  const flate = (entries: string, bytes: Uint8Array): Uint8Array =>
    streamBody(`${entries}/Filter/FlateDecode`, deflate(bytes));
  const objects = [
    asciiBytes(type0),
    asciiBytes(descendant),
    asciiBytes(descriptorOf(font, fileId as number)),
    flate(fileEntries, font.file),
    flate("", toUnicode),
  ];
  if (codes === undefined || glyphIds === undefined) return objects;
  const entries = `/Type/CMap/CMapName/${ENCODING_NAME}/CIDSystemInfo${SYSTEM_INFO}`;
  return [...objects, flate(entries, codes), flate("", glyphIds)];
}

function descriptorOf(font: FontProgram, fileId: number): string {
  return (
    `<</Type/FontDescriptor/FontName${nameObject(font.name)}/Flags ${font.flags}` +
    `/FontBBox[${font.bbox.map(Math.round).join(" ")}]` +
    `/ItalicAngle ${formatThousandths(Math.round(font.italicAngle * 1000))}` +
    `/Ascent ${font.ascentUnits}/Descent ${font.descentUnits}/CapHeight ${font.capHeightUnits}` +
    `/StemV ${font.stemV}/${font.isCff ? "FontFile3" : "FontFile2"} ${fileId} 0 R>>`
  );
}

const ENCODING_NAME = "Nightpress-H";
const SYSTEM_INFO = "<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>";

/** One byte for printable ASCII; two bytes where the first has its high bit set. */
const CODE_SPACE = "2 begincodespacerange\n<20><7E>\n<8000><FFFF>\nendcodespacerange\n";
const IDENTITY_CODE_SPACE = "1 begincodespacerange\n<0000><FFFF>\nendcodespacerange\n";

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

/** Glyph ids by CID, two bytes each (ISO 32000-1, 9.7.4.2). */
function glyphIdsByCode({ glyphs, codeOf }: FontProgram): Uint8Array {
  const last = glyphs.reduce((max, glyph) => Math.max(max, codeOf(glyph)), 0);
  const ids = new Uint8Array((last + 1) * 2);
  for (const glyph of glyphs) {
    ids[codeOf(glyph) * 2] = glyph >> 8;
    ids[codeOf(glyph) * 2 + 1] = glyph & 0xff;
  }
  return ids;
}

/** Runs of consecutive CIDs as `first [w w w]` (ISO 32000-1, 9.7.4.3). */
function widthArray(font: FontProgram): string {
  const parts: string[] = [];
  let run: number[] = [];
  let first = -1;
  for (const [code, width] of codeWidths(font)) {
    if (code !== first + run.length) {
      if (run.length > 0) parts.push(`${first}[${run.join(" ")}]`);
      first = code;
      run = [];
    }
    run.push(width);
  }
  if (run.length > 0) parts.push(`${first}[${run.join(" ")}]`);
  return parts.join("");
}

/** Every code is its own CID: the font's CIDToGIDMap says which glyph that is. */
function encodingMap(): string {
  const ranges = ["<20><7E> 32"];
  // A range may not cross a change of the first byte (Adobe Technical Note 5014).
  for (let first = 0x8000; first <= 0xff00; first += 0x100) {
    ranges.push(`<${hex(first, 4)}><${hex(first | 0xff, 4)}> ${first}`);
  }
  const info =
    "/CIDSystemInfo 3 dict dup begin /Registry (Adobe) def /Ordering (Identity) def " +
    "/Supplement 0 def end def\n";
  return cmap(ENCODING_NAME, info, 1, CODE_SPACE + sections("cidrange", ranges));
}

function toUnicodeMap({ glyphs, codePoints, codeOf, isCff }: FontProgram): string {
  const entries = glyphs
    .filter((glyph) => (codePoints[glyph] as number) > 0)
    .map((glyph) => {
      const code = codeOf(glyph);
      const digits = !isCff && code < 0x80 ? 2 : 4;
      return `<${hex(code, digits)}><${utf16Hex(codePoints[glyph] as number)}>`;
    });
  const info = "/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n";
  const space = isCff ? IDENTITY_CODE_SPACE : CODE_SPACE;
  return cmap("Adobe-Identity-UCS", info, 2, space + sections("bfchar", entries));
}

function cmap(name: string, info: string, type: number, body: string): string {
  return (
    `/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n${info}` +
    `/CMapName /${name} def\n/CMapType ${type} def\n${body}` +
    "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
  );
}

/** Entries of one section of a CMap (ISO 32000-1, 9.7.5.4). */
const SECTION_MAX = 100;

function sections(kind: string, entries: readonly string[]): string {
  let text = "";
  for (let first = 0; first < entries.length; first += SECTION_MAX) {
    const section = entries.slice(first, first + SECTION_MAX);
    text += `${section.length} begin${kind}\n${section.join("\n")}\nend${kind}\n`;
  }
  return text;
}

function hex(value: number, digits: number): string {
  return value.toString(16).toUpperCase().padStart(digits, "0");
}

function utf16Hex(codePoint: number): string {
  const text = String.fromCodePoint(codePoint);
  return [...Array(text.length).keys()].map((index) => hex(text.charCodeAt(index), 4)).join("");
}
