import { describe, expect, it } from "vitest";
import type { AmountForm } from "../../../src/model/converter.ts";
import { converterFaults } from "../../../src/rules/converters/converter-faults.ts";
import { adviceOf, decimals, FAULT, integers, money, outcome } from "./specs.ts";

type Case = readonly [text: string, amount: string | undefined];

const US = money("1,234.56");
const EXCEL = money(["1,234.56", "($1,234.56)", "12.50-", "12.50+"]);
const BANK = money(["1,234.56CR", "1,234.56 DR"], { negative: "DR" });
const CENTS = money([], { impliedDigits: 2 });

describe("amounts by form", () => {
  it.each<Case>([
    ["1,234.56", "1234.56"],
    ["1234.56", "1234.56"],
    ["12,345,678.90", "12345678.90"],
    ["0.00", "0.00"],
    ["-0.00", "0.00"],
    ["-0.01", "-0.01"],
    ["+1.00", "1.00"],
    ["\u22125.00", "-5.00"],
    [".50", "0.50"],
    ["-.50", "-0.50"],
    ["0001.50", "1.50"],
    ["000,123.45", "123.45"],
    ["   5.00\0", "5.00"],
    ["", undefined],
    [" \u00a0 ", undefined],
    ["--5", FAULT],
    ["--5.00", FAULT],
    ["+-5.00", FAULT],
    ["5.00-", FAULT],
    ["(5.00)", FAULT],
    ["(5.00-", FAULT],
    ["1,23,456.00", FAULT],
    ["1.234.56", FAULT],
    ["1,2345.00", FAULT],
    ["1234,567.00", FAULT],
    [",123.00", FAULT],
    ["1,,234.00", FAULT],
    ["1,234,.00", FAULT],
    ["1.234,56", FAULT],
    ["1 234.56", FAULT],
    // A number without its decimals may be one of cents.
    ["1234", FAULT],
    ["12.", FAULT],
    ["12.5", FAULT],
    ["12.500", FAULT],
    ["$5.00", FAULT],
    ["5.00 USD", FAULT],
    ["1e3", FAULT],
    ["5,00", FAULT],
    ["５.00", FAULT],
    ["1\u00002.00", FAULT],
    ["NaN", FAULT],
    [".", FAULT],
    ["-", FAULT],
    ["()", FAULT],
  ])("1,234.56 reads %j", (text, amount) => {
    expect(outcome(US, text)).toBe(amount);
  });

  it.each<Case>([
    ["(12.50)", "-12.50"],
    ["$(12.50)", "-12.50"],
    ["( $ 12.50 )", "-12.50"],
    ["-$12.50", "-12.50"],
    ["$-12.50", "-12.50"],
    ["$ 1,234.00 -", "-1234.00"],
    ["12.50-", "-12.50"],
    ["12.50+", "12.50"],
    ["(0.00)", "0.00"],
    ["12.50 $", "12.50"],
    ["(5.00-", FAULT],
    ["(5.00", FAULT],
    ["5.00)", FAULT],
    ["(-5.00)", FAULT],
    ["((5.00))", FAULT],
    ["$5.00$", FAULT],
    ["5.00--", FAULT],
    ["-5.00-", FAULT],
    ["$", FAULT],
  ])("a spreadsheet's forms read %j", (text, amount) => {
    expect(outcome(EXCEL, text)).toBe(amount);
  });

  it.each<Case>([
    ["12.50CR", "12.50"],
    ["12.50 CR", "12.50"],
    ["1,234.56DR", "-1234.56"],
    ["0.00DR", "0.00"],
    // Without its word an amount may be either.
    ["12.50", FAULT],
    ["-12.50", FAULT],
    ["-12.50CR", FAULT],
    ["12.50C", FAULT],
    ["12.50CRDR", FAULT],
  ])("CR and DR read %j", (text, amount) => {
    expect(outcome(BANK, text)).toBe(amount);
  });

  it.each<Case>([
    ["5", "0.05"],
    ["12", "0.12"],
    ["12345", "123.45"],
    ["-12345", "-123.45"],
    ["0000012345", "123.45"],
    ["0", "0.00"],
    ["-0", "0.00"],
    ["12.50", FAULT],
    ["12,50", FAULT],
  ])("cents read %j", (text, amount) => {
    expect(outcome(CENTS, text)).toBe(amount);
  });

  it.each<[string, Partial<AmountForm>, string, string]>([
    ["1.234,56", {}, "1.234,56", "1234.56"],
    ["1.234,56", {}, "1,234.56", FAULT],
    ["1.234,56", {}, "1.234", FAULT],
    ["1.234,56 €", {}, "12,00\u00a0€", "12.00"],
    ["1.234,56", { currency: ["€", "EUR"] }, "EUR 12,00", "12.00"],
    ["1.234,56", { currency: ["kr.", "R$"] }, "12,00 kr.", "12.00"],
    ["1.234,56", { currency: ["$", "US$"] }, "US$12,00", "12.00"],
    ["1 234,56", {}, "1 234,56", "1234.56"],
    ["1 234,56", {}, "1\u00a0234,56", "1234.56"],
    ["1 234,56", {}, "-1\u202f234\u2009567,00", "-1234567.00"],
    ["1'234.56", {}, "1\u2019234.56", "1234.56"],
    ["12,34,567.00", {}, "1,23,45,678.90", "12345678.90"],
    ["12,34,567.00", {}, "1,234,567.00", FAULT],
    ["1234.56", {}, "1,234.56", FAULT],
    // The amounts of SQL Server have four decimals, of which the last two are zeros.
    ["1234.5600", {}, "1234.5600", "1234.56"],
    ["1234.5600", {}, "1234.5601", "1234.5601"],
    ["1234.56", { digits: 0 }, "1234.00", "1234"],
    ["1,234,567", { digits: 0 }, "1,234", "1234"],
  ])("%s with %j reads %j", (form, more, text, amount) => {
    expect(outcome(money(form, more), text)).toBe(amount);
  });

  it("reads implied decimals finer than the currency", () => {
    const tenThousandths = money([], { impliedDigits: 4 });
    expect(outcome(tenThousandths, "1234500")).toBe("123.45");
    expect(outcome(tenThousandths, "1234501")).toBe("123.4501");
  });

  it("takes as many decimals as the forms say", () => {
    const dropped = money(["1,234.56", "1,234.5", "1,234"]);
    expect(["5", "5.1", "5.12", "5.123"].map((text) => outcome(dropped, text))).toEqual([
      "5",
      "5.1",
      "5.12",
      FAULT,
    ]);
    const rates = decimals("0.1234");
    expect(["5", "5.1", "0.1234", "0.12345"].map((text) => outcome(rates, text))).toEqual([
      "5",
      "5.1",
      "0.1234",
      FAULT,
    ]);
  });

  it("refuses a text of ten megabytes at once", () => {
    expect(outcome(US, "1".repeat(10_000_000))).toBe(FAULT);
    expect(outcome(US, " ".repeat(10_000_000))).toBeUndefined();
  });
});

