import { assert } from "../../base/assert.ts";
import type { AmountForm, ConvertFault, IntegerForm } from "../../model/converter.ts";
import { type NumberStyle, parseNumberForms } from "../../rules/converters/number-form.ts";
import { compileNumberAdvice } from "./advise-number.ts";
import { NumberReader } from "./number-reader.ts";
import { DECIMAL_FORM } from "../../rules/scalar-forms.ts";

const CURRENCY_DIGITS = 2;
const WHOLE_FORMS = ["1234"];

/** Compiles the reader of amounts and decimals; its results are exact decimal texts. */
export function compileAmount(
  form: AmountForm,
): (text: string) => string | ConvertFault | undefined {
  const { impliedDigits = 0, negative, currency = [], kind } = form;
  const forms = impliedDigits > 0 && form.forms.length === 0 ? WHOLE_FORMS : form.forms;
  const reader = new NumberReader({
    style: styleOf(forms, kind),
    isExact: kind === "money",
    negative,
    currency,
    impliedDigits,
    digits: form.digits ?? (kind === "money" ? CURRENCY_DIGITS : DECIMAL_FORM.fractionMax),
  });
  const implied =
    impliedDigits > 0 ? `, the last ${impliedDigits} digits of which are decimals` : "";
  const what = kind === "money" ? "an amount" : "a number";
  const expected = `${what} written ${forms.join(" or ")}${implied}`;
  const advise = compileNumberAdvice(expected, form);
  return (text) => {
    const number = reader.read(text);
    if (number === undefined) return advise(text);
    return number === "" ? undefined : number;
  };
}

/** Compiles the reader of whole numbers. */
export function compileInteger(
  form: IntegerForm,
): (text: string) => number | ConvertFault | undefined {
  const reader = new NumberReader({
    style: styleOf(form.forms, "integer"),
    isExact: true,
    negative: undefined,
    currency: [],
    impliedDigits: 0,
    digits: 0,
  });
  const expected = `a whole number written ${form.forms.join(" or ")}`;
  const advise = compileNumberAdvice(expected, form);
  const tooLarge = Object.freeze({ expected: `a whole number up to ${Number.MAX_SAFE_INTEGER}` });
  const broken = Object.freeze({ expected: "a whole number, with nothing but zeros as decimals" });
  return (text) => {
    const digits = reader.read(text);
    if (digits === undefined) return advise(text);
    if (digits === "") return undefined;
    if (digits.includes(".")) return broken;
    const number = Number(digits);
    return Number.isSafeInteger(number) ? number : tooLarge;
  };
}

function styleOf(forms: readonly string[], kind: AmountForm["kind"] | "integer"): NumberStyle {
  const style = parseNumberForms(forms, kind);
  assert(typeof style !== "string", "the forms of numbers were checked with the job");
  return style;
}
