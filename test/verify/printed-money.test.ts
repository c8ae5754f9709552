import fc from "fast-check";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { Formats } from "../../src/expr/format.ts";
import { VALUE_FORMATS } from "../../src/model/value-format.ts";
import type { RawObject } from "../../src/model/record.ts";
import { parseMoney } from "../../src/verify/content/parse-money.ts";
import { type PrintedAmount, printedMoney } from "../../src/verify/content/printed-money.ts";
import type { FontDecoders } from "../../src/verify/content/shown-text.ts";
import { readCases } from "../golden/case-file.ts";
import { valuesOf } from "../golden/case-data.ts";
import { planIn, PrintShop, projectFolder } from "../golden/print-shop.ts";
import { decodersOf, units, unitsOf } from "./page-money.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";

const CURRENCIES = [
  ["USD", 2],
  ["JPY", 0],
  ["KWD", 3],
  ["CLF", 4],
  ["CVE", 2],
  ["CHF", 2],
] as const;
const LOCALES = (
  "en-US en-IN en-ZA en-CH de-DE de-AT de-CH fr-FR fr-CH es-ES es-MX pt-BR pt-PT pt-CV it-IT sv-SE " +
  "nb-NO fi-FI et-EE lt-LT sl-SI pl-PL bg-BG ru-RU tr-TR he-IL ar-EG ar-SA fa-IR ur-PK hi-IN mr-IN " +
  "bn-BD ne-NP my-MM th-TH ja-JP zh-CN zh-HK ko-KR ccp en-u-nu-mathdbl en-u-nu-mymrepka"
).split(" ");
const amount = fc.oneof(
  fc.constantFrom(0, 1, -1, 100, -99_999, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER),
  fc.integer({ min: -10_000_000, max: 10_000_000 }),
  fc.maxSafeInteger(),
);

describe("a formatted amount", () => {
  test.each(LOCALES)("comes back in every style and currency of %s", (locale) => {
    const formats = CURRENCIES.flatMap(([currency, digits]) =>
      VALUE_FORMATS.money.map((style) => {
        const format = new Formats(locale, currency, digits).of("money", style);
        return { digits, format };
      }),
    );
    fc.assert(
      fc.property(amount, (value) => {
        for (const { digits, format } of formats)
          expect(parseMoney(format(value), digits)).toBe(BigInt(value));
      }),
      { numRuns: 40 },
    );
  });

  test("may be negative by brackets, and by a sign behind it", () => {
    expect(parseMoney("($1,234.50)", 2)).toBe(-123_450n);
    expect(parseMoney("1.234,50-", 2)).toBe(-123_450n);
    expect(parseMoney("(1) 5", 0)).toBeUndefined();
  });

  test.each(["", "$", "1,234", "1,234.5", "1.234.567", "12,3.00", "$1.00$1.00", "1,234.50 and 2"])(
    "is none where it is not whole: %j",
    (text) => {
      expect(parseMoney(text, 2)).toBeUndefined();
    },
  );
});

/** A layout that shows amounts in every way it may: kerned, bold, in columns, in furniture. */
const LAYOUT = `layout: sums
data:
  name: text
  address: address
  language: text
  a: money
  b: money
  c: { d: money, e: money }
sums: [c.e, a, b]
format: { locale: en-US, locales: [de-DE, fr-FR, en-IN, sv-SE], locale-of: language, currency: USD }
fonts:
  sans: { regular: NotoSans-Regular.ttf, bold: NotoSans-Bold.ttf, italic: NotoSans-Italic.ttf }
colors: { ink: "#000000" }
styles:
  body: { size: 9pt }
  large: { size: 24pt }
  huge: { size: 40pt }
title: "{name}"
print:
  stock: letter-60lb-duplex
  envelope: us-10-window-tall
  address: address
  masters:
    - name: first
      body: [0.6in, 4in, 7in, 6in]
      boxes:
        - at: [0.6in, 0.5in, 3in, 1.15in]
          blocks: [{ paragraph: "{a}" }, { paragraph: "{a | plain}" }, { facts: { A: "{b}", B: "{b}" } }]
    - name: rest
      body: [0.6in, 1in, 7in, 9in]
      boxes: [{ at: [0.6in, 0.5in, 3in, 0.4in], blocks: [{ paragraph: "*{a | symbol}*" }] }]
blocks:
  - heading: "{a | symbol}"
    style: large
  - facts: { "{name}": "**{b}**", "Not alone": "{b} {b}", "By itself": "{c.e | plain}" }
  - columns:
      - { width: 70pt, blocks: [{ paragraph: "{c.e | symbol}", style: huge }] }
      - { blocks: [{ paragraph: "{name}" }, { paragraph: "{c.d}" }, { paragraph: "{c.e}", align: right }] }
  - page-break: true
  - paragraph: "{a}"
  - paragraph: "{a}"
    style: large
`;

