import type { ConvertFault, PostalStep } from "../../model/converter.ts";
import { hasZip, type PostalForm, postalForm } from "../../rules/converters/postal-forms.ts";
import { outerTrim } from "./outer-trim.ts";

const LENGTH_MAX = 32;
/** Leading zeros that ZIP Codes have: 00501 in New York, 00601 in Puerto Rico. */
const LOST_MAX = 2;

const ZIP = /^(\d{5})(?:[- ]?(?:(\d{4})(?:[- ]?(\d{2})?)?)?)?$/;
/** The lengths of ZIP and ZIP+4 whose leading zeros a program has dropped. */
const SHORT_ZIP = /^(\d{3,4})(-\d{4})?$/;
const SHORT_ZIP_PLUS4 = /^\d{7,8}$/;

export interface Zip {
  readonly zip: string;
  readonly plus4: string;
  readonly deliveryPoint: string;
}

const ZIP_FAULT: ConvertFault = Object.freeze({
  expected: "a ZIP Code written 62704, 62704-1234 or 627041234",
});
const SHORT_FAULT: ConvertFault = Object.freeze({
  ...ZIP_FAULT,
  advice: "it looks like one that lost its leading zeros: write `lost-zeros: true` in the job",
});

/** Compiles the reader of postal codes of one country, or of a part of its ZIP Codes. */
export function compilePostal({
  country,
  part,
  lostZeros = false,
}: PostalStep): (text: string) => string | ConvertFault {
  if (!hasZip(country)) return (text) => readPostal(text, country, lostZeros);
  return (text) => {
    const zip = readZip(text, lostZeros);
    if ("expected" in zip) return zip;
    return part === "whole" ? zipText(zip) : zip[part];
  };
}

/** A ZIP Code in its parts; all are empty where the text is. */
export function readZip(padded: string, lostZeros: boolean): Zip | ConvertFault {
  const text = outerTrim(padded);
  if (text === "") return { zip: "", plus4: "", deliveryPoint: "" };
  if (text.length > LENGTH_MAX) return ZIP_FAULT;
  const [found, zip = "", plus4 = "", deliveryPoint = ""] = ZIP.exec(text) ?? [];
  if (found !== undefined) return { zip, plus4, deliveryPoint };
  const restored = restoredZip(text);
  if (restored === undefined) return ZIP_FAULT;
  return lostZeros ? readZip(restored, false) : SHORT_FAULT;
}

function restoredZip(text: string): string | undefined {
  const [found, zip = "", plus4 = ""] = SHORT_ZIP.exec(text) ?? [];
  if (found !== undefined) return zip.padStart(5, "0") + plus4;
  return SHORT_ZIP_PLUS4.test(text) ? text.padStart(9, "0") : undefined;
}

function zipText({ zip, plus4 }: Zip): string {
  return plus4 === "" ? zip : `${zip}-${plus4}`;
}

/** A code as its country writes it. Of a country whose form is not known, as the sender does. */
function readPostal(padded: string, country: string, lostZeros: boolean): string | ConvertFault {
  const text = outerTrim(padded).toUpperCase();
  const form = postalForm(country);
  if (text === "" || form === undefined) return text;
  if (text.length > LENGTH_MAX) return postalFault(country, form);
  const signs = withoutPrefix(text.replace(/[ \t\u00a0.-]/g, ""), form);
  const written = form.shapes.map((shape) => spelled(signs, shape)).find((code) => code !== "");
  return written ?? restoredPostal(signs, country, form, lostZeros);
}

function restoredPostal(
  signs: string,
  country: string,
  form: PostalForm,
  lostZeros: boolean,
): string | ConvertFault {
  const fault = postalFault(country, form);
  const [shape = ""] = form.shapes;
  const wanted = shape.replace(/\D/g, "").length;
  const isShort = signs.length < wanted && signs.length >= wanted - LOST_MAX;
  if (!/^[9 -]+$/.test(shape) || !isShort || !/^\d+$/.test(signs)) return fault;
  const advice = "if a program dropped its leading zeros, write `lost-zeros: true` in the job";
  return lostZeros ? spelled(signs.padStart(wanted, "0"), shape) : { ...fault, advice };
}

function postalFault(country: string, { shapes }: PostalForm): ConvertFault {
  const written = shapes.map((shape) => shape.replace(/@/g, "A").replace(/#/g, "X"));
  return { expected: `a postal code of ${country}, written ${written.join(" or ")}` };
}

function withoutPrefix(signs: string, { prefixes, shapes }: PostalForm): string {
  const isNumber = shapes[0]?.startsWith("9") ?? false;
  const prefix = prefixes.find((one) => isNumber && signs.startsWith(one));
  return prefix === undefined ? signs : signs.slice(prefix.length);
}

/** Signs in the shape that a country writes them; empty if they have another. */
function spelled(signs: string, shape: string): string {
  let written = "";
  let at = 0;
  for (const place of shape) {
    const sign = signs[at] ?? "";
    if (place === " " || place === "-") written += place;
    else if (isOf(sign, place)) {
      written += sign;
      at += 1;
    } else return "";
  }
  return at === signs.length ? written : "";
}

function isOf(sign: string, place: string): boolean {
  const isDigit = sign >= "0" && sign <= "9";
  const isLetter = sign >= "A" && sign <= "Z";
  if (place === "9") return isDigit;
  if (place === "@") return isLetter;
  return place === "#" ? isDigit || isLetter : sign === place;
}
