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
  /** Glyph by one-byte code (below 128), 0 where there is none; others take two bytes. */
  readonly singles: Uint16Array;
  readonly bbox: readonly number[];
  readonly ascentUnits: number;
  readonly descentUnits: number;
  readonly capHeightUnits: number;
  readonly italicAngle: number;
  readonly stemV: number;
  readonly flags: number;
}

/** The objects of a composite font, in the order their numbers follow `firstId`. */
export function fontObjects(
  font: FontProgram,
  firstId: number,
  deflate: (bytes: Uint8Array) => Uint8Array,
): Uint8Array[] {
  const [descendantId, descriptorId, fileId, unicodeId, encodingId] = [1, 2, 3, 4, 5].map(
    (n) => firstId + n,
  );
  const name = nameObject(font.name);
  const type0 =
    `<</Type/Font/Subtype/Type0/BaseFont${name}/Encoding ${encodingId} 0 R` +
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
    streamBody(
      `/Type/CMap/CMapName/${ENCODING_NAME}/CIDSystemInfo${SYSTEM_INFO}/Filter/FlateDecode`,
      deflate(asciiBytes(encodingMap(font))),
    ),
  ];
}

const ENCODING_NAME = "Nightpress-H";
const SYSTEM_INFO = "<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>";

/** One byte below 128; two bytes where the first has its high bit set. */
const CODE_SPACE = "2 begincodespacerange\n<00><7F>\n<8000><FFFF>\nendcodespacerange\n";

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

/** Entries of one section of a CMap (ISO 32000-1, 9.7.5.4). */
const SECTION_MAX = 100;

/** Codes → glyph ids: what the painter writes, whatever the subset. */
function encodingMap({ singles }: FontProgram): string {
  const ranges = [...singles].flatMap((glyph, code) =>
    glyph === 0 ? [] : [`<${hex(code, 2)}><${hex(code, 2)}> ${glyph}`],
  );
  // A range may not cross a change of the first byte (Adobe Technical Note 5014).
  for (let high = 0; high < 0x80; high += 1) {
    const first = hex(0x8000 | (high << 8), 4);
    ranges.push(`<${first}><${hex(0x80ff | (high << 8), 4)}> ${high << 8}`);
  }
  const info =
    "/CIDSystemInfo 3 dict dup begin /Registry (Adobe) def /Ordering (Identity) def " +
    "/Supplement 0 def end def\n";
  return cmap(ENCODING_NAME, info, 1, sections("cidrange", ranges));
}

function toUnicodeMap({ glyphs, codePoints, singles }: FontProgram): string {
  const single = new Map([...singles].map((glyph, code) => [glyph, code]));
  single.delete(0);
  const entries = glyphs
    .filter((glyph) => (codePoints[glyph] as number) > 0)
    .map((glyph) => {
      const code = single.get(glyph);
      const from = code === undefined ? hex(0x8000 | glyph, 4) : hex(code, 2);
      return `<${from}><${utf16Hex(codePoints[glyph] as number)}>`;
    });
  const info = "/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n";
  return cmap("Adobe-Identity-UCS", info, 2, sections("bfchar", entries));
}

function cmap(name: string, info: string, type: number, body: string): string {
  return (
    `/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n${info}` +
    `/CMapName /${name} def\n/CMapType ${type} def\n${CODE_SPACE}${body}` +
    "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
  );
}

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
