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

/** The characters of lines that machines read, in fonts of their own; blanks set groups apart. */
const OCR_A = /^[\dA-Z \u2440-\u2442<>+\-./*]+$/;
const OCR_B = /^[\dA-Z <>+\-./*]+$/;
/** MICR E-13B: digits and the signs for transit, amount, on us and dash. */
const E13B = /^[\d \u2446-\u2449]+$/;
/** MICR CMC-7: digits, and its five signs, which fonts have as letters. */
const CMC7 = /^[\d A-E]+$/;

function line(characters: RegExp): (text: string) => Result {
  return (text) => (characters.test(text) ? text : undefined);
}

const FUNCTIONS: Readonly<Record<CheckDigitName, (text: string) => Result>> = {
  luhn: luhnDigit,
  mod10: recursiveDigit,
  mod11: modulus11Digit,
  mod97: modulus97Digits,
  creditorReference,
  isIban,
  isCreditorReference,
  ocrA: line(OCR_A),
  ocrB: line(OCR_B),
  e13b: line(E13B),
  cmc7: line(CMC7),
};

/** Of these the blanks are kept. */
const LINES: ReadonlySet<CheckDigitName> = new Set(["ocrA", "ocrB", "e13b", "cmc7"]);

export function isCheckDigitName(name: CallName): name is CheckDigitName {
  return Object.hasOwn(FUNCTIONS, name);
}

/**
 * A check digit of a text, or whether it has the right ones; blanks in it do not count. A line for
 * machines is the text itself. Throws a
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
    const result = digitOf(LINES.has(name) ? text : text.replaceAll(/\s/g, ""));
    if (result === undefined) throw noDigit(name, field);
    return result;
  };
}

function noDigit(name: CheckDigitName, field: string): BindFault {
  const message = `${name}(...) has no result for a text with such characters; correct the data`;
  const data = { file: "", line: 0, byteOffset: 0, record: -1, field };
  const hint = LINES.has(name)
    ? "lines for machines have digits, and as their font has them capitals and signs"
    : "check digits are made of digits; mod97 and creditorReference take capitals, too";
  return new BindFault(diagnostic("data.bad-check-digits", message, { data, hint }));
}
