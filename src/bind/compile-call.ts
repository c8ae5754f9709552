import { assert, defined } from "../base/assert.ts";
import type { CallExpr, CallName, Expr } from "../model/expr.ts";
import type { ExprContext } from "./expr-context.ts";
import { civilDay } from "./parse-values.ts";
import type { Evaluate, Value } from "./scopes.ts";
import { compileRows } from "./scopes.ts";

const SHOWN_LENGTH = 4;

/** The functions of the expression language. An absent argument makes the result absent. */
export function compileCall(expr: CallExpr, context: ExprContext): Evaluate {
  const first = defined(expr.args[0], "a function's argument");
  if (expr.name === "size" && first.op === "field" && first.kind === "list") {
    const rows = compileRows(first, context.names);
    return (scopes) => rows(scopes).length;
  }
  const subject = context.compile(first, context);
  if (expr.name === "format") return compileFormat(first, expr.args[1], subject, context);
  if (expr.args.length === 1)
    return applyOne(subject, defined(ONE_ARGUMENT[expr.name], "the function of one argument"));
  const second = context.compile(defined(expr.args[1], "a function's argument"), context);
  return applyTwo(
    subject,
    second,
    defined(TWO_ARGUMENTS[expr.name], "the function of two arguments"),
  );
}

function compileFormat(
  first: Expr,
  style: Expr | undefined,
  subject: Evaluate,
  context: ExprContext,
): Evaluate {
  assert(style?.op === "literal", "the style of a format is a literal");
  const format = context.formats.of(first.kind, String(style.value));
  return (scopes) => format(subject(scopes));
}

type Present = NonNullable<Value>;
type Function1 = (value: Present) => Value;
type Function2 = (left: Present, right: Present) => Value;

function applyOne(subject: Evaluate, apply: Function1): Evaluate {
  return (scopes) => {
    const value = subject(scopes);
    return value === undefined ? undefined : apply(value);
  };
}

function applyTwo(subject: Evaluate, other: Evaluate, apply: Function2): Evaluate {
  return (scopes) => {
    const left = subject(scopes);
    const right = other(scopes);
    return left === undefined || right === undefined ? undefined : apply(left, right);
  };
}

const ONE_ARGUMENT: Partial<Record<CallName, Function1>> = {
  mask: (value) => mask(value as string),
  last4: (value) => lastCharacters(value as string, SHOWN_LENGTH),
  upper: (value) => (value as string).toUpperCase(),
  lower: (value) => (value as string).toLowerCase(),
  trim: (value) => (value as string).trim(),
  size: (value) => Array.from(value as string).length,
  abs: (value) => Math.abs(value as number),
  year: (value) => civilDay(value as number).year,
  month: (value) => civilDay(value as number).month,
  day: (value) => civilDay(value as number).day,
};

const TWO_ARGUMENTS: Partial<Record<CallName, Function2>> = {
  startsWith: (left, right) => (left as string).startsWith(right as string),
  endsWith: (left, right) => (left as string).endsWith(right as string),
  contains: (left, right) => (left as string).includes(right as string),
  // Inclusive: from the first to the thirty-first are 31 days.
  days: (left, right) => (right as number) - (left as number) + 1,
};

/** All but the last four characters as bullets. */
function mask(text: string): string {
  const characters = Array.from(text);
  const hiddenCount = Math.max(0, characters.length - SHOWN_LENGTH);
  return "\u2022".repeat(hiddenCount) + characters.slice(hiddenCount).join("");
}

function lastCharacters(text: string, count: number): string {
  return Array.from(text).slice(-count).join("");
}
