import type { PDFDict, PDFDocument, PDFObject, PDFPage, PDFStream } from "pdf-lib";
import { assert } from "../base/assert.ts";
import { messageOf } from "../base/error-facts.ts";
import { balanceContent } from "./balance-content.ts";
import {
  type ImportedObject,
  type ImportedPage,
  type ImportedValue,
  NUMBER_MAX,
} from "../pdf/imported-page.ts";

type Library = typeof import("pdf-lib");

/** Why a file cannot be printed as it is, for the person who has it. */
export class ImportFault extends Error {}

/**
 * Of a page that is blank or has lines alone: a form with resources is known as a page, and one
 * with none as a drawing.
 */
const NO_RESOURCES: ImportedValue = { entries: [["ProcSet", [{ name: "PDF" }]]] };

export const NO_WHOLE_FILE = "it is no whole PDF file; save it again";

/** What may differ between a file's page and the paper. */
const SIZE_TOLERANCE_PT = 1;
const OBJECTS_MAX = 2000;
const DEPTH_MAX = 60;
/** What only programs that show PDF use, or what is derived from the rest. */
const DROPPED = new Set(["Metadata", "PieceInfo", "StructParent", "StructParents", "LastModified"]);

/**
 * Reads the pages of a PDF file with all that they draw with. Throws an `ImportFault` for a file
 * that would not print as it looks. The library is loaded by the first file that needs it.
 */
export async function importPages(
  bytes: Uint8Array,
  paper: { readonly widthPt: number; readonly heightPt: number },
): Promise<ImportedPage[]> {
  const library = await import("pdf-lib");
  const document = await opened(library, bytes);
  checkDocument(library, document);
  return document.getPages().map((page, index) => {
    checkPage(library, page, index + 1, paper);
    return new PageReader(library, document).read(page, paper);
  });
}

async function opened(library: Library, bytes: Uint8Array): Promise<PDFDocument> {
  try {
    return await library.PDFDocument.load(bytes, {
      updateMetadata: false,
      throwOnInvalidObject: true,
    });
  } catch (error) {
    if (/is encrypted/.test(messageOf(error)))
      throw new ImportFault("it is encrypted; save it without a password");
    throw new ImportFault(NO_WHOLE_FILE);
  }
}

function checkDocument({ PDFName }: Library, document: PDFDocument): void {
  const { catalog } = document;
  const has = (key: string): boolean => catalog.lookup(PDFName.of(key)) !== undefined;
  if (has("AcroForm")) throw new ImportFault("it has a form to fill in; save it flattened");
  const names = catalog.lookup(PDFName.of("Names"));
  if (String(names).includes("/JavaScript") || hasScript(document))
    throw new ImportFault("it runs JavaScript; save it without");
  if (has("OCProperties")) throw new ImportFault("it has layers; save it flattened");
}

function hasScript(document: PDFDocument): boolean {
  return document.context
    .enumerateIndirectObjects()
    .some(([, object]) => /\/S \/JavaScript\b|\/JS\b/.test(shallowText(object)));
}

function shallowText(object: PDFObject): string {
  return "contents" in object ? "" : object.toString();
}

function checkPage(
  { PDFName, PDFArray, PDFDict: Dict, PDFNumber }: Library,
  page: PDFPage,
  number: number,
  { widthPt, heightPt }: { readonly widthPt: number; readonly heightPt: number },
): void {
  const { x, y, ...box } = page.getCropBox();
  const unit = page.node.lookupMaybe(PDFName.of("UserUnit"), PDFNumber)?.asNumber() ?? 1;
  const [width, height] = [box.width * unit, box.height * unit];
  const isSize =
    Math.abs(width - widthPt) <= SIZE_TOLERANCE_PT &&
    Math.abs(height - heightPt) <= SIZE_TOLERANCE_PT;
  if (!isSize) {
    const found = `${round(width)} by ${round(height)} pt`;
    const wanted = `${round(widthPt)} by ${round(heightPt)} pt`;
    throw new ImportFault(
      `page ${number} is ${found}, and the paper ${wanted}; save it in that size`,
    );
  }
  if (x !== 0 || y !== 0)
    throw new ImportFault(`page ${number} does not begin at 0, 0; save it uncropped`);
  if (unit !== 1) throw new ImportFault(`page ${number} is not measured in points; save it again`);
  if (page.getRotation().angle % 360 !== 0)
    throw new ImportFault(`page ${number} is turned; save it upright`);
  const annotations = page.node.lookupMaybe(PDFName.of("Annots"), PDFArray);
  for (const each of annotations?.asArray() ?? []) {
    const annotation = page.doc.context.lookupMaybe(each, Dict);
    if (String(annotation?.lookup(PDFName.of("Subtype"))) !== "/Link")
      throw new ImportFault(`page ${number} has comments or fields on it; save it flattened`);
  }
}

function balanced(content: Uint8Array): Uint8Array {
  const whole = balanceContent(content);
  if (whole !== undefined) return whole;
  throw new ImportFault(
    "its content ends states that it did not begin (Q without q); print it anew",
  );
}

function numberIn(value: number): number {
  if (Math.abs(value) < NUMBER_MAX) return value;
  throw new ImportFault("it has a number that is too large; save it again");
}

function round(points: number): number {
  return Math.round(points * 10) / 10;
}

class PageReader {
  readonly #library: Library;
  readonly #document: PDFDocument;
  readonly #objects: ImportedObject[] = [];
  /** By the tag of an object of the file: its place, or -1 while it is read. */
  readonly #places = new Map<string, number>();

  constructor(library: Library, document: PDFDocument) {
    this.#library = library;
    this.#document = document;
  }

