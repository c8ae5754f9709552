import {
  creditorReference,
  isCreditorReference,
  isIban,
  luhnDigit,
  modulus11Digit,
  modulus97Digits,
  recursiveDigit,
} from "../base/check-digits.ts";
import { diagnostic } from "../base/diagnostic.ts";
import type { CallExpr, CallName, CheckDigitName } from "../model/expr.ts";
import { BindFault } from "./bind-fault.ts";
import type { Evaluate } from "./scopes.ts";

type Result = string | boolean | undefined;

const FUNCTIONS: Readonly<Record<CheckDigitName, (text: string) => Result>> = {
  luhn: luhnDigit,
  mod10: recursiveDigit,
  mod11: modulus11Digit,
  mod97: modulus97Digits,
  creditorReference,
  isIban,
  isCreditorReference,
};

export function isCheckDigitName(name: CallName): name is CheckDigitName {
  return Object.hasOwn(FUNCTIONS, name);
}

/**
 * A check digit of a text, or whether it has the right ones; blanks in it do not count. Throws a
 * `BindFault` for characters that have no value: a number without its check digit is not shown.
 */
export function compileCheckDigit(
  { args: [first] }: CallExpr,
  name: CheckDigitName,
  subject: Evaluate,
): Evaluate {
  const digitOf = FUNCTIONS[name];
  const field = first?.op === "field" ? first.path.join(".") : "";
  return (scopes) => {
    const text = subject(scopes);
    if (typeof text !== "string") return undefined;
    const result = digitOf(text.replaceAll(/\s/g, ""));
    if (result === undefined) throw noDigit(name, field);
    return result;
  };
}

function noDigit(name: CheckDigitName, field: string): BindFault {
  const message = `${name}(...) has no result for a text with such characters; correct the data`;
  const data = { file: "", line: 0, byteOffset: 0, record: -1, field };
  const hint = "check digits are made of digits; mod97 and creditorReference take capitals, too";
  return new BindFault(diagnostic("data.bad-check-digits", message, { data, hint }));
}
