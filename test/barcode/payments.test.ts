import { describe, expect, test } from "vitest";
import { codeOfPayment } from "../../src/barcode/bound-code.ts";
import { isBadPayload } from "../../src/barcode/encoded-symbol.ts";
import { epcPayload } from "../../src/barcode/epc-payload.ts";
import { SWISS_BILL_FIELDS, swissBillPayload } from "../../src/barcode/swiss-bill-payload.ts";
import { readModules } from "./read-symbols.ts";
import { swissBillFaults } from "./swiss-bill-validator.ts";

type Fields = Readonly<Record<string, string>>;

/** The example of the guidelines, Annex A. */
const BILL: Fields = {
  iban: "CH44 3199 9123 0008 8901 2",
  "creditor.name": "Robert Schneider AG",
  "creditor.street": "Rue du Lac",
  "creditor.number": "1268",
  "creditor.postcode": "2501",
  "creditor.town": "Biel",
  "creditor.country": "CH",
  amount: "1949.75",
  currency: "CHF",
  "debtor.name": "Pia-Maria Rutschmann-Schnyder",
  "debtor.street": "Grosse Marktgasse",
  "debtor.number": "28",
  "debtor.postcode": "9400",
  "debtor.town": "Rorschach",
  "debtor.country": "CH",
  reference: "21 00000 00003 13947 14300 09017",
  message: "Auftrag vom 15.06.2020",
  "bill-information":
    "//S1/10/10201409/11/200701/20/140.000-53/30/102673831/31/200615/32/7.7/33/7.7:139.40/40/0:30",
  "alternative-1": "Name AV1: UV;UltraPay005;12345",
  "alternative-2": "Name AV2: XY;XYService;54321",
};
const TRANSFER: Fields = {
  name: "Example Water",
  iban: "DE02 1203 0000 0000 2020 51",
  bic: "BYLADEM1001",
  amount: "12.30",
  purpose: "GDDS",
  reference: "RF18 5390 0754 7034",
  information: "Thank you",
};

const mapOf = (fields: Fields): ReadonlyMap<string, string> => new Map(Object.entries(fields));

