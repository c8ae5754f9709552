import { describe, expect, test } from "vitest";
import { Binder } from "../../src/bind/binder.ts";
import { recordOf } from "../bind/sample-plan.ts";
import { check, placeOf, SMALL, spoiled } from "./support.ts";

const LOCAL = [
  ["locale: en-US,", "locale: en-US, locales: [es-US, pl], locale-of: customer.email,"],
  ["images:", "by-locale: { pl: { styles: { body: { size: 11pt, leading: 16pt } } } }\nimages:"],
].reduce((text, [find = "", write = ""]) => spoiled(find, write, text), SMALL);

const values = (email: string) => ({
  account: { number: "12345678", closing: "9.00", fees: "0.00", apy: "0" },
  customer: { name: "Ana", email, address: { lines: ["Ana"] } },
  transactions: [],
});

describe("styles of a locale", () => {
  test("set its records' text, and leave the others' as it is", () => {
    const { plan, diagnostics } = check(LOCAL);
    if (plan === undefined) throw new Error(JSON.stringify(diagnostics));
    const binder = new Binder(plan);
    const sizesIn = (locale: string) => {
      const block = binder.bind(recordOf(values(locale))).blocks[1]?.block;
      const index = block?.kind === "text" ? (block.spans[0]?.style ?? -1) : -1;
      return [plan.styles[index]?.sizeMpt, plan.styles[index]?.leadingMpt];
    };
    expect(sizesIn("pl")).toEqual([11_000, 16_000]);
    expect(sizesIn("es-US")).toEqual([9000, 12_000]);
    expect(sizesIn("en-US")).toEqual([9000, 12_000]);
    // Bold stretches of a locale's style are of that style.
    const heading = plan.translations?.["pl"]?.blocks[0];
    const bold = heading?.kind === "text" ? heading.spans[1]?.style : undefined;
    expect(plan.styles[bold ?? -1]).toMatchObject({ sizeMpt: 11_000, bold: true });
  });

  const mistakes = [
    ["pl: {", "cs: {", "unknown-locale", "cs: {"],
    ["{ body: { size: 11pt", "{ bodi: { size: 11pt", "unknown-style", "{ size: 11pt"],
    ["size: 11pt,", "size: 11px,", "bad-length", "11px"],
    ["leading: 16pt", "leading: 6pt", "bad-leading", "6pt }"],
  ] as const;
  test.each(mistakes)("%j as %j is %s", (find, write, code, at) => {
    const text = spoiled(find, write, LOCAL);
    const found = check(text).diagnostics.find((each) => each.code === `layout.${code}`);
    expect(found?.source?.line).toBe(placeOf(text, at)[0]);
  });
});

test("a scale sets all text but the address larger", () => {
  const address = spoiled("styles:", "styles:\n  address: { size: 9pt, leading: 10pt }");
  const plain = check(address).plan;
  const large = check(spoiled("images:", "style-scale: 150\nimages:", address)).plan;
  const sizes = (plan: typeof plain) =>
    plan?.styles.map(({ sizeMpt, leadingMpt }) => [sizeMpt, leadingMpt]);
  expect(sizes(plain)?.slice(0, 3)).toEqual([
    [9000, 10_000],
    [9000, 12_000],
    [7000, 8750],
  ]);
  expect(sizes(large)?.slice(0, 3)).toEqual([
    [9000, 10_000],
    [13_500, 18_000],
    [10_500, 13_125],
  ]);
  const fixed = address.replace("size: 7pt,", "size: 7pt, fixed-size: true,");
  const slip = check(spoiled("images:", "style-scale: 150\nimages:", fixed)).plan;
  expect(slip?.styles[2]).toMatchObject({ sizeMpt: 7000, leadingMpt: 8750, isFixed: true });
  const wrong = spoiled("images:", "style-scale: 1000\nimages:", address);
  expect(check(wrong).diagnostics[0]).toMatchObject({ code: "layout.wrong-value" });
});
