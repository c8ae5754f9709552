import { describe, expect, it } from "vitest";
import { addressCheck, hasSpoiltCode } from "../../src/intake/check/address-check.ts";

type Codes = Readonly<Record<string, unknown>>;
const check = addressCheck(false);
const lines = ["A B", "1 EXAMPLE ST", "SPRINGFIELD IL"];

/** The codes that an address is left with, and whether any that was given is lost. */
function codesOf(codes: Codes): [Codes, boolean] {
  const raw = { lines, ...codes };
  const cleaned = check(raw) as Codes;
  const { lines: _lines, ...left } = cleaned;
  return [left, hasSpoiltCode(raw, cleaned)];
}

const WHOLE = { zip: "62704", plus4: "1234" };

describe("postal codes", () => {
  it.each<[Codes, Codes]>([
    [{ zip: "62704" }, { zip: "62704" }],
    [{ zip: "62704-1234" }, WHOLE],
    [{ zip: "627041234" }, WHOLE],
    [{ zip: " 62704-1234  " }, WHOLE],
    [{ zip: "62704     ", plus4: "1234 " }, WHOLE],
    [{ zip: "62704-1234", plus4: "1234" }, WHOLE],
    [{ zip: "62704-1234", plus4: "" }, WHOLE],
    [
      { zip: "62704-1234", deliveryPoint: "12" },
      { ...WHOLE, deliveryPoint: "12" },
    ],
    [
      { ...WHOLE, deliveryPoint: "12" },
      { ...WHOLE, deliveryPoint: "12" },
    ],
    [{ zip: "", plus4: null, deliveryPoint: "" }, {}],
    [{ zip: "   " }, {}],
    [{ country: "DE", zip: "10115" }, { country: "DE" }],
    ...["US", "PR", "GU", "VI", "AS", "MP"].map((country): [Codes, Codes] => [
      { country, zip: "00907-1234", deliveryPoint: "12" },
      { zip: "00907", plus4: "1234", deliveryPoint: "12", country },
    ]),
  ])("%j are understood", (codes, left) => {
    expect(codesOf(codes)).toEqual([left, false]);
  });

  it.each<[Codes, Codes]>([
    [{ zip: "2704" }, {}],
    [{ zip: 62704 }, {}],
    [{ zip: "62704 1234" }, {}],
    [{ zip: "62704-123" }, {}],
    [{ zip: "62704–1234" }, {}],
    [{ zip: "6270412345" }, {}],
    [{ zip: "62704-1234", plus4: "9999" }, { zip: "62704" }],
    [{ zip: "62704", plus4: "12" }, { zip: "62704" }],
    [{ plus4: "1234" }, {}],
    [{ ...WHOLE, deliveryPoint: "1" }, WHOLE],
    [{ zip: "62704", deliveryPoint: "12" }, { zip: "62704" }],
    [{ country: "US", zip: "ABCDE" }, { country: "US" }],
    [{ country: "PR", zip: "ABCDE" }, { country: "PR" }],
  ])("%j cannot all be used", (codes, left) => {
    expect(codesOf(codes)).toEqual([left, true]);
  });
});
