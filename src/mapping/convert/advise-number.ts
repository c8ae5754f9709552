import { assert } from "../../base/assert.ts";
import type { ConvertFault } from "../../model/converter.ts";
import { NUMBER_MARKS, parseNumberForms } from "../../rules/converters/number-form.ts";
import { NumberReader } from "./number-reader.ts";
import { outerTrim } from "./outer-trim.ts";
import { remembered } from "./remembered.ts";

type Kind = "money" | "decimal" | "integer";

/** A point and a sign between groups that senders use together. */
interface KnownSigns {
  readonly point: string;
  readonly group: string;
}

const KNOWN_SIGNS: readonly KnownSigns[] = [
  { point: ".", group: "," },
  { point: ",", group: "." },
  { point: ",", group: " " },
  { point: ".", group: "'" },
];
/** The marks of numbers, each with what a text has that is marked so. */
const KNOWN_MARKS = [
  ["#", /^/],
  ["(#)", /\(/],
  ["#-", /\d\D*-/],
  ["#CR", /CR/],
  ["#DR", /DR/],
] as const;
const KNOWN_CURRENCY = ["$", "\u20ac", "\u00a3", "\u00a5", "USD", "EUR", "GBP", "CAD", "CHF"];
const DECIMALS = "567891234";

interface KnownForm extends KnownSigns {
  readonly mark: string;
  readonly evidence: RegExp;
  readonly reader: NumberReader;
}

let knownForms: readonly KnownForm[] | undefined;

/** Compiles what makes faults that name the form which a text has, if it is a known one. */
export function compileNumberAdvice(
  expected: string,
  { kind, forms }: { readonly kind: Kind; readonly forms: readonly string[] },
): (text: string) => ConvertFault {
  const advise = remembered((found) => adviceOf(found.split("\n"), forms, kind));
  return (text) => {
    const found = looksOfNumber(text).filter((form) => !forms.includes(form));
    return found.length === 0 ? { expected } : { expected, advice: advise(found.join("\n")) };
  };
}

/**
 * The forms that a text has, each as an example such as `1.234,56`: several if it is not clear
 * which it is, none if it is no number.
 */
export function looksOfNumber(padded: string): readonly string[] {
  const text = outerTrim(padded);
  knownForms ??= KNOWN_SIGNS.flatMap((signs) =>
    KNOWN_MARKS.map(([mark, evidence]) => knownForm(signs, mark, evidence)),
  );
  const found = knownForms.filter(
    ({ reader, evidence }) => (reader.read(text) ?? "") !== "" && evidence.test(text),
  );
  return [...new Set(found.map((form) => exampleOf(text, form)))];
}

function knownForm(signs: KnownSigns, mark: string, evidence: RegExp): KnownForm {
  const style = parseNumberForms([`1${signs.group}234${signs.point}${DECIMALS}`], "decimal");
  assert(typeof style !== "string", "known forms are forms");
  const sign = mark.replace("#", "");
  const reader = new NumberReader({
    style: { ...style, marks: NUMBER_MARKS.filter((one) => one === sign) },
    isExact: false,
    negative: "CR",
    currency: KNOWN_CURRENCY,
    impliedDigits: 0,
    digits: 0,
  });
  return { ...signs, mark, evidence, reader };
}

/** An example with the signs of a text, and none of its digits. */
function exampleOf(text: string, { point, group, mark }: KnownForm): string {
  const at = text.indexOf(point);
  const decimalCount = at < 0 ? 0 : text.slice(at + 1).search(/\D|$/);
  const isGrouped = /\d[^\d]\d/.test(at < 0 ? text : text.slice(0, at));
  const whole = isGrouped ? (at < 0 ? `1${group}234${group}567` : `1${group}234`) : "1234";
  const number = at < 0 ? whole : whole + point + DECIMALS.slice(0, decimalCount);
  const currency = KNOWN_CURRENCY.find((sign) => text.includes(sign)) ?? "";
  const isBehind = currency !== "" && text.indexOf(currency) > text.search(/\d/);
  return mark.replace("#", isBehind ? `${number} ${currency}` : currency + number);
}

/** What a job says to have texts of these forms read, too. */
function adviceOf(found: readonly string[], forms: readonly string[], kind: Kind): string {
  const [form = ""] = found;
  const both = [...forms, form];
  const isOneStyle = forms.length > 0 && typeof parseNumberForms(both, kind) !== "string";
  const list = (isOneStyle ? both : [form]).map((one) => `"${one}"`);
  const wanted = list.length > 1 ? `[${list.join(", ")}]` : list[0];
  const more = /CR|DR/.test(form)
    ? " and say in `negative` which of CR and DR is below zero"
    : form === "1234" && kind === "money"
      ? " for whole amounts, or `implied: 2` for cents"
      : "";
  return `it looks like ${found.join(" or ")}: write \`${kind}: ${wanted}\` in the job${more}`;
}
