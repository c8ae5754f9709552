import type { VerifySetup } from "../../model/verification.ts";
import { type PdfDictionary, PdfName, PdfReference, type PdfValue } from "./pdf-syntax.ts";

/** Whether a value has the form that it is always written in. */
type Form = (value: PdfValue) => boolean;
type Forms = Readonly<Record<string, Form>>;

const FILE_ID_BYTES = 16;

/** The keys that a dictionary must have, and those that it may have. */
class DictionaryForm {
  readonly #forms: ReadonlyMap<string, Form>;
  readonly #required: readonly string[];

  constructor(required: Forms, optional: Forms = {}) {
    this.#forms = new Map([...Object.entries(required), ...Object.entries(optional)]);
    this.#required = Object.keys(required);
  }

  /**
   * What is wrong with a dictionary's keys and values, as a clause that follows its name; undefined
   * if it has all the keys that it must have, each in its form, and only those that it may have.
   */
  fault(dictionary: PdfDictionary): string | undefined {
    for (const key of this.#required) if (!dictionary.has(key)) return `has no /${key}`;
    for (const [key, value] of dictionary) {
      const isOfForm = this.#forms.get(key);
      if (isOfForm === undefined) return `has the key /${shown(key)}, which is never written there`;
      if (!isOfForm(value)) return `has a /${key} of the wrong form`;
    }
    return undefined;
  }
}

/** Keys come from a file that anybody may have changed. */
function shown(key: string): string {
  return key.replaceAll(/[^ -~]/g, "?").slice(0, 40);
}

const isReference: Form = (value) => value instanceof PdfReference && value.generation === 0;
const isReferences: Form = (value) => Array.isArray(value) && value.every(isReference);
const isCount: Form = (value) => typeof value === "number" && Number.isInteger(value) && value >= 0;
const isText: Form = (value) => typeof value === "string";
const isFileId: Form = (value) =>
  Array.isArray(value) &&
  value.length === 2 &&
  value[0] === value[1] &&
  typeof value[0] === "string" &&
  value[0].length === FILE_ID_BYTES;

function isNamed(text: string): Form {
  return (value) => value instanceof PdfName && value.text === text;
}

/** A text string; beyond ASCII it is UTF-16 after its byte order mark (7.9.2.2). */
function isSaying(text: string): Form {
  const bytes = Buffer.from(`\u{feff}${text}`, "utf16le").swap16().toString("latin1");
  return (value) => value === text || value === bytes;
}

/** The rectangle of a whole sheet, from its lower left corner. */
function isSheet(widthMpt: number, heightMpt: number): Form {
  const edges = [0, 0, widthMpt / 1000, heightMpt / 1000];
  return (value) =>
    Array.isArray(value) && value.length === 4 && edges.every((edge, at) => value[at] === edge);
}

const TRAILER = new DictionaryForm({
  Size: isCount,
  Root: isReference,
  Info: isReference,
  ID: isFileId,
});
const NODE_FORMS: Forms = { Type: isNamed("Pages"), Count: isCount, Kids: isReferences };
const ROOT_NODE = new DictionaryForm(NODE_FORMS);
const NODE = new DictionaryForm({ ...NODE_FORMS, Parent: isReference });
const PLAIN_STREAM = new DictionaryForm({ Length: isCount });
const PACKED_STREAM = new DictionaryForm({ Length: isCount, Filter: isNamed("FlateDecode") });

export function trailerFault(trailer: PdfDictionary): string | undefined {
  return TRAILER.fault(trailer);
}

export function catalogFault(
  catalog: PdfDictionary,
  { language }: Pick<VerifySetup, "language">,
): string | undefined {
  return new DictionaryForm({
    Type: isNamed("Catalog"),
    Pages: isReference,
    Lang: isSaying(language),
  }).fault(catalog);
}

/** `title` is the title that the file must have. */
export function infoFault(
  info: PdfDictionary,
  { asOf }: Pick<VerifySetup, "asOf">,
  title: string,
): string | undefined {
  const isDate = isSaying(`D:${asOf.replaceAll("-", "")}000000Z`);
  return new DictionaryForm({
    Title: isSaying(title),
    Producer: (value) => typeof value === "string" && /^Nightpress \d[\d.]*[\w.+-]*$/.test(value),
    CreationDate: isDate,
    ModDate: isDate,
    Trapped: isNamed("False"),
  }).fault(info);
}

/** A node of the page tree must have nothing that pages would inherit. */
export function nodeFault(node: PdfDictionary, isRoot: boolean): string | undefined {
  return (isRoot ? ROOT_NODE : NODE).fault(node);
}

/** A function that says what is wrong with a page's dictionary, for sheets of a size. */
export function pageForm(
  widthMpt: number,
  heightMpt: number,
): (page: PdfDictionary) => string | undefined {
  const forms = {
    Type: isNamed("Page"),
    Parent: isReference,
    MediaBox: isSheet(widthMpt, heightMpt),
    TrimBox: isSheet(widthMpt, heightMpt),
    Resources: isReference,
    Contents: isReferences,
  };
  const form = new DictionaryForm(forms, { NPtray: isText });
  return (page) => form.fault(page);
}

/** For the stream of a page's contents; composed content is always deflated. */
export function contentFault(stream: PdfDictionary, isComposed: boolean): string | undefined {
  const isPlain = !isComposed && !stream.has("Filter");
  return (isPlain ? PLAIN_STREAM : PACKED_STREAM).fault(stream);
}
