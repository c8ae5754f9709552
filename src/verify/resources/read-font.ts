import type { SharedResource } from "../../model/shared-resource.ts";
import type { EmbeddedFont } from "../fonts/prove-font.ts";
import type { PdfDictionary, PdfValue } from "../file/pdf-syntax.ts";
import { isArray, itemsOf } from "../file/pdf-values.ts";
import { hashOf, type ResourceSource } from "./resource-source.ts";
import {
  type Forms,
  isCount,
  isName,
  isNamed,
  isNumber,
  isNumbers,
  isReference,
  isWhole,
  valueText,
} from "./value-forms.ts";

/** A font of a spool: what it is compared by, and its parts. */
export interface ReadFont {
  readonly id: number;
  readonly resource: SharedResource;
  readonly font: EmbeddedFont;
}

const FONT: Forms = {
  Type: isNamed("Font"),
  Subtype: isNamed("Type0"),
  BaseFont: isName,
  Encoding: (value) => isNamed("Identity-H")(value) || isReference(value),
  DescendantFonts: isNumbers(1, isReference),
  ToUnicode: isReference,
};
const DESCENDANT: Forms = {
  Type: isNamed("Font"),
  Subtype: isNamed("CIDFontType0", "CIDFontType2"),
  BaseFont: isName,
  CIDSystemInfo: isSystemInfo,
  FontDescriptor: isReference,
  DW: (value) => value === 0,
  W: (value) => Array.isArray(value),
};
const DESCRIPTOR: Forms = {
  Type: isNamed("FontDescriptor"),
  FontName: isName,
  Flags: isCount,
  FontBBox: isNumbers(4, isWhole),
  ItalicAngle: isNumber,
  Ascent: isWhole,
  Descent: isWhole,
  CapHeight: isWhole,
  StemV: isWhole,
};
const ENCODING: Forms = {
  Type: isNamed("CMap"),
  CMapName: isNamed("Nightpress-H"),
  CIDSystemInfo: isSystemInfo,
};
/** A subset has a tag before its name (ISO 32000-1, 9.6.4). */
const SUBSET_NAME = /^[A-Z]{6}\+[\w.+-]+$/;

/** Reads a composite font (ISO 32000-1, 9.7); undefined if it is not written as such fonts are. */
export function readFont(
  source: ResourceSource,
  value: PdfValue | undefined,
  name: string,
): ReadFont | undefined {
  const what = `font ${name}`;
  const font = source.dictionary(value, what, FONT);
  if (font === undefined) return undefined;
  const [descendantValue] = itemsOf(font.entries.get("DescendantFonts"));
  const descendant = source.dictionary(descendantValue, `${what}, its descendant`, DESCENDANT, {
    CIDToGIDMap: isReference,
  });
  if (descendant === undefined) return undefined;
  const isCff = valueText(descendant.entries.get("Subtype")) === "/CIDFontType0";
  const isKind =
    descendant.entries.has("CIDToGIDMap") !== isCff &&
    isReference(font.entries.get("Encoding")) !== isCff;
  if (!isKind) return source.refuse(font.id, what, "its parts are not those of one kind of font");
  const widths = readWidths(itemsOf(descendant.entries.get("W")));
  if (widths === undefined) return source.refuse(descendant.id, what, "its widths are broken");
  const descriptor = readDescriptor(source, descendant.entries.get("FontDescriptor"), what, isCff);
  const parts = descriptor && readParts(source, font.entries, descendant.entries, what, isCff);
  if (parts === undefined || descriptor === undefined) return undefined;
  const names = [font, descendant].map(({ entries }) => valueText(entries.get("BaseFont")));
  if (names.some((one) => one !== descriptor.fontName))
    return source.refuse(font.id, what, "its parts have different names");
  const embedded = { isCff, program: descriptor.program, widths, ...parts };
  const sha256 = fontHashes(embedded);
  return { id: font.id, resource: { name, entries: descriptor.entries, sha256 }, font: embedded };
}

function isSystemInfo(value: PdfValue): boolean {
  if (!(value instanceof Map) || value.size !== 3) return false;
  const [registry, ordering] = [value.get("Registry"), value.get("Ordering")];
  return registry === "Adobe" && ordering === "Identity" && value.get("Supplement") === 0;
}

/** `first [w w w]`, with rising CIDs (9.7.4.3). */
function readWidths(array: readonly PdfValue[]): Map<number, number> | undefined {
  const widths = new Map<number, number>();
  let next = 0;
  for (let at = 0; at < array.length; at += 2) {
    const [first, list] = [array[at], array[at + 1]];
    if (typeof first !== "number" || first < next || !isArray(list)) return undefined;
    for (const [index, width] of list.entries()) {
      if (!isCount(width)) return undefined;
      widths.set(first + index, width);
    }
    next = first + list.length;
  }
  return widths;
}

interface Descriptor {
  readonly fontName: string;
  readonly entries: string;
  readonly program: Uint8Array;
}

function readDescriptor(
  source: ResourceSource,
  value: PdfValue | undefined,
  what: string,
  isCff: boolean,
): Descriptor | undefined {
  const key = isCff ? "FontFile3" : "FontFile2";
  const forms = { ...DESCRIPTOR, [key]: isReference };
  const found = source.dictionary(value, `${what}, its descriptor`, forms);
  if (found === undefined) return undefined;
  const { entries, id } = found;
  const fontName = valueText(entries.get("FontName")).slice(1);
  if (!SUBSET_NAME.test(fontName))
    return source.refuse(id, what, "its name is not that of a subset");
  const own: Forms = isCff ? { Subtype: isNamed("OpenType") } : { Length1: isCount };
  const program = source.bytes(entries.get(key), `${what}, its program`, own);
  if (program === undefined) return undefined;
  const text = (name: string): string => valueText(entries.get(name));
  return {
    fontName: `/${fontName}`,
    entries:
      `font ${fontName} ${isCff ? "CFF" : "TrueType"} flags ${text("Flags")} ` +
      `box ${text("FontBBox")} angle ${text("ItalicAngle")} ascent ${text("Ascent")} ` +
      `descent ${text("Descent")} cap ${text("CapHeight")} stem ${text("StemV")}`,
    program,
  };
}

function readParts(
  source: ResourceSource,
  font: PdfDictionary,
  descendant: PdfDictionary,
  what: string,
  isCff: boolean,
): Pick<EmbeddedFont, "encoding" | "glyphIds" | "toUnicode"> | undefined {
  const toUnicode = source.bytes(font.get("ToUnicode"), `${what}, its ToUnicode map`);
  if (toUnicode === undefined) return undefined;
  if (isCff) return { encoding: undefined, glyphIds: undefined, toUnicode };
  const encoding = source.bytes(font.get("Encoding"), `${what}, its map of codes`, ENCODING);
  const map = descendant.get("CIDToGIDMap");
  const glyphIds = source.bytes(map, `${what}, its map of glyphs`);
  return encoding && glyphIds && { encoding, glyphIds, toUnicode };
}

function fontHashes(font: EmbeddedFont): Record<string, string> {
  const { program, widths, encoding, glyphIds, toUnicode } = font;
  const widthText = [...widths].map(([cid, width]) => `${cid} ${width}\n`).join("");
  return {
    program: hashOf(program),
    widths: hashOf(Buffer.from(widthText, "latin1")),
    toUnicode: hashOf(toUnicode),
    ...(encoding && { codes: hashOf(encoding) }),
    ...(glyphIds && { glyphIds: hashOf(glyphIds) }),
  };
}
