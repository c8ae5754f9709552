import { describe, expect, test } from "vitest";
import { BindFault } from "../../src/expr/bind-fault.ts";
import { compileCondition, compileExpr, exprContext } from "../../src/expr/compile-expr.ts";
import { Formats } from "../../src/expr/format.ts";
import { scopesOf } from "../../src/expr/scopes.ts";
import type { BinaryExpr, Expr, ExprKind, FoldExpr } from "../../src/model/expr.ts";
import type { RawObject } from "../../src/model/record.ts";
import { eq, field, literal } from "./sample-plan.ts";

const formats = new Formats("en-US", "USD", 2);

const values: RawObject = {
  name: "Ana N\u00fa\u00f1ez",
  number: "4008123456789",
  emoji: "a\u{1F600}bcdef",
  yes: true,
  no: false,
  count: 12,
  due: "-1234.5",
  small: "0.05",
  rate: "1.500000",
  from: "2026-10-01",
  to: "2026-10-31",
  leap: "2024-02-29",
  deep: { er: { still: "found" } },
  rows: [
    { kind: "a", amount: "10.00", day: "2026-10-02", n: 3 },
    { kind: "b", amount: "-2.50", day: "2026-10-01", n: 5 },
    { kind: "a", amount: "0.01", day: "2026-10-03" },
  ],
};

function evaluate(expr: Expr, record: RawObject = values): unknown {
  return compileExpr(expr, exprContext(formats))(scopesOf(record));
}

const absentText = field("missing", "text", true);
const absentMoney = field("missing.too", "money", true);
const due = field("due", "money");
const rows = field("rows", "list");

function binary(op: BinaryExpr["op"], kind: ExprKind, left: Expr, right: Expr): Expr {
  return { op, kind, left, right };
}

function fold(op: FoldExpr["op"], kind: ExprKind, more: Partial<FoldExpr> = {}): Expr {
  return { op, kind, list: rows, row: "r", ...more };
}

function callOf(
  name: Extract<Expr, { op: "call" }>["name"],
  kind: ExprKind,
  ...args: Expr[]
): Expr {
  return { op: "call", kind, name, args };
}

const isKindA = eq(field("r:kind", "text"), "a");
const amount = field("r:amount", "money");

function isIn(left: Expr, ...items: Expr[]): Expr {
  return { op: "in", kind: "boolean", left, right: { op: "list-literal", kind: "list", items } };
}

function maskOf(text: string, count?: number): Expr {
  const counts = count === undefined ? [] : [literal(count, "integer")];
  return callOf("mask", "text", literal(text, "text"), ...counts);
}

function padded(name: "padLeft" | "padRight", text: string, length: number, fill: string): Expr {
  return callOf(
    name,
    "text",
    literal(text, "text"),
    literal(length, "integer"),
    literal(fill, "text"),
  );
}

