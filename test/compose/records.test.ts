import { readFileSync } from "node:fs";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import type { RawObject } from "../../src/model/record.ts";
import { PrintShop, projectFolder, retailPlan } from "../golden/print-shop.ts";

const plan = retailPlan();
let shop: PrintShop;
beforeAll(async () => {
  shop = await PrintShop.open(plan);
});

function sample(name: string): RawObject {
  const path = `${projectFolder}/layouts/retail-statement/samples/${name}.json`;
  return JSON.parse(readFileSync(path, "utf8")) as RawObject;
}

const standard = sample("standard") as {
  account: RawObject;
  customer: RawObject;
  transactions: RawObject[];
};

const money = fc
  .bigInt({ min: -(10n ** 13n), max: 10n ** 13n })
  .map((cents) => `${cents < 0n ? "-" : ""}${magnitude(cents)}`);

function magnitude(cents: bigint): string {
  const digits = String(cents < 0n ? -cents : cents).padStart(3, "0");
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

const LETTERS = Array.from("abcdefghijklmnopqrstuvwxyzABCMNSTVW 0123456789 .,-/&'()*%#");
const text = fc
  .string({
    unit: fc.constantFrom(...LETTERS, "\u00f1", "\u00fc", "\u03a9", "\u0416", "e\u0301", "\u00a0"),
    minLength: 1,
    maxLength: 70,
  })
  .map((value) => `x${value}`);

const row = fc.record(
  {
    date: fc.integer({ min: 1, max: 31 }).map((day) => `2026-10-${String(day).padStart(2, "0")}`),
    kind: fc.constantFrom("deposit", "interest", "withdrawal", "check", "fee"),
    text,
    check: fc.integer({ min: 1, max: 99_999 }),
    amount: fc.bigInt({ min: 1n, max: 10n ** 9n }).map(magnitude),
    balance: money,
  },
  { requiredKeys: ["date", "kind", "text", "amount", "balance"] },
);

/** The layout rejects accounts that do not balance. */
const UNMOVED = { credits: "0.00", debits: "0.00", fees: "0.00" };

const record = fc
  .record({
    transactions: fc.array(row, { maxLength: 80 }),
    closing: money,
    name: text,
    coOwner: fc.option(text, { nil: undefined }),
    kind: fc.constantFrom("checking", "savings"),
    language: fc.constantFrom("en", "es", undefined),
  })
  .map(({ transactions, closing, name, coOwner, kind, language }) => ({
    ...standard,
    account: { ...standard.account, ...UNMOVED, opening: closing, closing, kind },
    customer: {
      ...standard.customer,
      name,
      coOwner,
      language,
    },
    transactions,
  }));

function bytesOf(values: unknown, printer = shop): string[] {
  const clean = JSON.parse(JSON.stringify(values)) as RawObject;
  return printer.pages(clean).map((page) => Buffer.from(page).toString("latin1"));
}

describe("nothing survives from one record to the next", () => {
  test("a record after any other gives the bytes it gives alone", () => {
    fc.assert(
      fc.property(record, record, (before, after) => {
        const alone = bytesOf(after, new PrintShop(plan, shop.prepared));
        bytesOf(before);
        expect(bytesOf(after)).toEqual(alone);
      }),
      { numRuns: 25 },
    );
  });

  test("the same record twice gives the same bytes", () => {
    fc.assert(
      fc.property(record, (values) => {
        expect(bytesOf(values)).toEqual(bytesOf(values));
      }),
      { numRuns: 25 },
    );
  });

  test("a record that was refused in between leaves no trace", () => {
    const first = bytesOf(standard);
    const refused = { ...standard, customer: { ...standard.customer, coOwner: "\u4e2d\u6587" } };
    expect(() => bytesOf(refused)).toThrow("U+4E2D");
    expect(bytesOf(standard)).toEqual(first);
  });
});

test("the same record in another order of its fields gives the same bytes", () => {
  const turned = Object.fromEntries(Object.entries(standard).reverse());
  expect(bytesOf(turned)).toEqual(bytesOf(standard));
});

test("each sample fills the pages it should", () => {
  expect(bytesOf(sample("short"))).toHaveLength(2);
  expect(bytesOf(standard)).toHaveLength(2);
  expect(bytesOf(sample("nasty")).length).toBeGreaterThan(3);
});
