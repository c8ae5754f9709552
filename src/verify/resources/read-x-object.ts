import type { SharedResource } from "../../model/shared-resource.ts";
import { drawnNames, sortedNames } from "../content/drawn-names.ts";
import type { PdfDictionary, PdfValue } from "../file/pdf-syntax.ts";
import { entriesOf, entryOf, isArray, itemsOf } from "../file/pdf-values.ts";
import { hashOf, PACKED, type ResourceSource, type ResourceStream } from "./resource-source.ts";
import { ImportedReader } from "./read-imported.ts";
import {
  formFault,
  type Forms,
  isCount,
  isNamed,
  isNumbers,
  isObject,
  isReference,
  isSaying,
  printable,
  valueText,
} from "./value-forms.ts";

/** The objects that pages and forms name for their fonts and colour spaces. */
export interface SharedLists {
  readonly fontsId: number;
  readonly spacesId: number;
}

export interface ReadXObject {
  readonly id: number;
  readonly resource: SharedResource;
  /** The images that a form may draw, which are those that it does draw. */
  readonly images?: PdfDictionary;
}

/** Bytes of a pixel, by colour space. */
const COMPONENTS: Readonly<Record<string, number>> = {
  DeviceGray: 1,
  DeviceRGB: 3,
  DeviceCMYK: 4,
};
const FORM: Forms = { Type: isNamed("XObject"), Subtype: isNamed("Form"), ...PACKED };
const IMAGE: Forms = {
  Type: isNamed("XObject"),
  Subtype: isNamed("Image"),
  Width: isCount,
  Height: isCount,
  BitsPerComponent: (value) => value === 8,
  ColorSpace: isNamed(...Object.keys(COMPONENTS)),
  Filter: isNamed("FlateDecode", "DCTDecode"),
  Length: isCount,
};
/** For a JPEG of four inks whose values are inverted (8.9.5.2). */
const INVERTED = "1 0 1 0 1 0 1 0";
/** The holes of an image: one bit per pixel (8.9.6.3). */
const HOLES: Forms = {
  Type: isNamed("XObject"),
  Subtype: isNamed("Image"),
  BitsPerComponent: (value) => value === 1,
  ImageMask: (value) => value === true,
  ...PACKED,
};
const IMAGE_NAME = /^I\d{1,4}$/;
/** Shows a picture rotated as it was taken. */
const TURNED = /^q\n((?:0|1|-1)(?: (?:0|1|-1)){5}) cm\n\/J Do\nQ\n$/;

/** Reads static art, static blocks and images; undefined if one is not written as such. */
export function readXObject(
  source: ResourceSource,
  value: PdfValue | undefined,
  name: string,
  lists: SharedLists,
): ReadXObject | undefined {
  const isImage = name.startsWith("I");
  const what = isImage ? `image ${name}` : `form ${name}`;
  const stream = source.stream(value, what);
  if (stream === undefined) return undefined;
  const isForm = valueText(stream.entries.get("Subtype")) === "/Form";
  if (!isImage) return readForm(source, stream, name, lists);
  if (!isForm) return readImage(source, stream, name);
  if (isImported(stream)) return readImported(source, stream, name);
  const isDrawing = stream.entries.has("Matrix");
  return isDrawing ? readDrawing(source, stream, name) : readTurned(source, stream, name);
}

/** Content in hundredths of a point, for a region, from its own corner. */
function readForm(
  source: ResourceSource,
  { id, entries, content }: ResourceStream,
  name: string,
  { fontsId, spacesId }: SharedLists,
): ReadXObject | undefined {
  const own = entriesOf(entries.get("Resources"));
  const images = entriesOf(own.get("XObject"));
  const shared = { Font: isObject(fontsId), ColorSpace: isObject(spacesId) };
  const fault =
    formFault(entries, { ...FORM, BBox: isBox, Resources: (value) => value instanceof Map }) ??
    formFault(own, shared, { XObject: (value) => value instanceof Map && value.size > 0 });
  if (fault !== undefined) return source.refuse(id, `form ${name}`, fault);
  const listFault = imagesFault(images, drawnNames(content.toString("latin1")));
  if (listFault !== undefined) source.refuse(id, `form ${name}`, listFault);
  const [, , width, height] = itemsOf(entries.get("BBox")).map(Number);
  const sha256 = { content: hashOf(content) };
  return { id, resource: { name, entries: `form ${width} ${height}`, sha256 }, images };
}

/** Forms draw no forms: so none can draw itself. */
function imagesFault(images: PdfDictionary, drawn: string): string | undefined {
  const names = [...images.keys()];
  const isWritten = names.every((name) => IMAGE_NAME.test(name) && isReference(images.get(name)));
  if (isWritten && sortedNames(names) === drawn) return undefined;
  const listed = printable(sortedNames(names));
  return `its resources list \`${listed}\`, but it draws \`${printable(drawn)}\``;
}

/** A drawing as a form of unit size, placed as images are. */
function readDrawing(
  source: ResourceSource,
  { id, entries, content }: ResourceStream,
  name: string,
): ReadXObject | undefined {
  const [, , width = 0, height = 0] = itemsOf(entries.get("BBox")).map(Number);
  const fault = formFault(entries, {
    ...FORM,
    BBox: isBox,
    Matrix: isSaying([unit(width), 0, 0, unit(height), 0, 0]),
    Resources: (value) => value instanceof Map && value.size === 0,
  });
  if (fault !== undefined) return source.refuse(id, `image ${name}`, fault);
  const sha256 = { content: hashOf(content) };
  return { id, resource: { name, entries: `drawing ${width} ${height}`, sha256 } };
}

