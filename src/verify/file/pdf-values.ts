import type { PdfDictionary, PdfValue } from "./pdf-syntax.ts";

const NO_ITEMS: readonly PdfValue[] = [];
const NO_ENTRIES: PdfDictionary = new Map();

export function isDictionary(value: PdfValue | undefined): value is PdfDictionary {
  return value instanceof Map;
}

export function isArray(value: PdfValue | undefined): value is readonly PdfValue[] {
  return Array.isArray(value);
}

/** What a dictionary has under a key; undefined if the value is no dictionary. */
export function entryOf(value: PdfValue | undefined, key: string): PdfValue | undefined {
  return isDictionary(value) ? value.get(key) : undefined;
}

/** The entries of a dictionary; none if the value is something else. */
export function entriesOf(value: PdfValue | undefined): PdfDictionary {
  return isDictionary(value) ? value : NO_ENTRIES;
}

/** The items of an array; none if the value is something else. */
export function itemsOf(value: PdfValue | undefined): readonly PdfValue[] {
  return isArray(value) ? value : NO_ITEMS;
}
