import { expect, test } from "vitest";
import { Binder } from "../../src/bind/binder.ts";
import type { LayoutPlan } from "../../src/model/layout-plan.ts";
import type { RawObject } from "../../src/model/record.ts";
import { BindFault } from "../../src/expr/bind-fault.ts";
import { recordOf } from "../bind/sample-plan.ts";
import { check, placeOf, SMALL } from "./support.ts";

/** The small layout, with what is between the format and the fonts. */
const withRules = (rules: string): string => SMALL.replace("\nfonts:", () => `\n${rules}\nfonts:`);

const values: RawObject = {
  account: {
    id: "1",
    number: "12345678",
    closing: "9.00",
    fees: "0.50",
    from: "2026-10-01",
    apy: "0.05",
  },
  customer: { name: "Ana", address: { lines: ["Ana", "1 Main St"] } },
  active: true,
  transactions: [],
};

function planOf(rules: string): LayoutPlan {
  const { plan, diagnostics } = check(withRules(rules));
  expect(diagnostics).toEqual([]);
  if (plan === undefined) throw new Error("the layout is wrong");
  return plan;
}

test.each<[rules: string, at: string, code: string]>([
  ["assert: [{ that: account.closing, else: reject }]", "account.closing,", "wrong-type"],
  [
    "assert: [{ that: account.clsing > account.fees, else: reject }]",
    "account.clsing",
    "unknown-field",
  ],
  ["assert: [{ that: active, else: warn }]", "warn }", "wrong-value"],
  ["assert: [{ that: active }]", "that: active }", "missing-key"],
  ["assert: [{ that: active, else: reject, message: 'No {account.id}' }]", "'No {", "wrong-value"],
  ["require: [{ id: a, text: '{account.id}' }]", "'{account.id}' }]", "wrong-value"],
  ["require: [{ id: a, text: $legal }]", "$legal", "unknown-message"],
  ["require: [{ id: a, text: Hello, when: account.id }]", "account.id }]", "wrong-type"],
  ["require: [{ id: a, text: Hello, on: [fax] }]", "fax]", "wrong-value"],
  ["require: [{ id: a, text: Hello, locales: [fr] }]", "[fr]", "wrong-value"],
  ["require: [{ id: a, text: Hello }, { id: a, text: Your }]", "a, text: Your", "name-taken"],
])("of %j the mistake is found in its place", (rules, at, code) => {
  const text = withRules(rules);
  const { diagnostics } = check(text);
  expect(diagnostics.map((found) => found.code)).toEqual([`layout.${code}`]);
  expect(diagnostics[0]?.source?.line).toBe(placeOf(text, at)[0]);
});

test("a channel that the layout lacks can show nothing", () => {
  const text = withRules("require: [{ id: a, text: Hello, on: [print, sms] }]");
  const { diagnostics } = check(text.slice(0, text.indexOf("\nsms:") + 1));
  expect(diagnostics.map(({ code }) => code)).toEqual(["layout.no-such-channel"]);
});

test("a text that no block has is warned of, and which channel lacks it", () => {
  const rules = `require:
  - { id: greeting, text: "Hello …, your balance is {account.closing}." }
  - { id: bold, text: Your statement }
  - { id: lost, text: [Hello, Fees may apply.] }`;
  const { advice } = check(withRules(rules));
  const seen = advice.filter(({ code }) => code === "layout.required-unseen");
  const line = placeOf(withRules(rules), "[Hello")[0];
  expect(seen.map(({ message, source }) => [message, source?.line])).toEqual([
    ["Nothing on `print` shows the whole of `lost` in en-US.", line],
    ["Nothing on `email` shows the whole of `lost` in en-US.", line],
  ]);
});

test("words between values are what documents must show, by locale", () => {
  const rules = "require: [{ id: a, text: 'Hello **{customer.name}**, your … is', on: [print] }]";
  expect(planOf(rules).required).toEqual([
    { name: "a", channels: ["print"], words: { "en-US": ["Hello", ", your", "is"] } },
  ]);
});

test("a document has the numbers of the texts that it must show", () => {
  const rules = `require:
  - { id: a, text: Hello, when: 'account.fees > money("1.00")' }
  - { id: b, text: Your }`;
  const binder = new Binder(planOf(rules));
  expect(binder.bind(recordOf(values)).required).toEqual([1]);
  const charged = { ...values, account: { ...(values["account"] as RawObject), fees: "1.01" } };
  expect(binder.bind(recordOf(charged)).required).toEqual([0, 1]);
});

test("a record that breaks a rule is refused, with the rule and without a value", () => {
  const rules = `assert:
  - { that: active, else: reject }
  - that: account.closing + account.fees == money("10.00")
    else: reject
    message: Balance and fees are not ten dollars.`;
  const binder = new Binder(planOf(rules));
  const fault = refusal(() => binder.bind(recordOf(values)));
  expect(fault).toMatchObject({ code: "data.assertion", block: "assert.1" });
  expect(fault?.message).toBe("Balance and fees are not ten dollars.");
  const right = { ...values, account: { ...(values["account"] as RawObject), fees: "1.00" } };
  expect(refusal(() => binder.bind(recordOf(right)))).toBeUndefined();
  const unlike = refusal(() => binder.bind(recordOf({ ...right, active: false })));
  expect(unlike?.message).toBe("`active` does not hold for this record.");
});

function refusal(bind: () => unknown) {
  try {
    bind();
    return undefined;
  } catch (error) {
    if (error instanceof BindFault) return error.diagnostic;
    throw error;
  }
}
