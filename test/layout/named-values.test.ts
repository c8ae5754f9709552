import { describe, expect, test } from "vitest";
import { Binder } from "../../src/bind/binder.ts";
import type { LayoutPlan } from "../../src/model/layout-plan.ts";
import type { RawObject } from "../../src/model/record.ts";
import { recordOf } from "../bind/sample-plan.ts";
import { check, placeOf, SMALL, spoiled } from "./support.ts";

const NAMED = SMALL.replace(
  "format: {",
  `let:
  fees: sum(transactions.map(t, t.amount))
  share: divide(fees * 100, account.closing, "half-up", 1)
  isLate: fees > money("10.00")
labels:
  transactions.kind: { deposit: Money in, fee: Our charge }
format: {`,
)
  .replace("Hello {customer.name}, your balance is {account.closing | symbol}.", "{TEXT}")
  .replace('show: "{t.text}"', 'show: "{label(t.kind)}: {t.text}"');

const values: RawObject = {
  account: {
    id: "1",
    number: "12345678",
    closing: "200.00",
    fees: "0.00",
    from: "2026-10-01",
    apy: "0.05",
  },
  customer: { name: "Ana", address: { lines: ["Ana", "1 Main St"] } },
  active: true,
  transactions: [
    { date: "2026-10-02", kind: "fee", text: "a", amount: "12.50" },
    { date: "2026-10-03", kind: "deposit", text: "b", amount: "0.75" },
  ],
};

/** As it stands between quotes in YAML. */
function quoted(text: string): string {
  return text.replaceAll('"', '\\"');
}

function planOf(text: string): LayoutPlan {
  const { plan, diagnostics } = check(NAMED.replace("{TEXT}", () => quoted(text)));
  expect(diagnostics).toEqual([]);
  if (plan === undefined) throw new Error("the layout is wrong");
  return plan;
}

function paragraphOf(plan: LayoutPlan, record: RawObject): string {
  const bound = new Binder(plan).bind(recordOf(record)).blocks[1];
  return bound?.kind === "text" ? bound.texts.join("") : "";
}

describe("let", () => {
  test("names values of the record, one from the other", () => {
    const plan = planOf('{fees} is {share | fixed-1} %{isLate ? ", late" : ""}');
    expect(paragraphOf(plan, values)).toBe("13.25 is 6.6 %, late");
    expect(plan.lets).toHaveLength(3);
  });

  test("keeps nothing of one record for the next", () => {
    const binder = new Binder(planOf("{fees}"));
    const other = { ...values, transactions: [] };
    const textOf = (record: RawObject) => {
      const bound = binder.bind(recordOf(record)).blocks[1];
      return bound?.kind === "text" ? bound.texts.join("") : "";
    };
    expect([values, other, values].map(textOf)).toEqual(["13.25", "0.00", "13.25"]);
  });

  const mistakes = [
    ["  share: divide(fees", "  share: divide(later", "unknown-field", "later *", undefined],
    ["  fees: sum", "  account: sum", "name-taken", "account: sum", undefined],
    ["  fees: sum", "  in: sum", "bad-field-name", "in: sum", undefined],
    ['"half-up", 1)', '"half-down", 1)', "unsupported-expression", '"half-down"', /rules: half-up/],
    ["fees * 100", "fees / 100", "wrong-type", "fees / 100", /divide\(a, b, "half-up"\)/],
    ["fee: Our charge", "feee: Our charge", "impossible-value", "feee", /did you mean `fee`/],
    [", fee: Our charge", "", "missing-label", "transactions.kind: {", /add `fee: \.\.\.`/],
    ["label(t.kind)", "label(t.text)", "wrong-type", "t.text)}", undefined],
    ["transactions.kind: {", "transactions.text: {", "wrong-type", "transactions.text", undefined],
    [
      "labels:\n  transactions.kind: { deposit: Money in, fee: Our charge }\n",
      "",
      "missing-label",
      "t.kind)",
      /under `labels`/,
    ],
  ] as const;
  test.each(mistakes)("%j as %j is %s", (find, write, code, at, hint) => {
    const text = spoiled(find, write, NAMED.replace("{TEXT}", "x"));
    const { diagnostics } = check(text);
    const found = diagnostics.find((each) => each.code === `layout.${code}`);
    const [line, column] = placeOf(text, at);
    expect(found?.source).toMatchObject({ line, column });
    if (hint !== undefined) expect(found?.hint).toMatch(hint);
  });
});

describe("figures in an SMS", () => {
  const shown = (text: string) =>
    check(NAMED.replace("{TEXT}", "x").replace("{last4(account.number)}", () => quoted(text)))
      .diagnostics;
  test.each([
    "{fees}",
    "{share}",
    '{"a" + format(account.closing, "symbol")}',
    '{upper(format(account.closing, "symbol"))}',
    '{isLate ? format(fees, "symbol") : "nothing"}',
    '{unit(account.apy, "%")}',
  ])("%s is refused", (text) => {
    expect(shown(text).map(({ code }) => code)).toContain("layout.private-in-sms");
  });
  test.each(['{isLate ? "late" : "in time"}', "{size(transactions)}", "{account.from}"])(
    "%s is none",
    (text) => {
      expect(shown(text)).toEqual([]);
    },
  );
});
