import { type Fault, wrongType } from "./fault.ts";
import { FORM_WORDS, isNumberText, type NumberForm } from "../../rules/scalar-forms.ts";

const WHOLE_NUMBER = /^-?\d+$/;
const NUMBER = /^-?(\d+)(?:\.(\d+))?$/;

/** What is wrong with a value that should be a whole number. In a CSV file these are texts. */
export function integerFaults(value: unknown, field: string): readonly Fault[] {
  if (Number.isSafeInteger(value)) return [];
  const isText = typeof value === "string" && WHOLE_NUMBER.test(value);
  const isNumber = typeof value === "number" && !(Math.abs(value) <= Number.MAX_SAFE_INTEGER);
  if (isNumber || (isText && !Number.isSafeInteger(Number(value))))
    return [tooLarge(field, `a whole number may be up to ${Number.MAX_SAFE_INTEGER}`)];
  return [wrongType(field, FORM_WORDS.integer)];
}

/** What is wrong with a text that should be a number of some form. */
export function numberFaults(
  text: string,
  form: NumberForm,
  kind: "money" | "decimal",
  field: string,
): readonly Fault[] {
  if (isNumberText(text, form)) return [];
  const [matched, whole = "", fraction = ""] = NUMBER.exec(text) ?? [];
  if (matched === undefined) return [wrongType(field, exampleWords(form, kind))];
  const { wholeMax, fractionMax } = form;
  if (whole.length > wholeMax)
    return [tooLarge(field, `it may have ${wholeMax} digits before its decimals`)];
  return fraction.length > fractionMax ? [tooFine(field, form, kind)] : [];
}

function exampleWords({ fractionMax }: NumberForm, kind: "money" | "decimal"): string {
  if (kind === "decimal" || fractionMax === 2) return FORM_WORDS[kind];
  return FORM_WORDS.money.replace(".50", fractionMax === 0 ? "" : ".".padEnd(fractionMax + 1, "5"));
}

/**
 * Decimals are never rounded away: an amount with more of them than the currency has is refused.
 */
function tooFine(field: string, { fractionMax }: NumberForm, kind: "money" | "decimal"): Fault {
  const most =
    kind === "decimal"
      ? `the ${fractionMax} that a number may have`
      : `the layout's currency, which has ${fractionMax === 0 ? "none" : fractionMax}`;
  const message = `${field} has more decimals than ${most}: correct it`;
  return { code: "data.too-fine", field, message };
}

function tooLarge(field: string, limit: string): Fault {
  return { code: "data.too-large", field, message: `${field} is too large, ${limit}: correct it` };
}