  read(page: PDFPage, { widthPt, heightPt }: { widthPt: number; heightPt: number }): ImportedPage {
    const own = this.#entries(page.node.Resources() ?? this.#document.context.obj({}), 0, []);
    const resources = own.length === 0 ? NO_RESOURCES : { entries: own };
    return { widthPt, heightPt, content: this.#content(page), resources, objects: this.#objects };
  }

  /** The streams of a page as one, parted by a line feed. */
  #content(page: PDFPage): Uint8Array {
    const { PDFArray, PDFStream: Stream } = this.#library;
    const contents = page.node.Contents();
    const streams = contents instanceof PDFArray ? contents.asArray() : [contents];
    const parts = streams.flatMap((each) => {
      const stream = this.#document.context.lookup(each);
      return stream instanceof Stream
        ? [Buffer.from(this.#unpacked(stream)), Buffer.from("\n")]
        : [];
    });
    return balanced(new Uint8Array(Buffer.concat(parts)));
  }

  #unpacked(stream: PDFStream): Uint8Array {
    const { PDFRawStream, decodePDFRawStream } = this.#library;
    assert(stream instanceof PDFRawStream, "a stream of a file that was read is as it was written");
    try {
      return decodePDFRawStream(stream).decode();
    } catch {
      throw new ImportFault("it packs its pages in a way that cannot be read; save it as PDF 1.7");
    }
  }

  #value(object: PDFObject | undefined, depth: number): ImportedValue {
    const library = this.#library;
    if (depth > DEPTH_MAX) throw new ImportFault("its objects are nested too deep");
    if (object instanceof library.PDFRef) return this.#reference(object.tag, depth);
    if (object instanceof library.PDFDict) {
      this.#checkFont(object);
      return { entries: this.#entries(object, depth, []) };
    }
    if (object instanceof library.PDFArray)
      return object.asArray().map((item) => this.#value(item, depth + 1));
    if (object instanceof library.PDFName)
      return { name: Buffer.from(object.asBytes()).toString("latin1") };
    if (object instanceof library.PDFNumber) return numberIn(object.asNumber());
    if (object instanceof library.PDFBool) return object.asBoolean();
    if (object instanceof library.PDFString || object instanceof library.PDFHexString)
      return { text: Buffer.from(object.asBytes()).toString("latin1") };
    return null;
  }

  #entries(
    dictionary: PDFDict,
    depth: number,
    without: readonly string[],
  ): [string, ImportedValue][] {
    return dictionary.entries().flatMap(([key, value]): [string, ImportedValue][] => {
      const name = Buffer.from(key.asBytes()).toString("latin1");
      if (DROPPED.has(name) || without.includes(name)) return [];
      return [[name, this.#value(value, depth + 1)]];
    });
  }

  #reference(tag: string, depth: number): ImportedValue {
    const known = this.#places.get(tag);
    if (known === -1) throw new ImportFault("its objects name each other in a circle");
    if (known !== undefined) return { object: known };
    if (this.#objects.length >= OBJECTS_MAX)
      throw new ImportFault(`a page draws with more than ${OBJECTS_MAX} objects`);
    this.#places.set(tag, -1);
    const [number = 0, generation = 0] = tag.split(" ").map(Number);
    const ref = this.#library.PDFRef.of(number, generation);
    const object = this.#document.context.lookup(ref);
    const made = this.#object(object, depth);
    const place = this.#objects.push(made) - 1;
    this.#places.set(tag, place);
    return { object: place };
  }

  #object(object: PDFObject | undefined, depth: number): ImportedObject {
    const { PDFStream: Stream, PDFName } = this.#library;
    if (!(object instanceof Stream)) return { value: this.#value(object, depth + 1) };
    const { dict } = object;
    const filter = String(dict.lookup(PDFName.of("Filter")) ?? "").replaceAll(/[[\] ]/g, "");
    if (dict.has(PDFName.of("F"))) throw new ImportFault("it refers to another file");
    if (String(dict.lookup(PDFName.of("Subtype"))) === "/PS")
      throw new ImportFault("it has PostScript in it; save it again without");
    const isJpeg = filter === "/DCTDecode";
    if (/JPX|JBIG2|CCITT/.test(filter))
      throw new ImportFault(
        `it has an image packed by ${filter.slice(1)}; save it with JPEG or ZIP`,
      );
    const kept = isJpeg ? ["Length", "Filter"] : ["Length", "Filter", "DecodeParms"];
    const value = { entries: this.#entries(dict, depth, kept) };
    const packed = isJpeg ? object.getContents() : this.#unpacked(object);
    const data = new Uint8Array(packed);
    return { value, data: this.#isContent(dict) ? balanced(data) : data, isJpeg };
  }

  /** Whether a stream draws, as a page does: a form, or a pattern of tiles. */
  #isContent(dict: PDFDict): boolean {
    const { PDFName } = this.#library;
    const isForm = String(dict.lookup(PDFName.of("Subtype"))) === "/Form";
    return isForm || String(dict.lookup(PDFName.of("PatternType"))) === "1";
  }

  /** A font that is not in the file would look otherwise on every machine. */
  #checkFont(dictionary: PDFDict): void {
    const { PDFName, PDFDict: Dict } = this.#library;
    const entry = (key: string): PDFObject | undefined => dictionary.lookup(PDFName.of(key));
    const type = String(entry("Type"));
    const subtype = String(entry("Subtype"));
    if (type !== "/Font" || subtype === "/Type3" || subtype === "/Type0") return;
    const descriptor = dictionary.lookupMaybe(PDFName.of("FontDescriptor"), Dict);
    const files = ["FontFile", "FontFile2", "FontFile3"];
    if (files.some((key) => descriptor?.has(PDFName.of(key)) === true)) return;
    const name = String(entry("BaseFont")).slice(1);
    throw new ImportFault(`its font ${name} is not embedded; save it with its fonts`);
  }
}
