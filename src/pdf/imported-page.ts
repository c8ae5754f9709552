/**
 * A page of another PDF file, taken apart so that our own writer writes it: its content, and all
 * that it draws with. Plain data, decided by the file alone.
 */
export interface ImportedPage {
  /** Of its region, in points. */
  readonly widthPt: number;
  readonly heightPt: number;
  readonly content: Uint8Array;
  /** Its resource dictionary, in which objects are named by their place in `objects`. */
  readonly resources: ImportedValue;
  /** Each after those that it names. */
  readonly objects: readonly ImportedObject[];
}

export interface ImportedObject {
  readonly value: ImportedValue;
  /** Of a stream: a JPEG as it is, anything else unpacked. */
  readonly data?: Uint8Array;
  readonly isJpeg?: boolean;
}

/** Larger numbers would be written with an exponent, which PDF does not know. */
export const NUMBER_MAX = 1e21;
/** A number with more zeros after its point is nothing to any reader (ISO 32000-1, annex C). */
const ZEROS_MAX = 38;

/** A value of a PDF file; names and strings are their bytes, a character each. */
export type ImportedValue =
  | null
  | boolean
  | number
  | { readonly name: string }
  | { readonly text: string }
  | { readonly object: number }
  | { readonly entries: readonly (readonly [key: string, value: ImportedValue])[] }
  | readonly ImportedValue[];

/** A value as it is written, where `idOf` gives the number of an object by its place. */
export function importedText(value: ImportedValue, idOf: (object: number) => string): string {
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "number") return numberText(value);
  if (isItems(value)) return `[${value.map((item) => importedText(item, idOf)).join(" ")}]`;
  if ("name" in value) return nameText(value.name);
  if ("text" in value) return `<${Buffer.from(value.text, "latin1").toString("hex")}>`;
  if ("object" in value) return idOf(value.object);
  return `<<${entriesText(value.entries, idOf)}>>`;
}

function entriesText(
  entries: readonly (readonly [string, ImportedValue])[],
  idOf: (object: number) => string,
): string {
  return entries.map(([key, value]) => `${nameText(key)} ${importedText(value, idOf)}`).join("");
}

function isItems(value: ImportedValue): value is readonly ImportedValue[] {
  return Array.isArray(value);
}

/** As it was read: a scale may be so small that few decimals would make nothing of it. */
function numberText(value: number): string {
  const [digits = "", exponent] = String(value).split("e-");
  if (exponent === undefined) return digits;
  const zeros = Number(exponent);
  if (zeros > ZEROS_MAX) return "0";
  return value.toFixed(zeros + (digits.split(".")[1] ?? "").length);
}

const PLAIN = /[A-Za-z0-9_.+-]/;

function nameText(name: string): string {
  const hex = (character: string): string =>
    `#${character.charCodeAt(0).toString(16).padStart(2, "0")}`;
  return `/${Array.from(name, (each) => (PLAIN.test(each) ? each : hex(each))).join("")}`;
}