/** A page of another file as a form of unit size: it brings along all that it draws with. */
function isImported({ entries }: ResourceStream): boolean {
  return entries.has("Matrix") && entriesOf(entries.get("Resources")).size > 0;
}

function readImported(
  source: ResourceSource,
  { id, entries, content }: ResourceStream,
  name: string,
): ReadXObject | undefined {
  const [, , width = 0, height = 0] = itemsOf(entries.get("BBox")).map(Number);
  const hash = hashOf(content);
  const fault = formFault(entries, {
    ...FORM,
    BBox: isBox,
    Matrix: isSaying([unit(width), 0, 0, unit(height), 0, 0]),
    Resources: (value) => value instanceof Map,
  });
  if (fault !== undefined) return source.refuse(id, `image ${name}`, fault);
  const reader = new ImportedReader(source, `image ${name}, a page of another file`);
  const resources = reader.digest(entries.get("Resources") ?? null);
  const sha256 = { content: hash, resources };
  return { id, resource: { name, entries: `page ${width} ${height}`, sha256 } };
}

/** The factor that makes a length 1, as it is written. */
function unit(length: number): number {
  return Number((1 / length).toFixed(8));
}

function isBox(value: PdfValue): boolean {
  if (!isArray(value) || value.length !== 4) return false;
  const [left, bottom, width, height] = value;
  return left === 0 && bottom === 0 && Number(width) > 0 && Number(height) > 0;
}

/** A picture that is rotated for display: a form of unit size that draws it. */
function readTurned(
  source: ResourceSource,
  { id, entries, content }: ResourceStream,
  name: string,
): ReadXObject | undefined {
  const what = `image ${name}`;
  const list = entriesOf(entryOf(entries.get("Resources"), "XObject"));
  const [, turn] = TURNED.exec(content.toString("latin1")) ?? [];
  const fault =
    formFault(entries, {
      Type: isNamed("XObject"),
      Subtype: isNamed("Form"),
      BBox: isSaying([0, 0, 1, 1]),
      Resources: (value) => value instanceof Map && value.size === 1,
      Length: isCount,
    }) ?? formFault(list, { J: isReference });
  if (fault !== undefined || turn === undefined)
    return source.refuse(id, what, fault ?? "it draws something other than one rotated picture");
  const stream = source.stream(list.get("J"), `${what}, its picture`);
  const picture = stream && readImage(source, stream, name);
  if (picture === undefined) return undefined;
  const { resource } = picture;
  return { id, resource: { ...resource, entries: `${resource.entries} turned ${turn}` } };
}

function readImage(
  source: ResourceSource,
  stream: ResourceStream,
  name: string,
): ReadXObject | undefined {
  const { id, entries, content } = stream;
  const isPacked = valueText(entries.get("Filter")) === "/FlateDecode";
  const optional: Forms = isPacked ? { Mask: isReference } : { Decode: isInverted };
  const fault = formFault(entries, IMAGE, optional) ?? sizeFault(stream);
  if (fault !== undefined) return source.refuse(id, `image ${name}`, fault);
  const text = imageText(entries, isPacked);
  const sha256 = { content: hashOf(content) };
  if (!entries.has("Mask")) return { id, resource: { name, entries: text, sha256 } };
  const mask = readHoles(source, entries, `image ${name}, its mask`);
  if (mask === undefined) return undefined;
  return { id, resource: { name, entries: text, sha256: { ...sha256, mask } } };
}

function imageText(entries: PdfDictionary, isPacked: boolean): string {
  const space = valueText(entries.get("ColorSpace")).slice(1);
  const size = `${valueText(entries.get("Width"))} ${valueText(entries.get("Height"))}`;
  const decode = entries.has("Decode") ? " inverted" : "";
  return `${isPacked ? "image" : "jpeg"} ${size} ${space}${decode}`;
}

/** The transparency of an image: a mask of the same size, in bits. */
function readHoles(source: ResourceSource, image: PdfDictionary, what: string): string | undefined {
  const holes = source.stream(image.get("Mask"), what);
  if (holes === undefined) return undefined;
  const [width, height] = [image.get("Width"), image.get("Height")].map(Number);
  const fault = formFault(holes.entries, {
    ...HOLES,
    Width: (value) => value === width,
    Height: (value) => value === height,
  });
  const isAll = holes.content.length === Math.ceil((width ?? 0) / 8) * (height ?? 0);
  if (fault === undefined && isAll) return hashOf(holes.content);
  return source.refuse(holes.id, what, fault ?? "its pixels do not match its size");
}

function isInverted(value: PdfValue): boolean {
  return isNumbers(8)(value) && valueText(value) === INVERTED;
}

/** Unpacked samples are as many as the size demands. */
function sizeFault({ entries, content }: ResourceStream): string | undefined {
  if (valueText(entries.get("Filter")) !== "/FlateDecode") return undefined;
  const space = valueText(entries.get("ColorSpace")).slice(1);
  const pixels = Number(entries.get("Width")) * Number(entries.get("Height"));
  const isAll = content.length === pixels * (COMPONENTS[space] ?? 0);
  return isAll ? undefined : "its pixels do not match its size";
}
