import type { SharedResource } from "../../model/shared-resource.ts";
import type { BreachList } from "../breach-list.ts";
import { idOf } from "../cross-references.ts";
import type { PdfObjects } from "../pdf-objects.ts";
import { type PdfDictionary, PdfName, type PdfValue } from "../pdf-syntax.ts";
import { readFont, type ReadFont } from "./read-font.ts";
import { type FormResources, readXObject } from "./read-x-object.ts";
import { ResourceSource } from "./resource-source.ts";
import { formFault, isNumbers, isReference, valueText } from "./value-forms.ts";

const KEYS = {
  Font: isReference,
  XObject: isReference,
  ColorSpace: isReference,
  ProcSet: (value: PdfValue): boolean => valueText(value) === "/PDF /Text /ImageB /ImageC",
};

/** What the pages of a spool may draw with, as it was found, and the object of each. */
export interface ReadResources {
  readonly fonts: ReadonlyMap<string, ReadFont>;
  readonly resources: readonly SharedResource[];
  readonly ids: ReadonlyMap<string, number>;
}

/**
 * Reads all that the pages of a spool share, by what they name for their resources (ISO 32000-1,
 * 7.8.3). Whatever has a key, a value or a name that no such thing has is a breach.
 */
export function readResources(
  objects: PdfObjects,
  resourcesId: number,
  breaches: BreachList,
): ReadResources {
  const source = new ResourceSource(objects, breaches);
  const found = new Collected();
  const entries = objects.dictionary(resourcesId) ?? new Map<string, PdfValue>();
  const fault = formFault(entries, KEYS);
  if (fault !== undefined) source.refuse(resourcesId, "the resources of pages", fault);
  const fonts = source.list(entries.get("Font"), "the list of fonts", /^F\d{1,4}$/);
  for (const [name, value] of fonts) found.font(readFont(source, value, name));
  const spacesId = idOf(entries.get("ColorSpace"));
  const spaces = source.list(entries.get("ColorSpace"), "the list of colour spaces", /^C\d{1,4}$/);
  for (const [name, value] of spaces) found.put(spacesId, readSpace(source, spacesId, value, name));
  const drawn = source.list(entries.get("XObject"), "the list of drawings", /^[ISA]\d{1,4}$/);
  const imagesId = readImageList(source, objects, drawn);
  const resources = { fontsId: idOf(entries.get("Font")), imagesId, spacesId };
  readDrawn(source, drawn, resources, found);
  return found;
}

class Collected implements ReadResources {
  readonly fonts = new Map<string, ReadFont>();
  readonly resources: SharedResource[] = [];
  readonly ids = new Map<string, number>();

  font(font: ReadFont | undefined): void {
    if (font === undefined) return;
    this.fonts.set(font.resource.name, font);
    this.put(font.id, font.resource);
  }

  put(id: number, resource: SharedResource | undefined): void {
    if (resource === undefined) return;
    this.resources.push(resource);
    this.ids.set(resource.name, id);
  }
}

function readDrawn(
  source: ResourceSource,
  drawn: PdfDictionary,
  resources: FormResources,
  found: Collected,
): void {
  for (const [name, value] of drawn) {
    const read = readXObject(source, value, name, resources);
    if (read !== undefined) found.put(read.id, read.resource);
  }
}

/** What forms may draw, which are the images alone: so no form draws itself. 0 without forms. */
function readImageList(source: ResourceSource, objects: PdfObjects, drawn: PdfDictionary): number {
  const [formName] = [...drawn.keys()].filter((name) => !name.startsWith("I"));
  if (formName === undefined) return 0;
  const form = objects.dictionary(idOf(drawn.get(formName)));
  const own = form?.get("Resources");
  const value = own instanceof Map ? (own as PdfDictionary).get("XObject") : undefined;
  const images = source.list(value, "the list of images", /^I\d{1,4}$/);
  const text = (list: PdfDictionary): string =>
    [...list].map(([name, image]) => `${name} ${idOf(image)}`).join();
  const wanted = new Map([...drawn].filter(([name]) => name.startsWith("I")));
  if (text(images) !== text(wanted))
    source.refuse(idOf(value), "the list of images", "it is not that of the pages");
  return idOf(value);
}

/** A spot colour by the ink's name, with the process colours that stand for it (8.6.6.4). */
function readSpace(
  source: ResourceSource,
  id: number,
  value: PdfValue,
  name: string,
): SharedResource | undefined {
  const what = `colour space ${name}`;
  const [kind, ink, alternate, tint] = Array.isArray(value) ? (value as readonly PdfValue[]) : [];
  const isSpace = valueText(kind) === "/Separation" && valueText(alternate) === "/DeviceCMYK";
  if (!isSpace || !(ink instanceof PdfName) || (value as readonly PdfValue[]).length !== 4)
    return source.refuse(id, what, "it is no separation");
  if (!(tint instanceof Map)) return source.refuse(id, what, "it has no function");
  const entries = tint as PdfDictionary;
  const fault = formFault(entries, {
    FunctionType: (type) => type === 2,
    Domain: (domain) => valueText(domain) === "0 1",
    N: (exponent) => exponent === 1,
    C0: (none) => valueText(none) === "0 0 0 0",
    C1: isNumbers(4),
  });
  if (fault !== undefined) return source.refuse(id, what, fault);
  const inkName = Buffer.from(ink.text, "latin1").toString("utf8");
  const text = `separation ${inkName} ${valueText(entries.get("C1"))}`;
  return { name, entries: text, sha256: {} };
}
