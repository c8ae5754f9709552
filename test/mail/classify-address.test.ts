import fc from "fast-check";
import { expect, test } from "vitest";
import { classifyAddress } from "../../src/mail/classify-address.ts";
import type { RawAddress } from "../../src/model/record.ts";

function address(last: string, parts: Omit<RawAddress, "lines"> = {}): RawAddress {
  return { lines: ["ANA NUNEZ", "12 EXAMPLE ST", last], ...parts };
}

const full = { zip: "62704", plus4: "1234", deliveryPoint: "12" };

test.each([
  ["SPRINGFIELD IL 62704-1234", full, "automation", "62704123412"],
  ["SPRINGFIELD IL 62704-1234", { ...full, country: "us" }, "automation", "62704123412"],
  ["SPRINGFIELD IL 62704-1234", { zip: "62704", plus4: "1234" }, "machinable", "627041234"],
  ["SPRINGFIELD IL 62704", { zip: "62704" }, "machinable", "62704"],
  ["SPRINGFIELD IL", {}, "machinable", ""],
  ["SPRINGFIELD IL", { plus4: "1234", deliveryPoint: "12" }, "machinable", ""],
  ["SPRINGFIELD IL", { zip: "6270X", plus4: "1234" }, "machinable", ""],
  ["SPRINGFIELD IL", { zip: "00000", plus4: "1234" }, "machinable", ""],
  ["SPRINGFIELD IL", { ...full, plus4: "123" }, "machinable", "62704"],
  ["SPRINGFIELD IL", { ...full, plus4: "0000" }, "machinable", "62704"],
  ["SPRINGFIELD IL", { ...full, deliveryPoint: "1 " }, "machinable", "627041234"],
  ["SPRINGFIELD IL", { ...full, deliveryPoint: "١٢" }, "machinable", "627041234"],
  ["SAN JUAN PR 00907-1234", { ...full, zip: "00907" }, "automation", "00907123412"],
  ["SAN JUAN PR 00907", { ...full, zip: "00907", country: "PR" }, "automation", "00907123412"],
  ["APO AE 09012-1234", { ...full, zip: "09012" }, "military", "09012123412"],
  ["MIAMI 34012", { zip: "34012" }, "military", "34012"],
  ["FPO AP 96301", { zip: "96301" }, "military", "96301"],
  ["HONOLULU HI 96701", { zip: "96701" }, "machinable", "96701"],
  ["DPO AA", {}, "military", ""],
  ["ANYTOWN, AE 62704-1234", full, "military", "62704123412"],
  ["ANYTOWN AP", {}, "military", ""],
  ["APOLLO PA 15613", { zip: "15613" }, "machinable", "15613"],
  ["75001 PARIS", { country: "FR" }, "foreign", ""],
  ["75001 PARIS", { ...full, country: "FR" }, "foreign", ""],
  ["SOMEWHERE", { country: "??" }, "foreign", ""],
] as const)("%s %j is %s, routed by %j", (last, parts, addressClass, routing) => {
  expect(classifyAddress(address(last, parts))).toMatchObject({ addressClass, routing });
});

test("the military are known by the last line alone", () => {
  const { addressClass } = classifyAddress({ lines: ["APO AE", "X"], zip: "62704" });
  expect(addressClass).toBe("machinable");
});

test("sort keys are routing digits, what is missing first", () => {
  const keys = [{}, { zip: "62704" }, { zip: "62704", plus4: "1234" }, full].map(
    (parts) => classifyAddress(address("X", parts)).postalKey,
  );
  expect(keys).toEqual([0, 62_704_000_000, 62_704_123_400, 62_704_123_412]);
});

test("mail to one foreign country lies together", () => {
  const keys = ["DE", "FR", "FR", "ZZ", "?"].map(
    (country) => classifyAddress(address("X", { country })).postalKey,
  );
  expect(keys).toEqual([83, 148, 148, 676, 0]);
});

test("abroad, home mail has no routing and American mail is foreign", () => {
  const german = classifyAddress(address("10115 BERLIN", { country: "DE" }), "DE");
  expect(german).toEqual({ addressClass: "machinable", routing: "", postalKey: 0 });
  expect(classifyAddress(address("X", { ...full, country: "US" }), "DE").addressClass).toBe(
    "foreign",
  );
});

test("anything is classified, with sound routing and a key of 37 bits", () => {
  const part = fc.option(fc.oneof(fc.string(), fc.stringMatching(/^\d{1,5}$/)), { nil: undefined });
  const parts = fc.record({ zip: part, plus4: part, deliveryPoint: part, country: part });
  fc.assert(
    fc.property(parts, fc.array(fc.string()), (fields, lines) => {
      const found = classifyAddress({ lines, ...fields } as RawAddress);
      expect(found.routing).toMatch(/^(?:\d{5}|\d{9}|\d{11})?$/);
      expect(found.postalKey).toBeLessThan(2 ** 37);
      expect(found.addressClass === "automation").toBe(
        found.routing.length === 11 && !["military", "foreign"].includes(found.addressClass),
      );
    }),
  );
});