describe("whole numbers by form", () => {
  it.each<[string, string, unknown]>([
    ["1234", "0042", 42],
    ["1234", "-7", -7],
    ["1234", "-0", 0],
    ["1234", "1,234", FAULT],
    ["1234", "7.0", FAULT],
    ["1,234", "1,234", 1234],
    ["1.00", "7.00", 7],
    ["1.00", "7.50", FAULT],
    ["1234", "9007199254740991", 9_007_199_254_740_991],
    ["1234", "9007199254740992", FAULT],
    ["1234", "99999999999999999999", FAULT],
    ["1234", "", undefined],
  ])("%s reads %j", (form, text, value) => {
    expect(outcome(integers(form), text)).toBe(value);
  });
});

describe("what a fault of a number says", () => {
  it.each<[string, string]>([
    ["1.234,56", 'it looks like 1.234,56: write `money: "1.234,56"` in the job'],
    ["(5.00)", 'write `money: ["1,234.56", "(1234.56)"]` in the job'],
    ["5.00-", 'write `money: ["1,234.56", "1234.56-"]` in the job'],
    ["5.00CR", "say in `negative` which of CR and DR is below zero"],
    ["$5.00", '"$1234.56"'],
    ["999", "for whole amounts, or `implied: 2` for cents"],
    ["9 999,00", "1 234,56"],
    ["free", "an amount written 1,234.56; "],
  ])("%s", (text, words) => {
    expect(adviceOf(US, text)).toContain(words);
  });

  it("names no digit of the value", () => {
    expect(adviceOf(US, "98.987,00")).not.toMatch(/98|87/);
  });
});

describe("numbers that a job may not declare", () => {
  it.each<[readonly string[], Partial<AmountForm>, string]>([
    [["1,234"], {}, "may be a thousand or have three decimals"],
    [["1.234"], {}, "may be a thousand or have three decimals"],
    [["1,234.56", "1.234,56"], {}, "could read one text as two numbers"],
    [["1234.56", "1234,56"], {}, "could read one text as two numbers"],
    [["12.50CR"], {}, "need `negative`"],
    [["12.50"], { negative: "CR" }, "need `negative`"],
    [["--5"], {}, "two signs"],
    [["(5.00-"], {}, "half of its brackets"],
    [["1,23,4.5"], {}, "groups of other than three digits"],
    [["1.234,5.6"], {}, "two signs between its groups"],
    [["amount"], {}, "is no number"],
    [[], {}, "write an example"],
    [["12.50"], { impliedDigits: 2 }, "implied where none are written"],
    [[], { impliedDigits: 0 }, "1 to 9 implied decimals"],
    [["12.50"], { currency: ["5"] }, "has a sign or a code"],
  ])("%j with %j", (forms, more, message) => {
    const form: AmountForm = { kind: "money", forms, ...more };
    const faults = converterFaults({ steps: [], form }).map((fault) => fault.message);
    expect(faults.join()).toContain(message);
  });
});
