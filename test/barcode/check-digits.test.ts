import { expect, test } from "vitest";
import {
  creditorReference,
  gs1Digit,
  isCreditorReference,
  isIban,
  luhnDigit,
  modulus11Digit,
  modulus97Digits,
  recursiveDigit,
} from "../../src/base/check-digits.ts";

test.each([
  [luhnDigit, "7992739871", "3"],
  [luhnDigit, "453201511283036", "6"],
  [recursiveDigit, "21000000000313947143000901", "7"],
  // A bank account of Norway.
  [modulus11Digit, "8601111794", "7"],
  [modulus11Digit, "0000000006", "X"],
  // The check digits of an IBAN, found with 00 in their place.
  [modulus97Digits, "370400440532013000DE", "89"],
  [creditorReference, "539007547034", "RF18539007547034"],
  [gs1Digit, "400638133393", "1"],
])("%o of %s is %s", (digitOf, text, expected) => {
  expect(digitOf(text)).toBe(expected);
});

test("what has no value has no check digit", () => {
  for (const digitOf of [luhnDigit, recursiveDigit, modulus11Digit, modulus97Digits, gs1Digit])
    for (const text of ["", "12 34", "١٢", "1-2"]) expect(digitOf(text)).toBeUndefined();
  expect(creditorReference("A-1")).toBeUndefined();
  expect(creditorReference("1".repeat(22))).toBeUndefined();
});

test("IBANs and creditor references are told from wrong ones", () => {
  for (const iban of [
    "DE89370400440532013000",
    "CH4431999123000889012",
    "MT84MALT011000012345MTLCAST001S",
  ])
    expect(isIban(iban)).toBe(true);
  for (const iban of [
    "DE88370400440532013000",
    "DE8937040044053201300",
    "de89370400440532013000",
    "",
  ])
    expect(isIban(iban)).toBe(false);
  expect(isCreditorReference("RF18539007547034")).toBe(true);
  expect(isCreditorReference("RF18539007547035")).toBe(false);
});