describe("a Swiss QR bill", () => {
  test("has the lines of the guidelines' example", () => {
    const payload = payloadOf(mapOf(BILL));
    expect(swissBillFaults(payload)).toEqual([]);
    expect(payload.split("\n").slice(3, 11)).toEqual([
      "CH4431999123000889012",
      "S",
      "Robert Schneider AG",
      "Rue du Lac",
      "1268",
      "2501",
      "Biel",
      "CH",
    ]);
    expect(payload.split("\n").slice(27)).toEqual([
      "QRR",
      "210000000003139471430009017",
      "Auftrag vom 15.06.2020",
      "EPD",
      BILL["bill-information"],
      BILL["alternative-1"],
      BILL["alternative-2"],
    ]);
    expect(Object.keys(BILL).toSorted()).toEqual(SWISS_BILL_FIELDS.toSorted());
  });

  test.each<[string, Fields]>([
    ["without an amount and a debtor", { amount: "", ...without("debtor") }],
    ["with a creditor reference", { iban: "CH5800791123000889012", reference: "RF18539007547034" }],
    ["without a reference", { iban: "CH58 0079 1123 0008 8901 2", reference: "" }],
    [
      "without more than it needs",
      { "bill-information": "", "alternative-1": "", "alternative-2": "" },
    ],
    ["of a large amount in euros", { amount: "999999999.99", currency: "EUR" }],
  ])("is right %s", async (_, change) => {
    const fields = mapOf({ ...BILL, ...change });
    const payload = payloadOf(fields);
    expect(swissBillFaults(payload)).toEqual([]);
    const code = codeOfPayment("swiss-bill", fields);
    if (isBadPayload(code)) throw new Error(code.fault);
    expect((await readModules(code.modules, 1))[0]?.text).toBe(payload);
    expect(code.hasSwissCross).toBe(true);
  });

  test.each<[string, string, Fields]>([
    ["iban", "check digits", { iban: "CH4531999123000889012" }],
    ["iban", "CH or LI", { iban: "DE89370400440532013000" }],
    ["iban", "QR-IBAN", { iban: "CH5800791123000889012" }],
    ["reference", "27 digits, as", { reference: "RF18539007547034" }],
    ["reference", "wrong check digit", { reference: "210000000003139471430009018" }],
    [
      "reference",
      "wrong check digits",
      { iban: "CH5800791123000889012", reference: "RF19539007547034" },
    ],
    ["amount", "between 0.01", { amount: "0.00" }],
    ["amount", "between 0.01", { amount: "-1.00" }],
    ["amount", "between 0.01", { amount: "1000000000.00" }],
    ["currency", "CHF or EUR", { currency: "USD" }],
    ["creditor.name", "missing", { "creditor.name": " " }],
    ["debtor.town", "missing", { "debtor.town": "" }],
    ["debtor.country", "two letters", { "debtor.country": "Schweiz" }],
    ["debtor.name", "more than 70", { "debtor.name": "x".repeat(71) }],
    ["debtor.name", "characters", { "debtor.name": "Παπαδόπουλος" }],
    ["message", "over 140", { message: "x".repeat(60) }],
    ["alternative-1", "more than 100", { "alternative-1": "x".repeat(101) }],
  ])("is refused for its %s: %s", (field, fault, change) => {
    const bad = swissBillPayload(mapOf({ ...BILL, ...change }));
    expect(bad).toMatchObject({ field, fault: expect.stringContaining(fault) as string });
  });

  test("has a validator that finds what is wrong", () => {
    const payload = payloadOf(mapOf(BILL));
    const faults = (from: string, to: string) => swissBillFaults(payload.replace(from, to));
    expect(faults("CH44", "CH45")).toContain("IBAN check");
    expect(faults("09017", "09018")).toContain("QRR check");
    expect(faults("1949.75", "1,949.75")).toContain("Amt");
    expect(faults("\nEPD", "")).toContain("Trailer");
    expect(faults("\n9400\n", "\n\n")).toContain("UltmtDbtr in part");
  });
});

describe("a credit transfer", () => {
  test("has the lines of EPC069-12", () => {
    expect(epcPayload(mapOf(TRANSFER))).toBe(
      [
        "BCD",
        "002",
        "1",
        "SCT",
        "BYLADEM1001",
        "Example Water",
        "DE02120300000000202051",
        "EUR12.30",
        "GDDS",
        "RF18539007547034",
        "",
        "Thank you",
      ].join("\n"),
    );
  });

  test("leaves out what is empty at its end", () => {
    const payload = epcPayload(mapOf({ name: "A", iban: "DE89370400440532013000" }));
    expect(payload).toBe("BCD\n002\n1\nSCT\n\nA\nDE89370400440532013000");
  });

  test.each<[string, string, Fields]>([
    ["iban", "check digits", { iban: "DE03120300000000202051" }],
    ["bic", "8 or 11", { bic: "BYLA" }],
    ["purpose", "four", { purpose: "TOOLONG" }],
    ["reference", "check digits", { reference: "RF19539007547034" }],
    ["message", "beside a reference", { message: "Bill" }],
    ["name", "missing", { name: "" }],
    ["name", "more than 70", { name: "x".repeat(71) }],
    ["information", "characters", { information: "a\nb" }],
    ["amount", "between", { amount: "0.00" }],
    ["message", "331 bytes", { reference: "", name: "ж".repeat(70), message: "ж".repeat(140) }],
  ])("is refused for its %s: %s", (field, fault, change) => {
    const bad = epcPayload(mapOf({ ...TRANSFER, ...change }));
    expect(bad).toMatchObject({ field, fault: expect.stringContaining(fault) as string });
  });
});

function without(party: string): Fields {
  const names = Object.keys(BILL).filter((name) => name.startsWith(`${party}.`));
  return Object.fromEntries(names.map((name) => [name, ""]));
}

function payloadOf(fields: ReadonlyMap<string, string>): string {
  const payload = swissBillPayload(fields);
  if (typeof payload !== "string") throw new Error(payload.fault);
  return payload;
}
