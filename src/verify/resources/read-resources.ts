import type { SharedResource } from "../../model/shared-resource.ts";
import type { BreachList } from "../file/breach-list.ts";
import { idOf } from "../file/cross-references.ts";
import { sortedNames } from "../content/drawn-names.ts";
import type { PdfObjects } from "../file/pdf-objects.ts";
import { type PdfDictionary, PdfName, type PdfValue } from "../file/pdf-syntax.ts";
import { entriesOf, isDictionary, itemsOf } from "../file/pdf-values.ts";
import { readFont, type ReadFont } from "./read-font.ts";
import { readXObject, type SharedLists } from "./read-x-object.ts";
import { ResourceSource } from "./resource-source.ts";
import { formFault, isNumbers, isObject, printable, valueText } from "./value-forms.ts";

/** The object of the resources of pages that draw nothing of their own; all others follow it. */
const FIRST_ID = 1;
const DRAWING_NAME = /^[ISA]\d{1,4}$/;

/** What the pages of a spool may draw with, as found, and the object of each. */
export interface ReadResources {
  readonly fonts: ReadonlyMap<string, ReadFont>;
  readonly resources: readonly SharedResource[];
  readonly ids: ReadonlyMap<string, number>;
  /** The names of the drawings in each resource dictionary of pages, by its object. */
  readonly pages: ReadonlyMap<number, string>;
}

/**
 * Reads everything that the pages of a spool draw with (ISO 32000-1, 7.8.3): the resource
 * dictionaries, which are its first objects up to their list of fonts, and what these refer to. Any
 * key, value or name that such an object never has is a breach.
 */
export function readResources(objects: PdfObjects, breaches: BreachList): ReadResources {
  const source = new ResourceSource(objects, breaches);
  const first = objects.dictionary(FIRST_ID) ?? new Map<string, PdfValue>();
  const shared = { fontsId: idOf(first.get("Font")), spacesId: idOf(first.get("ColorSpace")) };
  const found = new Collected(source, shared);
  const read = readPages(source, shared);
  for (const { id, drawings } of read) found.page(id, drawings);
  const fonts = source.list(first.get("Font"), "the list of fonts", /^F\d{1,4}$/);
  for (const [name, value] of fonts) found.font(readFont(source, value, name));
  const spaces = source.list(first.get("ColorSpace"), "the list of colour spaces", /^C\d{1,4}$/);
  for (const [name, value] of spaces)
    found.put(shared.spacesId, readSpace(source, shared.spacesId, value, name));
  for (const { id, drawings } of read) found.drawings(id, "the resources of pages", drawings);
  return found;
}

interface PageResources {
  readonly id: number;
  readonly drawings: PdfDictionary;
}

/** The consecutive dictionaries, up to the list of fonts that all of them name. */
function readPages(source: ResourceSource, { fontsId, spacesId }: SharedLists): PageResources[] {
  const forms = {
    Font: isObject(fontsId),
    ColorSpace: isObject(spacesId),
    ProcSet: (value: PdfValue): boolean => valueText(value) === "/PDF /Text /ImageB /ImageC",
  };
  const drawn = { XObject: (value: PdfValue): boolean => value instanceof Map && value.size > 0 };
  const pages: PageResources[] = [];
  for (let id = FIRST_ID; id === FIRST_ID || id < fontsId; id += 1) {
    const read = source.dictionaryAt(id, "the resources of pages", forms, drawn);
    if (read === undefined) break;
    pages.push({ id, drawings: entriesOf(read.entries.get("XObject")) });
  }
  return pages;
}

class Collected implements ReadResources {
  readonly fonts = new Map<string, ReadFont>();
  readonly resources: SharedResource[] = [];
  readonly ids = new Map<string, number>();
  readonly pages = new Map<number, string>();
  readonly #source: ResourceSource;
  readonly #lists: SharedLists;
  /** By name of a drawing: its object. */
  readonly #drawings = new Map<string, number>();

  constructor(source: ResourceSource, lists: SharedLists) {
    this.#source = source;
    this.#lists = lists;
  }

  page(id: number, drawings: PdfDictionary): void {
    const names = sortedNames(drawings.keys());
    const entries = ["page", ...drawings.keys()].join(" ");
    this.put(id, { name: `R${this.pages.size}`, entries, sha256: {} });
    this.pages.set(id, names);
  }

  font(font: ReadFont | undefined): void {
    if (font === undefined) return;
    this.fonts.set(font.resource.name, font);
    this.put(font.id, font.resource);
  }

  /** Reads the drawings that an object lists, except those that were read before. */
  drawings(id: number, what: string, drawings: PdfDictionary): void {
    for (const [name, value] of drawings) {
      const known = this.#drawings.get(name);
      if (!DRAWING_NAME.test(name))
        this.#source.refuse(id, what, `it has the entry /${printable(name)}`);
      else if (known === undefined) this.#drawing(name, value);
      else if (known !== idOf(value))
        this.#source.refuse(id, what, `its ${name} is a different object elsewhere`);
    }
  }

  put(id: number, resource: SharedResource | undefined): void {
    if (resource === undefined) return;
    this.resources.push(resource);
    this.ids.set(resource.name, id);
  }

  #drawing(name: string, value: PdfValue): void {
    this.#drawings.set(name, idOf(value));
    const read = readXObject(this.#source, value, name, this.#lists);
    if (read === undefined) return;
    this.put(read.id, read.resource);
    if (read.images !== undefined) this.drawings(read.id, `form ${name}`, read.images);
  }
}

/** A spot colour by the name of its ink, with the process colours that replace it (8.6.6.4). */
function readSpace(
  source: ResourceSource,
  id: number,
  value: PdfValue,
  name: string,
): SharedResource | undefined {
  const what = `colour space ${name}`;
  const parts = itemsOf(value);
  const [kind, ink, alternate, tint] = parts;
  const isSpace = valueText(kind) === "/Separation" && valueText(alternate) === "/DeviceCMYK";
  if (!isSpace || !(ink instanceof PdfName) || parts.length !== 4)
    return source.refuse(id, what, "it is not a separation");
  if (!isDictionary(tint)) return source.refuse(id, what, "it has no function");
  const fault = formFault(tint, {
    FunctionType: (type) => type === 2,
    Domain: (domain) => valueText(domain) === "0 1",
    N: (exponent) => exponent === 1,
    C0: (none) => valueText(none) === "0 0 0 0",
    C1: isNumbers(4),
  });
  if (fault !== undefined) return source.refuse(id, what, fault);
  const inkName = Buffer.from(ink.text, "latin1").toString("utf8");
  const text = `separation ${inkName} ${valueText(tint.get("C1"))}`;
  return { name, entries: text, sha256: {} };
}
