import type { BinaryExpr, Expr, InExpr } from "../model/expr.ts";
import { inRange } from "./bind-fault.ts";
import type { ExprContext } from "./expr-context.ts";
import { DECIMAL_DIGITS } from "./format.ts";
import type { Evaluate, Value } from "./scopes.ts";

/** Operators with two sides. An absent side makes a comparison false and a result absent. */
export function compileBinary(expr: BinaryExpr, context: ExprContext): Evaluate {
  const left = context.compile(expr.left, context);
  const right = context.compile(expr.right, context);
  switch (expr.op) {
    case "and":
      return (scopes) => left(scopes) === true && right(scopes) === true;
    case "or":
      return (scopes) => left(scopes) === true || right(scopes) === true;
    case "add":
    case "subtract":
    case "multiply":
      return compileArithmetic(expr, left, right);
    default:
      if (expr.right.op !== "literal") return compileComparison(expr.op, left, right);
      return compareWithLiteral(expr.op, left, expr.right.value);
  }
}

type Comparison = "eq" | "ne" | "lt" | "le" | "gt" | "ge";
type Present = NonNullable<Value>;
type Compare = (left: Present, right: Present) => boolean;

// Both sides are of one kind, so these compare numbers with numbers and texts by code unit.
const COMPARE: Readonly<Record<Comparison, Compare>> = {
  eq: (left, right) => left === right,
  ne: (left, right) => left !== right,
  lt: (left, right) => left < right,
  le: (left, right) => left <= right,
  gt: (left, right) => left > right,
  ge: (left, right) => left >= right,
};

function compileComparison(op: Comparison, left: Evaluate, right: Evaluate): Evaluate {
  const compare = COMPARE[op];
  return (scopes) => {
    const leftValue = left(scopes);
    if (leftValue === undefined) return false;
    const rightValue = right(scopes);
    return rightValue !== undefined && compare(leftValue, rightValue);
  };
}

/** Most conditions compare with a literal, and by far the most of those are tests of equality. */
function compareWithLiteral(op: Comparison, left: Evaluate, literal: Present): Evaluate {
  if (op === "eq") return (scopes) => left(scopes) === literal;
  const compare = COMPARE[op];
  return (scopes) => {
    const value = left(scopes);
    return value !== undefined && compare(value, literal);
  };
}

export function compileIn({ left: value, right }: InExpr, context: ExprContext): Evaluate {
  const left = context.compile(value, context);
  const items = right.items.map((item) => context.compile(item, context));
  return (scopes) => {
    const value = left(scopes);
    return value !== undefined && items.some((item) => item(scopes) === value);
  };
}

type Combine = (left: number, right: number) => number;

function compileArithmetic(expr: BinaryExpr, left: Evaluate, right: Evaluate): Evaluate {
  if (expr.kind === "text") return (scopes) => `${left(scopes) ?? ""}${right(scopes) ?? ""}`;
  const combine = combineOf(expr);
  const code = expr.kind === "money" ? "data.money-range" : "data.number-range";
  return (scopes) => {
    const leftValue = left(scopes);
    const rightValue = right(scopes);
    if (leftValue === undefined || rightValue === undefined) return undefined;
    return inRange(combine(leftValue as number, rightValue as number), code);
  };
}

function combineOf(expr: BinaryExpr): Combine {
  if (expr.op === "add") return (left, right) => left + right;
  if (expr.op === "subtract") return (left, right) => left - right;
  const isDecimal = (side: Expr): boolean => side.kind === "decimal";
  // A decimal factor counts millionths; with two scaled factors one scale is divided out again.
  const isScaled = isDecimal(expr.left) && expr.right.kind !== "integer";
  if (isScaled || (isDecimal(expr.right) && expr.left.kind !== "integer")) return multiplyScaled;
  return (left, right) => left * right;
}

const SCALE = 10n ** BigInt(DECIMAL_DIGITS);

/** The product over the decimal scale, exact, half a unit rounded away from zero. */
function multiplyScaled(left: number, right: number): number {
  const product = BigInt(left) * BigInt(right);
  const absolute = product < 0n ? -product : product;
  const rounded = Number((absolute + SCALE / 2n) / SCALE);
  return product < 0n ? 0 - rounded : rounded;
}
