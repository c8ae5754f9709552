import { expect, test } from "vitest";
import { CURRENCY_DIGITS_MAX, currencyDigits } from "../../src/base/currency-digits.ts";
import { currencyPlaces } from "../../src/verify/content/currency-places.ts";

/** Where CLDR has what is in daily use, and ISO 4217 the minor unit that exists. */
const OTHERWISE_IN_CLDR =
  "AFN ALL COP HUF IDR IQD IRR KPW LAK LBP MGA MMK PKR SLL SOS STD SYP YER MRO VEF UYW CLF UYI";

const codes = [...Array(26 ** 3).keys()].map((index) =>
  [Math.floor(index / 676), Math.floor(index / 26) % 26, index % 26]
    .map((letter) => String.fromCharCode(65 + letter))
    .join(""),
);
const known = codes.filter((code) => currencyDigits(code) !== undefined);

test("currencies have the decimals of ISO 4217", () => {
  expect(currencyDigits("USD")).toBe(2);
  expect(currencyDigits("JPY")).toBe(0);
  expect(currencyDigits("HUF")).toBe(2);
  expect(currencyDigits("KWD")).toBe(3);
  expect(currencyDigits("CLF")).toBe(CURRENCY_DIGITS_MAX);
  for (const none of ["", " ", "XAU", "XXX", "usd", "ABC"])
    expect(currencyDigits(none)).toBeUndefined();
});

test("CLDR has the same, but for currencies whose minor unit nobody uses", () => {
  const others = new Set(OTHERWISE_IN_CLDR.split(" "));
  const supported = new Set(Intl.supportedValuesOf("currency"));
  const compared = known.filter((code) => supported.has(code) && !others.has(code));
  expect(compared.length).toBeGreaterThan(130);
  for (const currency of compared) {
    const format = new Intl.NumberFormat("en", { style: "currency", currency });
    const { maximumFractionDigits } = format.resolvedOptions();
    expect([currency, maximumFractionDigits]).toEqual([currency, currencyDigits(currency)]);
  }
});

test("the verifier's table says the same of every currency", () => {
  for (const code of known)
    expect([code, currencyPlaces(code)]).toEqual([code, currencyDigits(code)]);
});