const cases: readonly (readonly [string, Expr, unknown])[] = [
  ["text field", field("name", "text"), "Ana N\u00fa\u00f1ez"],
  ["deep field", field("deep.er.still", "text"), "found"],
  ["absent field", absentText, undefined],
  ["absent below absent", absentMoney, undefined],
  ["money field", due, -123_450],
  ["decimal field", field("rate", "decimal"), 1_500_000],
  ["date field", field("from", "date"), 20_727],
  ["leap day", field("leap", "date"), 19_782],
  ["integer field", field("count", "integer"), 12],
  ["has", { op: "has", kind: "boolean", field: field("name", "text") }, true],
  ["has not", { op: "has", kind: "boolean", field: absentText }, false],
  ["negate", { op: "negate", kind: "money", operand: due }, 123_450],
  ["not", { op: "not", kind: "boolean", operand: field("yes", "boolean") }, false],
  ["not of absent", { op: "not", kind: "boolean", operand: absentText }, true],
  ["eq", eq(field("deep.er.still", "text"), "found"), true],
  ["eq of absent is false", eq(absentText, "found"), false],
  ["absent eq absent is false", binary("eq", "boolean", absentText, absentText), false],
  ["ne of absent is false", binary("ne", "boolean", absentText, literal("x", "text")), false],
  ["lt money", binary("lt", "boolean", due, literal(0, "money")), true],
  ["ge money", binary("ge", "boolean", due, literal(-123_450, "money")), true],
  ["le absent", binary("le", "boolean", absentMoney, due), false],
  ["gt dates", binary("gt", "boolean", field("to", "date"), field("from", "date")), true],
  ["and", binary("and", "boolean", field("yes", "boolean"), field("no", "boolean")), false],
  ["or", binary("or", "boolean", field("no", "boolean"), field("yes", "boolean")), true],
  ["add money", binary("add", "money", due, field("small", "money")), -123_445],
  ["add absent", binary("add", "money", due, absentMoney), undefined],
  ["add text", binary("add", "text", literal("<", "text"), absentText), "<"],
  ["subtract", binary("subtract", "money", due, due), 0],
  ["multiply by integer", binary("multiply", "money", due, field("count", "integer")), -1_481_400],
  ["multiply by decimal", binary("multiply", "money", due, field("rate", "decimal")), -185_175],
  [
    "half a cent goes away from zero",
    binary("multiply", "money", literal(-5, "money"), literal(500_000, "decimal")),
    -3,
  ],
  [
    "decimal times integer",
    binary("multiply", "decimal", field("rate", "decimal"), literal(2, "integer")),
    3_000_000,
  ],
  ["in", isIn(field("count", "integer"), literal(12, "integer")), true],
  ["in, absent", isIn(absentText, absentText), false],
  [
    "conditional",
    {
      op: "conditional",
      kind: "text",
      condition: field("no", "boolean"),
      whenTrue: literal("1", "text"),
      whenFalse: literal("2", "text"),
    },
    "2",
  ],
  ["count", fold("count", "integer"), 3],
  ["count where", fold("count", "integer", { where: isKindA }), 2],
  ["sum", fold("sum", "money", { of: amount }), 751],
  ["sum where", fold("sum", "money", { of: amount, where: isKindA }), 1001],
  ["sum of nothing", fold("sum", "money", { of: amount, list: field("none", "list") }), 0],
  ["sum skips absent", fold("sum", "integer", { of: field("r:n", "integer", true) }), 8],
  ["min date", fold("min", "date", { of: field("r:day", "date") }), 20_727],
  ["max money", fold("max", "money", { of: amount }), 1000],
  ["max of nothing", fold("max", "money", { of: amount, list: field("none", "list") }), undefined],
  ["exists", fold("exists", "boolean", { where: isKindA }), true],
  ["exists of", fold("exists", "boolean", { of: eq(field("r:kind", "text"), "z") }), false],
  ["exists in nothing", fold("exists", "boolean", { list: field("none", "list") }), false],
  ["all", fold("all", "boolean", { where: isKindA }), false],
  [
    "all of the chosen",
    fold("all", "boolean", {
      where: isKindA,
      of: binary("gt", "boolean", amount, literal(0, "money")),
    }),
    true,
  ],
  [
    "a fold in a fold sees both rows",
    fold("count", "integer", {
      where: {
        op: "exists",
        kind: "boolean",
        list: rows,
        row: "s",
        where: binary("lt", "boolean", field("s:amount", "money"), amount),
      },
    }),
    2,
  ],
  ["mask", callOf("mask", "text", field("number", "text")), "\u2022".repeat(9) + "6789"],
  ["last4 by characters", callOf("last4", "text", field("emoji", "text")), "cdef"],
  ["mask by characters", callOf("mask", "text", field("emoji", "text")), "\u2022\u2022\u2022cdef"],
  ["mask shows nothing of four characters", maskOf("1234"), "\u2022".repeat(4)],
  ["mask shows nothing of one character", maskOf("7"), "\u2022".repeat(4)],
  ["mask shows four of five", maskOf("12345"), "\u20222345"],
  ["mask of the last two", maskOf("12345", 2), "\u2022\u2022\u202245"],
  ["mask of the last two of two", maskOf("12", 2), "\u2022".repeat(4)],
  [
    "last4 shows nothing of four characters",
    callOf("last4", "text", literal("1234", "text")),
    "\u2022".repeat(4),
  ],
  ["padLeft", padded("padLeft", "42", 6, "0"), "000042"],
  ["padLeft of what is longer", padded("padLeft", "1234567", 6, "0"), "1234567"],
  ["padRight by characters", padded("padRight", "a\u{1F600}", 4, "."), "a\u{1F600}.."],
  [
    "unit",
    callOf("unit", "text", field("rate", "decimal"), literal("kWh", "text")),
    "1.5\u00a0kWh",
  ],
  [
    "unit in a format",
    callOf("unit", "text", due, literal("a day", "text"), literal("accounting", "text")),
    "(1,234.50)\u00a0a day",
  ],
  ["unit of what is absent", callOf("unit", "text", absentMoney, literal("m", "text")), undefined],
  ["size of a text", callOf("size", "integer", field("emoji", "text")), 7],
  ["size of a list", callOf("size", "integer", rows), 3],
  ["upper", callOf("upper", "text", field("name", "text")), "ANA N\u00da\u00d1EZ"],
  ["days", callOf("days", "integer", field("from", "date"), field("to", "date")), 31],
  ["abs", callOf("abs", "money", due), 123_450],
  ["year", callOf("year", "integer", field("leap", "date")), 2024],
  ["month", callOf("month", "integer", field("leap", "date")), 2],
  ["day", callOf("day", "integer", field("leap", "date")), 29],
  [
    "startsWith",
    callOf("startsWith", "boolean", field("name", "text"), literal("Ana", "text")),
    true,
  ],
  ["endsWith", callOf("endsWith", "boolean", field("name", "text"), literal("Ana", "text")), false],
  ["contains", callOf("contains", "boolean", field("name", "text"), literal(" ", "text")), true],
  ["format money", callOf("format", "text", due, literal("symbol", "text")), "-$1,234.50"],
  ["format absent", callOf("format", "text", absentMoney, literal("symbol", "text")), ""],
];

