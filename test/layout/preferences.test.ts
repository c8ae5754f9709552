import { describe, expect, test } from "vitest";
import { Binder } from "../../src/bind/binder.ts";
import { recordOf } from "../bind/sample-plan.ts";
import { check, placeOf, spoiled } from "./support.ts";

const LARGE = spoiled(
  "images:",
  "preferences: { large-print: { when: active, scale: 140 } }\nimages:",
);

const values = (active: boolean) => ({
  active,
  account: { number: "12345678", closing: "9.00", fees: "0.00", apy: "0" },
  customer: { name: "Ana", address: { lines: ["Ana"] } },
  transactions: [],
});

describe("large print by record", () => {
  test("is what the document of a record that wants it says, and no other's", () => {
    const { plan } = check(LARGE);
    if (plan === undefined) throw new Error("no plan");
    expect(plan.largePrint?.percent).toBe(140);
    const binder = new Binder(plan);
    expect(binder.bind(recordOf(values(true))).isLarge).toBe(true);
    expect("isLarge" in binder.bind(recordOf(values(false)))).toBe(false);
  });

  test("leaves the plan of a layout without it as it was", () => {
    expect("largePrint" in (check(spoiled("images:", "images:")).plan ?? {})).toBe(false);
  });

  test("text alone goes out as e-mail, in lines and pages of its own", () => {
    const text = spoiled(
      "scale: 140 }",
      'scale: 140 }, plain-text: { when: active, width: 60 }, braille: { when: customer.name == "B" }',
      LARGE,
    );
    const { plan, diagnostics } = check(text);
    if (plan === undefined) throw new Error(JSON.stringify(diagnostics));
    const binder = new Binder(plan);
    const formatOf = (active: boolean, name: string) =>
      binder.bind(recordOf({ ...values(active), customer: { name, address: { lines: ["A"] } } }))
        .textFormat;
    expect(formatOf(true, "A")).toEqual({ kind: "text", width: 60 });
    expect(formatOf(true, "B")).toEqual({ kind: "braille", width: 40, pageLines: 25 });
    expect(formatOf(false, "A")).toBe(undefined);
    const email = /^email:[^]*?(?=^sms:)/m.exec(text)?.[0] ?? "";
    const codes = check(spoiled(email, "", text)).diagnostics.map(({ code }) => code);
    expect(codes).toEqual(["layout.missing-key", "layout.missing-key"]);
  });

  test("styles of one size may be as large as they are", () => {
    const big = spoiled("  fine: {", "  huge: { size: 120pt, fixed-size: true }\n  fine: {", LARGE);
    expect(check(big).diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  });

  const mistakes = [
    ["when: active", "when: customer.name", "wrong-type", "customer.name, scale"],
    ["when: active", "when: customer.nam", "unknown-field", "customer.nam, scale"],
    ["scale: 140", "scale: 100", "wrong-value", "100 }"],
    ["scale: 140", "scale: 290", "bad-size", "290 }"],
    ["when: active, ", "", "missing-key", "{ scale"],
    ["large-print", "larg-print", "unknown-key", "larg-print"],
  ] as const;
  test.each(mistakes)("%j as %j is %s", (find, write, code, at) => {
    const big = spoiled("  fine: {", "  huge: { size: 50pt }\n  fine: {", LARGE);
    const text = spoiled(find, write, big);
    const found = check(text).diagnostics.filter(({ severity }) => severity === "error");
    expect(found.map((each) => each.code)).toEqual([`layout.${code}`]);
    expect(found[0]?.source?.line).toBe(placeOf(text, at)[0]);
  });
});