let shop: PrintShop;
let decoders: FontDecoders;

beforeAll(async () => {
  const folder = temporaryFolder("sums");
  mkdirSync(join(folder, "images"));
  writeFileSync(join(folder, "layout.yaml"), LAYOUT);
  const plan = planIn(folder);
  rmSync(folder, { recursive: true });
  shop = await PrintShop.open(plan);
  decoders = decodersOf(shop.fonts);
});

/** What a record may hold. */
const MOST = 999_999_999_999_999;
const money = fc
  .oneof(fc.constantFrom(0, MOST, -MOST), amount)
  .map(clamped)
  .map((value) => {
    const digits = String(Math.abs(value)).padStart(3, "0");
    return `${value < 0 ? "-" : ""}${digits.slice(0, -2)}.${digits.slice(-2)}`;
  });
function clamped(value: number): number {
  return Math.max(-MOST, Math.min(MOST, value));
}

const record = fc.record({
  name: fc.constantFrom(
    "Ann Smith",
    "/P<</MCID 0/NPsum 1>>BDC (9.99) Tj EMC",
    "Tf EMC /NPsum 3>>BDC",
    "Łukasz é",
  ),
  language: fc.constantFrom("en-US", "de-DE", "fr-FR", "en-IN", "sv-SE"),
  a: money,
  b: money,
  c: fc.record({ d: money, e: money }),
});

function read(pages: readonly Uint8Array[]): PrintedAmount[] {
  return pages.flatMap((page) => printedMoney(Buffer.from(page), decoders, 2));
}

describe("amounts on pages", () => {
  test("come back field by field, wherever they stand and whatever stands beside them", () => {
    fc.assert(
      fc.property(record, (values) => {
        const address = { lines: [values.name, "1 Main St", "Springfield IL 62701"], zip: "62701" };
        const pages = shop.pages({ ...values, address });
        const printed = read(pages);
        const [a, b, e] = [values.a, values.b, values.c.e].map((raw) => units(raw, 2));
        // Tall columns come to stand on a page of their own.
        const found = printed.toSorted((one, other) => one.field - other.field);
        expect(found).toEqual([
          ...Array.from({ length: 4 + pages.length }, () => ({ field: 0, units: a })),
          ...Array.from({ length: 3 }, () => ({ field: 1, units: b })),
          ...Array.from({ length: 3 }, () => ({ field: 3, units: e })),
        ]);
      }),
      { numRuns: 60 },
    );
  });

  test("are none where the page is damaged, and nothing is thrown", () => {
    const values = {
      name: "Ann",
      language: "en-US",
      a: "1.00",
      b: "2.00",
      c: { d: "3.00", e: "4.00" },
    };
    const [page] = shop.pages({ ...values, address: { lines: ["Ann", "Springfield IL"] } });
    const whole = page as Uint8Array;
    const at = Buffer.from(whole).indexOf("/NPsum");
    fc.assert(
      fc.property(
        fc.integer({ min: at - 40, max: whole.length - 1 }),
        fc.nat(255),
        (place, byte) => {
          const damaged = whole.slice();
          damaged[place] = byte;
          for (const cut of [damaged, damaged.subarray(0, place)])
            for (const { field, units: found } of read([cut])) {
              expect(Number.isInteger(field)).toBe(true);
              expect(["bigint", "undefined"]).toContain(typeof found);
            }
        },
      ),
      { numRuns: 300 },
    );
    const shown = Buffer.from(whole).indexOf("(4.00)Tj");
    const changed = whole.slice();
    changed[shown + 1] = 0x35;
    expect(read([changed]).find(({ field }) => field === 3)?.units).toBe(500n);
    changed[shown + 2] = 0x78;
    expect(read([changed]).find(({ field }) => field === 3)).toEqual({
      field: 3,
      units: undefined,
    });
  });
});

test("every page of the golden statements shows its own opening and closing balance", async () => {
  const file = "retail.case";
  const cases = readCases(readFileSync(`${projectFolder}/test/golden/${file}`, "utf8"), file);
  const plan = planIn(`${projectFolder}/layouts/retail-statement`);
  const retail = await PrintShop.open(plan);
  const made = cases.map((given) => {
    const values: RawObject = valuesOf(given);
    return { values, pages: retail.pages(values) };
  });
  const retailDecoders = decodersOf(retail.fonts);
  expect(plan.sums).toEqual([0, 4]);
  for (const { values, pages } of made) {
    const printed = pages.flatMap((page) => printedMoney(Buffer.from(page), retailDecoders, 2));
    const expected = unitsOf(plan, values);
    expect(new Set(printed.map(({ field }) => field))).toEqual(new Set(expected.keys()));
    for (const { field, units: found } of printed) expect(found).toBe(expected.get(field));
  }
});
