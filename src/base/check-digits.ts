/**
 * Check digits that people and banks know. All take texts: numbers as long as these are never held
 * as numbers. Undefined where a text has characters that the rule has no value for.
 */

const DIGITS = /^\d+$/;
const DIGITS_OR_LETTERS = /^[\dA-Z]+$/;

/** The Luhn digit, modulus 10 with every other digit doubled (ISO/IEC 7812-1, Annex B). */
export function luhnDigit(digits: string): string | undefined {
  if (!DIGITS.test(digits)) return undefined;
  let sum = 0;
  for (let at = digits.length - 1, isDoubled = true; at >= 0; at -= 1, isDoubled = !isDoubled) {
    const value = digits.charCodeAt(at) - 48;
    const weighed = isDoubled ? value * 2 : value;
    sum += weighed > 9 ? weighed - 9 : weighed;
  }
  return String((10 - (sum % 10)) % 10);
}

const RECURSIVE = [0, 9, 4, 6, 8, 2, 7, 1, 3, 5];

/** The digit of Swiss payment references: modulus 10, recursive. */
export function recursiveDigit(digits: string): string | undefined {
  if (!DIGITS.test(digits)) return undefined;
  let carry = 0;
  for (const digit of digits) carry = RECURSIVE[(carry + Number(digit)) % 10] ?? 0;
  return String((10 - carry) % 10);
}

/** Modulus 11 with the weights 2 to 7 from the right, over and over; X stands for ten. */
export function modulus11Digit(digits: string): string | undefined {
  if (!DIGITS.test(digits)) return undefined;
  let sum = 0;
  for (let at = digits.length - 1, weight = 2; at >= 0; at -= 1) {
    sum += (digits.charCodeAt(at) - 48) * weight;
    weight = weight === 7 ? 2 : weight + 1;
  }
  const digit = (11 - (sum % 11)) % 11;
  return digit === 10 ? "X" : String(digit);
}

/** The rest of a division by 97, with letters as the numbers from 10 (ISO 7064, MOD 97-10). */
function rest97(text: string): number {
  let rest = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    const value = code < 0x3a ? code - 0x30 : code - 0x37;
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest;
}

/** The two digits that make a number, with them at its end, leave 1 (ISO 7064, MOD 97-10). */
export function modulus97Digits(text: string): string | undefined {
  if (!DIGITS_OR_LETTERS.test(text)) return undefined;
  return String(98 - rest97(`${text}00`)).padStart(2, "0");
}

/** Whether an IBAN or a creditor reference without blanks has its right check digits. */
function isChecked97(text: string): boolean {
  return rest97(text.slice(4) + text.slice(0, 4)) === 1;
}

const IBAN = /^[A-Z]{2}\d{2}[\dA-Z]{11,30}$/;

/** An international bank account number (ISO 13616), written without blanks. */
export function isIban(text: string): boolean {
  return IBAN.test(text) && isChecked97(text);
}

const REFERENCE = /^[\dA-Z]{1,21}$/;
const CREDITOR_REFERENCE = /^RF\d{2}[\dA-Z]{1,21}$/;

/** A creditor's reference with its check digits before it (ISO 11649). */
export function creditorReference(reference: string): string | undefined {
  if (!REFERENCE.test(reference)) return undefined;
  return `RF${modulus97Digits(`${reference}RF`) ?? ""}${reference}`;
}

export function isCreditorReference(text: string): boolean {
  return CREDITOR_REFERENCE.test(text) && isChecked97(text);
}

/** The last digit of a GTIN and the like: weights 3 and 1 in turns from the right (GS1). */
export function gs1Digit(digits: string): string | undefined {
  if (!DIGITS.test(digits)) return undefined;
  let sum = 0;
  for (let at = digits.length - 1, weight = 3; at >= 0; at -= 1, weight = 4 - weight)
    sum += (digits.charCodeAt(at) - 48) * weight;
  return String((10 - (sum % 10)) % 10);
}
