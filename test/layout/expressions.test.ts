import { expect, test } from "vitest";
import type { ObjectShape } from "../../src/model/data-shape.ts";
import type { Expr } from "../../src/model/expr.ts";
import { checkExpression } from "../../src/layout/expression/expression-check.ts";
import { ExpressionFault } from "../../src/layout/expression/expression-fault.ts";
import { dayNumber } from "../../src/layout/expression/expression-literals.ts";
import { recordScope } from "../../src/layout/expression/expression-scope.ts";

const record: ObjectShape = {
  kind: "object",
  fields: {
    account: {
      kind: "object",
      fields: {
        closing: { kind: "money", optional: false },
        from: { kind: "date", optional: false },
        apy: { kind: "decimal", optional: false },
        note: { kind: "text", optional: true },
      },
    },
    address: { kind: "address", optional: false },
    transactions: {
      kind: "list",
      item: {
        kind: "object",
        fields: {
          kind: { kind: "text", optional: false, oneOf: ["fee", "deposit"] },
          amount: { kind: "money", optional: false },
          check: { kind: "integer", optional: true },
        },
      },
    },
  },
};
const scope = recordScope(record, 2, new Set());

function translated(text: string): Expr {
  const expr = checkExpression(text, scope);
  if (expr === undefined) throw new Error("nothing came of it");
  return expr;
}

function faultOf(text: string): ExpressionFault {
  try {
    checkExpression(text, scope);
  } catch (error) {
    if (error instanceof ExpressionFault) return error;
    throw error;
  }
  throw new Error(`${text} is right`);
}

const field = (...path: string[]) => ({ op: "field", scope: "record", path, optional: false });

test("a text field compared with an empty text asks whether it is there", () => {
  const note = { ...field("account", "note"), kind: "text", optional: true };
  const has = { op: "has", kind: "boolean", field: note };
  const hasNot = { op: "not", kind: "boolean", operand: has };
  expect(translated('account.note != ""')).toEqual(has);
  expect(translated('"" != account.note')).toEqual(has);
  expect(translated('account.note == ""')).toEqual(hasNot);
  expect(translated('"" == account.note')).toEqual(hasNot);
  expect(translated('account.note == "x"').op).toBe("eq");
});

test("constructors fold to exact literals", () => {
  expect(translated('money("5000.00")')).toEqual({ op: "literal", kind: "money", value: 500_000 });
  expect(translated('money("-0.5")')).toEqual({ op: "literal", kind: "money", value: -50 });
  expect(translated('decimal("0.05")')).toEqual({ op: "literal", kind: "decimal", value: 50_000 });
  expect(translated('date("1970-01-02")')).toEqual({ op: "literal", kind: "date", value: 1 });
  expect(translated("-3")).toEqual({ op: "literal", kind: "integer", value: -3 });
});

test("day numbers agree with the calendar", () => {
  expect(dayNumber("2000-02-29")).toBe(11_016);
  expect(dayNumber("1969-12-31")).toBe(-1);
  expect(dayNumber("2026-10-31")).toBe(Date.UTC(2026, 9, 31) / 86_400_000);
  for (const wrong of ["1900-02-29", "2026-04-31", "2026-13-01", "2026-00-10", "26-01-01"])
    expect(dayNumber(wrong), wrong).toBeUndefined();
});

test("comparisons and fields keep their kinds", () => {
  expect(translated('account.closing > money("1.00")')).toEqual({
    op: "gt",
    kind: "boolean",
    left: { ...field("account", "closing"), kind: "money" },
    right: { op: "literal", kind: "money", value: 100 },
  });
  expect(translated("has(account.note)")).toMatchObject({ op: "has", field: { optional: true } });
  expect(translated("address.country")).toMatchObject({ kind: "text", optional: true });
  expect(translated("account.closing * 2").kind).toBe("money");
  expect(translated('account.note in ["a", "b"]')).toMatchObject({ op: "in", kind: "boolean" });
});

test("sum over filtered and mapped rows becomes one fold", () => {
  const expr = translated('sum(transactions.filter(t, t.kind == "fee").map(u, u.amount))');
  expect(expr).toEqual({
    op: "sum",
    kind: "money",
    list: { ...field("transactions"), kind: "list" },
    row: "t",
    where: {
      op: "eq",
      kind: "boolean",
      left: { op: "field", kind: "text", scope: "t", path: ["kind"], optional: false },
      right: { op: "literal", kind: "text", value: "fee" },
    },
    of: { op: "field", kind: "money", scope: "t", path: ["amount"], optional: false },
  });
});

test("counts, predicates and chained filters are folds too", () => {
  expect(translated("size(transactions)")).toMatchObject({ op: "call", name: "size" });
  expect(translated('size(transactions.filter(t, t.kind == "fee"))')).toMatchObject({
    op: "count",
    kind: "integer",
    row: "t",
  });
  expect(translated('transactions.exists(t, t.kind == "fee")')).toMatchObject({
    op: "exists",
    row: "t",
    of: { op: "eq" },
  });
  const chained =
    'transactions.filter(a, a.kind == "fee").filter(b, b.check > 1).all(c, c.check < 9)';
  expect(translated(chained)).toMatchObject({
    op: "all",
    row: "a",
    where: { op: "and", right: { left: { scope: "a", path: ["check"] } } },
    of: { left: { scope: "a", path: ["check"] } },
  });
});

test("what CEL knows and layouts do not is refused", () => {
  const refused = [
    "transactions.map(t, t.amount)",
    "transactions.exists_one(t, t.check == 1)",
    "{'a': 1}",
    "[1, 2] == [1, 2]",
    'account.note.matches("a.*")',
    "1.5 > 0.5",
    "null == null",
    'money(account.note) > money("1")',
  ];
  for (const text of refused) expect(faultOf(text).code, text).toMatch(/unsupported|wrong-type/);
  expect(faultOf("address == address").code).toBe("wrong-type");
  expect(faultOf("sum(transactions.filter(account, true).map(account, account.amount))").code).toBe(
    "name-taken",
  );
});

test("prototype names are no fields", () => {
  for (const text of ["account.constructor", "account.__proto__", "constructor", "toString"])
    expect(faultOf(text).code, text).toBe("unknown-field");
});

test("expressions have a length and a depth", () => {
  expect(faultOf(`${"!".repeat(3000)}true`).code).toBe("expression-syntax");
  expect(faultOf(`${"(".repeat(500)}true${")".repeat(500)}`).code).toBe("expression-syntax");
});
