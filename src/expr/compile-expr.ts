import { assertNever, defined } from "../base/assert.ts";
import type { ConditionalExpr, Expr, FieldExpr, LabelExpr, UnaryExpr } from "../model/expr.ts";
import type { RawObject } from "../model/record.ts";
import { compileBinary, compileIn } from "./compile-binary.ts";
import { compileCall } from "./compile-call.ts";
import { compileFold } from "./compile-fold.ts";
import { compilePlural, compileSelect } from "./compile-cases.ts";
import { compileRounded } from "./compile-rounded.ts";
import { rangeFault } from "./bind-fault.ts";
import type { ExprContext } from "./expr-context.ts";
import type { Formats } from "./format.ts";
import { DECIMAL_DIGITS } from "./format.ts";
import { parseDay, parseUnits } from "./parse-values.ts";
import type { Evaluate, ScopeNames, Scopes, Value } from "./scopes.ts";
import { compileRaw, RECORD_SCOPE, scopesOf } from "./scopes.ts";

/** The context of expressions over a record, or over what `names` has in scope. */
export function exprContext(
  formats: Formats,
  names: ScopeNames = RECORD_SCOPE,
  lets: readonly Expr[] = [],
): ExprContext {
  const compiled: Evaluate[] = [];
  const context = { names, formats, lets: compiled, compile: compileExpr };
  for (const expr of lets) compiled.push(oncePerRecord(compileExpr(expr, context)));
  return context;
}

/**
 * Computes a value when a record first needs it. Each record has scopes of its own, and is done
 * with when the next one comes: the last value is enough.
 */
function oncePerRecord(evaluate: Evaluate): Evaluate {
  let last: Scopes | undefined;
  let value: Value;
  return (scopes) => {
    if (scopes !== last) {
      value = evaluate(scopes);
      last = scopes;
    }
    return value;
  };
}

/**
 * Compiles a checked expression to a closure; everything that can be decided once is decided here.
 */
export function compileExpr(expr: Expr, context: ExprContext): Evaluate {
  switch (expr.op) {
    case "field":
      return compileField(expr, context);
    case "literal":
      return constant(expr.value);
    case "has": {
      const raw = compileRaw(expr.field, context.names);
      return (scopes) => raw(scopes) !== undefined;
    }
    case "not":
    case "negate":
      return compileUnary(expr, context);
    case "conditional":
      return compileConditional(expr, context);
    case "count":
    case "sum":
    case "min":
    case "max":
    case "exists":
    case "all":
      return compileFold(expr, context);
    case "call":
      return compileCall(expr, context);
    case "and":
    case "or":
    case "eq":
    case "ne":
    case "lt":
    case "le":
    case "gt":
    case "ge":
    case "add":
    case "subtract":
    case "multiply":
      return compileBinary(expr, context);
    case "divide":
    case "product":
    case "round":
      return compileRounded(expr, context);
    case "let":
      return defined(context.lets[expr.index], "what a `let` computes");
    case "label":
      return compileLabel(expr, context);
    case "plural":
      return compilePlural(expr, context);
    case "select":
      return compileSelect(expr, context);
    case "in":
      return compileIn(expr, context);
    default:
      return assertNever(expr, "expression");
  }
}

/** A condition over only a record, such as a channel rule of a job. */
export function compileCondition(expr: Expr, formats: Formats): (values: RawObject) => boolean {
  const evaluate = compileExpr(expr, exprContext(formats));
  return (values) => evaluate(scopesOf(values)) === true;
}

function constant(value: Value): Evaluate {
  return () => value;
}

function compileField(field: FieldExpr, { names, formats }: ExprContext): Evaluate {
  const raw = compileRaw(field, names) as Evaluate;
  if (field.kind === "money")
    return compileUnits(raw, formats.currencyDigits, field.path.join("."), "data.money-range");
  if (field.kind === "decimal")
    return compileUnits(raw, DECIMAL_DIGITS, field.path.join("."), "data.number-range");
  if (field.kind !== "date") return raw;
  return (scopes) => {
    const text = raw(scopes);
    return text === undefined ? undefined : parseDay(text as string);
  };
}

function compileUnits(
  raw: Evaluate,
  digits: number,
  path: string,
  code: "data.money-range" | "data.number-range",
): Evaluate {
  return (scopes) => {
    const text = raw(scopes);
    if (text === undefined) return undefined;
    const units = parseUnits(text as string, digits);
    if (!Number.isSafeInteger(units)) throw rangeFault(code, path);
    return units;
  };
}

function compileLabel({ of, labels }: LabelExpr, context: ExprContext): Evaluate {
  const value = compileExpr(of, context);
  return (scopes) => {
    const choice = value(scopes);
    return typeof choice === "string" ? labels[choice] : undefined;
  };
}

function compileUnary(expr: UnaryExpr, context: ExprContext): Evaluate {
  const operand = compileExpr(expr.operand, context);
  if (expr.op === "not") return (scopes) => operand(scopes) !== true;
  return (scopes) => {
    const value = operand(scopes);
    return value === undefined ? undefined : 0 - (value as number);
  };
}

function compileConditional(expr: ConditionalExpr, context: ExprContext): Evaluate {
  const condition = compileExpr(expr.condition, context);
  const whenTrue = compileExpr(expr.whenTrue, context);
  const whenFalse = compileExpr(expr.whenFalse, context);
  return (scopes) => (condition(scopes) === true ? whenTrue(scopes) : whenFalse(scopes));
}
