import type { VerifySetup } from "../model/verification.ts";
import { type PdfDictionary, PdfName, PdfReference, type PdfValue } from "./pdf-syntax.ts";

/** Whether a value is of the form that it is always written in. */
type Form = (value: PdfValue) => boolean;
type Forms = Readonly<Record<string, Form>>;

const FILE_ID_BYTES = 16;

/**
 * What is wrong with a dictionary's keys and values, as a clause behind its name; undefined where
 * it has all the keys that it must have, each in its form, and no others than those it may have.
 */
function formFault(
  dictionary: PdfDictionary,
  forms: Forms,
  optional: Forms = {},
): string | undefined {
  for (const key of Object.keys(forms)) if (!dictionary.has(key)) return `has no /${key}`;
  for (const [key, value] of dictionary) {
    const form = formOf(key, forms) ?? formOf(key, optional);
    if (form === undefined) return `has the key /${shown(key)}, which is never written there`;
    if (!form(value)) return `has a /${key} that is not of the form it is written in`;
  }
  return undefined;
}

function formOf(key: string, forms: Forms): Form | undefined {
  return Object.hasOwn(forms, key) ? forms[key] : undefined;
}

/** Keys come from a file that anybody may have changed. */
function shown(key: string): string {
  return key.replaceAll(/[^ -~]/g, "?").slice(0, 40);
}

const isReference: Form = (value) => value instanceof PdfReference && value.generation === 0;
const isReferences: Form = (value) => Array.isArray(value) && value.every(isReference);
const isCount: Form = (value) => Number.isInteger(value) && (value as number) >= 0;
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

/** A text string, of which those beyond ASCII are UTF-16 behind their mark (7.9.2.2). */
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

const TRAILER: Forms = { Size: isCount, Root: isReference, Info: isReference, ID: isFileId };
const ROOT_NODE: Forms = { Type: isNamed("Pages"), Count: isCount, Kids: isReferences };
const NODE: Forms = { ...ROOT_NODE, Parent: isReference };
const PLAIN_STREAM: Forms = { Length: isCount };
const PACKED_STREAM: Forms = { ...PLAIN_STREAM, Filter: isNamed("FlateDecode") };

export function trailerFault(trailer: PdfDictionary): string | undefined {
  return formFault(trailer, TRAILER);
}

export function catalogFault(
  catalog: PdfDictionary,
  { language }: Pick<VerifySetup, "language">,
): string | undefined {
  return formFault(catalog, {
    Type: isNamed("Catalog"),
    Pages: isReference,
    Lang: isSaying(language),
  });
}

/** `title` is what the file must be called. */
export function infoFault(
  info: PdfDictionary,
  { asOf }: Pick<VerifySetup, "asOf">,
  title: string,
): string | undefined {
  const isDate = isSaying(`D:${asOf.replaceAll("-", "")}000000Z`);
  return formFault(info, {
    Title: isSaying(title),
    Producer: (value) => typeof value === "string" && /^Nightpress \d[\d.]*[\w.+-]*$/.test(value),
    CreationDate: isDate,
    ModDate: isDate,
    Trapped: isNamed("False"),
  });
}

/** Nothing that pages would inherit may stand in a node of the page tree. */
export function nodeFault(node: PdfDictionary, isRoot: boolean): string | undefined {
  return formFault(node, isRoot ? ROOT_NODE : NODE);
}

/** Makes what says of a page's dictionary what is wrong with it, by the size of its sheet. */
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
  return (page) => formFault(page, forms, { NPtray: isText });
}

/** Of the stream of a page's contents; what was composed is always deflated. */
export function contentFault(stream: PdfDictionary, isComposed: boolean): string | undefined {
  const isPlain = !isComposed && !stream.has("Filter");
  return formFault(stream, isPlain ? PLAIN_STREAM : PACKED_STREAM);
}
