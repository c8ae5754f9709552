import { defined } from "../base/assert.ts";
import { CURRENCY_DIGITS_MAX } from "../base/currency-digits.ts";
import type { ScalarKind } from "../model/data-shape.ts";

const ZERO = 48;
const HYPHEN = 45;
const DOT = 46;

/** With this many digits in all, an amount's minor units stay within the safe integers. */
const MONEY_DIGITS_MAX = 15;

/** How many digits a number may have before and after its point. */
export interface NumberForm {
  readonly wholeMax: number;
  readonly fractionMax: number;
}

export const DECIMAL_FORM: NumberForm = { wholeMax: 9, fractionMax: 6 };
const MONEY_FORMS = Array.from({ length: CURRENCY_DIGITS_MAX + 1 }, (_, digits): NumberForm => ({
  wholeMax: MONEY_DIGITS_MAX - digits,
  fractionMax: digits,
}));

/** What each kind must look like, in words for a message. */
export const FORM_WORDS: Readonly<Record<ScalarKind, string>> = {
  text: "a text",
  money: "a money amount written as text, such as -1234.50",
  date: "a date written YYYY-MM-DD",
  integer: "a whole number",
  decimal: "a decimal number written as text, such as 0.0525",
  boolean: "true or false",
};

/** The form of an amount in a currency with this many decimals (ISO 4217). */
export function moneyForm(digits = 2): NumberForm {
  return defined(MONEY_FORMS[digits], "a currency has at most this many decimals");
}

/** Whether a text is a number such as `-1234.50`; cheaper than a regular expression. */
export function isNumberText(text: string, { wholeMax, fractionMax }: NumberForm): boolean {
  const start = text.charCodeAt(0) === HYPHEN ? 1 : 0;
  let dot = -1;
  for (let at = start; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === DOT && dot < 0) dot = at;
    else if (code < ZERO || code > ZERO + 9) return false;
  }
  const wholeCount = (dot < 0 ? text.length : dot) - start;
  if (wholeCount < 1 || wholeCount > wholeMax) return false;
  const fractionCount = text.length - dot - 1;
  return dot < 0 || (fractionCount >= 1 && fractionCount <= fractionMax);
}