describe("expressions", () => {
  test.each(cases)("%s", (_name, expr, expected) => {
    expect(evaluate(expr)).toEqual(expected);
  });

  test("a sum past the safe integers is a fault, not a wrong figure", () => {
    const most = { amount: "90071992547409.91" };
    const sum = fold("sum", "money", { of: amount });
    expect(evaluate(sum, { rows: [most] })).toBe(Number.MAX_SAFE_INTEGER);
    expect(() => evaluate(sum, { rows: [most, { amount: "0.01" }] })).toThrow(BindFault);
    expect(() => evaluate(due, { due: "90071992547409.92" })).toThrow(BindFault);
  });

  test("capitals are those of the locale's language", () => {
    const name = callOf("upper", "text", literal("istanbul \u03ac\u03bd", "text"));
    const inLocale = (locale: string) =>
      compileExpr(name, exprContext(new Formats(locale, "USD", 2)))(scopesOf(values));
    expect(inLocale("en-US")).toBe("ISTANBUL \u0386\u039d");
    expect(inLocale("tr-TR")).toBe("\u0130STANBUL \u0386\u039d");
    expect(inLocale("el-GR")).toBe("ISTANBUL \u0391\u039d");
  });

  test("a channel rule is a condition over the record alone", () => {
    const rule = compileCondition(eq(field("consent.preference", "text"), "sms"), formats);
    expect(rule({ consent: { preference: "sms" } })).toBe(true);
    expect(rule({ consent: { preference: "paper" } })).toBe(false);
    expect(rule({})).toBe(false);
  });
});
