import { assert, defined } from "../base/assert.ts";
import type { CallExpr, CallName, Expr, ReaderName } from "../model/expr.ts";
import { compileCheckDigit, isCheckDigitName } from "./check-digit-functions.ts";
import type { ExprContext } from "./expr-context.ts";
import { civilDay } from "../base/day-number.ts";
import type { Evaluate, Value } from "./scopes.ts";
import { compileRows } from "./scopes.ts";
import { compilePad, compileUnit, last4, mask } from "./text-functions.ts";

/** The functions of the expression language. An absent argument makes the result absent. */
export function compileCall(expr: CallExpr, context: ExprContext): Evaluate {
  const first = defined(expr.args[0], "a function's argument");
  if (expr.name === "size" && first.op === "field" && first.kind === "list") {
    const rows = compileRows(first, context.names);
    return (scopes) => rows(scopes).length;
  }
  const subject = context.compile(first, context);
  if (isReader(expr.name)) return compileReader(expr, subject, context);
  if (expr.name === "format") return compileFormat(first, expr.args[1], subject, context);
  if (expr.name === "padLeft" || expr.name === "padRight") return compilePad(expr, subject);
  if (isCheckDigitName(expr.name)) return compileCheckDigit(expr, expr.name, subject);
  if (expr.name === "unit") return compileUnit(expr, subject, context);
  if (expr.name === "upper" || expr.name === "lower") return compileCase(expr, subject, context);
  if (expr.args.length === 1) return compileOne(expr.name, subject);
  const second = context.compile(defined(expr.args[1], "a function's argument"), context);
  return compileTwo(expr.name, subject, second);
}

function isReader(name: CallName): name is ReaderName {
  return name === "money" || name === "decimal" || name === "date" || name === "int";
}

/** Reads a text of a sender's row; an empty one is absent. */
function compileReader(expr: CallExpr, subject: Evaluate, context: ExprContext): Evaluate {
  const [, form] = expr.args;
  const reader = defined(context.readText, "what reads a sender's texts");
  const read = reader(expr.kind, form?.op === "literal" ? String(form.value) : undefined);
  return (scopes) => {
    const text = subject(scopes);
    return typeof text === "string" ? read(text) : undefined;
  };
}

// The checked kinds of arguments decide the function: of a text, or of an amount, number or day.
function compileOne(name: CallName, subject: Evaluate): Evaluate {
  const ofText = OF_TEXT[name];
  if (ofText !== undefined)
    return (scopes) => {
      const value = subject(scopes);
      return typeof value === "string" ? ofText(value) : undefined;
    };
  const ofNumber = defined(OF_NUMBER[name], "the function of one argument");
  return (scopes) => {
    const value = subject(scopes);
    return typeof value === "number" ? ofNumber(value) : undefined;
  };
}

function compileTwo(name: CallName, subject: Evaluate, other: Evaluate): Evaluate {
  if (name === "mask")
    return (scopes) => {
      const [text, count] = [subject(scopes), other(scopes)];
      return typeof text === "string" ? mask(text, Number(count)) : undefined;
    };
  if (name === "days")
    return (scopes) => {
      const [first, last] = [subject(scopes), other(scopes)];
      const areDays = typeof first === "number" && typeof last === "number";
      return areDays ? daysBetween(first, last) : undefined;
    };
  const ofTexts = defined(OF_TEXTS[name], "the function of two arguments");
  return (scopes) => {
    const [text, part] = [subject(scopes), other(scopes)];
    const areTexts = typeof text === "string" && typeof part === "string";
    return areTexts ? ofTexts(text, part) : undefined;
  };
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

/** Capitals and small letters of the locale's language: Turkish has two kinds of `i`. */
function compileCase({ name }: CallExpr, subject: Evaluate, context: ExprContext): Evaluate {
  const { locale } = context.formats;
  const isUpper = name === "upper";
  return (scopes) => {
    const text = subject(scopes);
    if (typeof text !== "string") return undefined;
    return isUpper ? text.toLocaleUpperCase(locale) : text.toLocaleLowerCase(locale);
  };
}

const OF_TEXT: Partial<Record<CallName, (text: string) => Value>> = {
  mask: (text) => mask(text),
  last4,
  trim: (text) => text.trim(),
  size: (text) => Array.from(text).length,
};

const OF_NUMBER: Partial<Record<CallName, (value: number) => number>> = {
  abs: Math.abs,
  year: (day) => civilDay(day).year,
  month: (day) => civilDay(day).month,
  day: (day) => civilDay(day).day,
};

const OF_TEXTS: Partial<Record<CallName, (text: string, part: string) => boolean>> = {
  startsWith: (text, part) => text.startsWith(part),
  endsWith: (text, part) => text.endsWith(part),
  contains: (text, part) => text.includes(part),
};

/** Inclusive: from the first to the thirty-first are 31 days. */
function daysBetween(first: number, last: number): number {
  return last - first + 1;
}
