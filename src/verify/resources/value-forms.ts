import { idOf } from "../file/cross-references.ts";
import { type PdfDictionary, PdfName, type PdfValue } from "../file/pdf-syntax.ts";
import { isArray } from "../file/pdf-values.ts";

/** Whether a value has the form that it is always written in. */
export type Form = (value: PdfValue) => boolean;
export type Forms = Readonly<Record<string, Form>>;

/**
 * What is wrong with a dictionary: it must have all these keys, may have the optional ones, and no
 * others.
 */
export function formFault(
  dictionary: PdfDictionary,
  forms: Forms,
  optional: Forms = {},
): string | undefined {
  for (const key of Object.keys(forms)) if (!dictionary.has(key)) return `it has no /${key}`;
  for (const [key, value] of dictionary) {
    const known = Object.hasOwn(forms, key) ? forms : optional;
    const form = Object.hasOwn(known, key) ? known[key] : undefined;
    if (form === undefined)
      return `it has the key /${printable(key)}, which is never written there`;
    if (!form(value)) return `its /${key} has the wrong form`;
  }
  return undefined;
}

/** Text from a file, without what would garble a terminal. */
export function printable(text: string): string {
  return text.replaceAll(/[^ -~]/g, "?").slice(0, 40);
}

export const isReference = (value: PdfValue | undefined): boolean => idOf(value) > 0;
export function isCount(value: PdfValue): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= 0;
}

export const isWhole: Form = (value) => Number.isInteger(value);
export const isNumber: Form = (value) => typeof value === "number";
export const isName: Form = (value) => value instanceof PdfName;

export function isNamed(...texts: readonly string[]): Form {
  return (value) => value instanceof PdfName && texts.includes(value.text);
}

/** A reference to a certain object. */
export function isObject(id: number): Form {
  return (value) => id > 0 && idOf(value) === id;
}

export function isNumbers(count: number, form: Form = isNumber): Form {
  return (value) => Array.isArray(value) && value.length === count && value.every(form);
}

/** An array with the same values. */
export function isSaying(wanted: readonly PdfValue[]): Form {
  return (value) =>
    isArray(value) &&
    value.length === wanted.length &&
    wanted.every((item, at) => valueText(item) === valueText(value[at]));
}

/** A name or number as it is written. */
export function valueText(value: PdfValue | undefined): string {
  if (value instanceof PdfName) return `/${value.text}`;
  if (isArray(value)) return value.map(valueText).join(" ");
  return typeof value === "number" || typeof value === "string" ? String(value) : "";
}
