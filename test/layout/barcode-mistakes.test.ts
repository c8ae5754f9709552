import { describe, expect, test } from "vitest";
import { check, placeOf, SMALL } from "./support.ts";

/** The small layout with a block before its rule. */
function withBlock(lines: readonly string[]): string {
  const block = lines.map((line, index) => `${index === 0 ? "  - " : "    "}${line}\n`).join("");
  return SMALL.replace("  - rule: 0.5pt", () => `${block}  - rule: 0.5pt`);
}

const TRANSFER = [
  "barcode: qr",
  "epc: { name: Small, iban: DE02120300000000202051, amount: account.closing }",
  "alt: Pay",
];
const BILL = [
  "barcode: qr",
  "swiss-bill:",
  '  iban: "CH44 3199 9123 0008 8901 2"',
  '  creditor: { name: A, postcode: "1", town: B, country: CH }',
  "  amount: account.closing",
  "  currency: CHF",
  '  debtor: { name: "{customer.name}", postcode: "1", town: B, country: CH }',
  '  reference: "{account.number}"',
  "alt: Pay",
];

test.each([
  [["barcode: qr", 'value: "{account.id}"', "alt: The account"]],
  [["barcode: ean-13", 'value: "4006381333931"', "module: 0.3mm", "alt: Article"]],
  [["barcode: pdf417", 'value: "{account.id}"', "correction: 5", "alt: The account"]],
  [TRANSFER],
  [BILL],
])("%j is right", (lines) => {
  expect(check(withBlock(lines)).diagnostics).toEqual([]);
});

interface Mistake {
  readonly name: string;
  readonly lines: readonly string[];
  readonly code: string;
  readonly at: string;
  readonly message: RegExp;
}

const code = (kind: string, value: string, ...more: string[]): string[] => [
  `barcode: ${kind}`,
  `value: "${value}"`,
  "alt: Here",
  ...more,
];
const changed = (lines: readonly string[], from: string, to: string): string[] =>
  lines.map((line) => line.replace(from, () => to));

const MISTAKES: readonly Mistake[] = [
  {
    name: "a wrong check digit",
    lines: code("ean-13", "4006381333932"),
    code: "layout.bad-barcode",
    at: '"4006381333932"',
    message: /has a wrong check digit/,
  },
  {
    name: "characters that the kind lacks",
    lines: code("code-39", "abc"),
    code: "layout.bad-barcode",
    at: '"abc"',
    message: /has characters that Code 39 lacks/,
  },
  {
    name: "nothing to say",
    lines: ["barcode: qr", "alt: Here"],
    code: "layout.bad-barcode",
    at: "barcode: qr",
    message: /either a `value`, `epc` or `swiss-bill`/,
  },
  {
    name: "two things to say",
    lines: [...TRANSFER, 'value: "1"'],
    code: "layout.bad-barcode",
    at: "barcode: qr",
    message: /either a `value`/,
  },
  {
    name: "no text alternative",
    lines: ["barcode: qr", 'value: "1"'],
    code: "layout.missing-key",
    at: "barcode: qr",
    message: /alt/,
  },
  {
    name: "a quiet zone too narrow for scanners",
    lines: code("qr", "1", "quiet-zone: 2"),
    code: "layout.barcode-too-fine",
    at: "2\n  - rule",
    message: /4 modules blank/,
  },
  {
    name: "modules too fine for scanners",
    lines: code("code-128", "1", "module: 0.1mm"),
    code: "layout.barcode-too-fine",
    at: "0.1mm",
    message: /Scanners cannot read/,
  },
  {
    name: "an EAN too narrow for scanners",
    lines: code("ean-13", "{account.id}", "width: 20mm"),
    code: "layout.barcode-too-fine",
    at: "20mm",
    message: /Scanners cannot read/,
  },
  {
    name: "bars too low for scanners",
    lines: code("code-128", "1", "height: 2mm"),
    code: "layout.barcode-too-fine",
    at: "2mm",
    message: /missed by scanners/,
  },
  {
    name: "a code wider than the body",
    lines: code("qr", "{account.id}", "width: 8in"),
    code: "layout.barcode-too-wide",
    at: "barcode: qr",
    message: /make it smaller/,
  },
  {
    name: "a correction of another kind",
    lines: code("pdf417", "1", "correction: M"),
    code: "layout.bad-barcode",
    at: "M\n  - rule",
    message: /no error correction of pdf417/,
  },
  {
    name: "a width and a module",
    lines: code("qr", "1", "width: 2cm", "module: 1mm"),
    code: "layout.bad-barcode",
    at: "2cm",
    message: /either `module` or `width`/,
  },
  {
    name: "a constant IBAN beside fields of the record",
    lines: changed(BILL, "CH44", "CH45"),
    code: "layout.bad-barcode",
    at: '"CH45',
    message: /not an IBAN with its right check digits/,
  },
  {
    name: "a constant IBAN of a transfer",
    lines: changed(TRANSFER, "DE02", "DE03"),
    code: "layout.bad-barcode",
    at: "DE03",
    message: /not an IBAN/,
  },
  {
    name: "a size for a Swiss bill",
    lines: [...BILL, "width: 40mm"],
    code: "layout.bad-barcode",
    at: "40mm",
    message: /is 46mm/,
  },
  {
    name: "a payment in another kind",
    lines: changed(TRANSFER, "qr", "aztec"),
    code: "layout.bad-barcode",
    at: "aztec",
    message: /is a QR code/,
  },
  {
    name: "an amount that is none",
    lines: changed(TRANSFER, "account.closing", "account.number"),
    code: "layout.wrong-type",
    at: "account.number }",
    message: /must be money/,
  },
  {
    name: "a misspelt field in a debtor",
    lines: changed(BILL, "customer.name", "customer.nam"),
    code: "layout.unknown-field",
    at: "nam}",
    message: /no field `nam`/,
  },
];

describe("one mistake gives one diagnostic at its place", () => {
  test.each(MISTAKES)("$name", ({ lines, code: expected, at, message }) => {
    const text = withBlock(lines);
    const { diagnostics } = check(text);
    expect(diagnostics.map((found) => found.code)).toEqual([expected]);
    const [found] = diagnostics;
    expect(found?.message).toMatch(message);
    expect([found?.source?.line, found?.source?.column]).toEqual(placeOf(text, at));
  });
});
