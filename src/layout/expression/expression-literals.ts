import { digitsAt, isCalendarDay } from "../../base/calendar-day.ts";
import { dayOf } from "../../base/day-number.ts";
import type { ExprKind, LiteralExpr } from "../../model/expr.ts";
import { ExpressionFault } from "./expression-fault.ts";

export function literal(kind: ExprKind, value: string | number | boolean): LiteralExpr {
  return { op: "literal", kind, value };
}

/** `money("12.30")` as minor units, exact. */
export function moneyLiteral(text: string, digits: number, offset: number): LiteralExpr {
  const value = scaled(text, digits);
  if (value !== undefined) return literal("money", value);
  const is = isTooLarge(text) ? "is too large for" : "is not";
  const message = `\`${text}\` ${is} an amount; write digits with at most ${digits} decimals.`;
  throw new ExpressionFault("bad-money", message, offset, 'such as money("5000.00")');
}

/** `decimal("0.05")` as millionths, exact. */
export function decimalLiteral(text: string, offset: number): LiteralExpr {
  const value = scaled(text, 6);
  if (value !== undefined) return literal("decimal", value);
  const is = isTooLarge(text) ? "is too large for" : "is not";
  const message = `\`${text}\` ${is} a decimal; write digits with at most six decimals.`;
  throw new ExpressionFault("bad-decimal", message, offset, 'such as decimal("0.05")');
}

/** `date("2026-01-31")` as days since 1970-01-01. */
export function dateLiteral(text: string, offset: number): LiteralExpr {
  const days = dayNumber(text);
  if (days !== undefined) return literal("date", days);
  const message = `\`${text}\` is not a calendar day; write YYYY-MM-DD.`;
  throw new ExpressionFault("bad-date", message, offset, 'such as date("2026-01-31")');
}

/** Days since 1970-01-01 of a `YYYY-MM-DD`; undefined if there is no such day. */
export function dayNumber(text: string): number | undefined {
  if (!isCalendarDay(text)) return undefined;
  return dayOf(digitsAt(text, 0, 4), digitsAt(text, 5, 2), digitsAt(text, 8, 2));
}

/** Whether a text has more digits than any number here, with or without decimals. */
function isTooLarge(text: string): boolean {
  return /^-?\d{10,}(?:\.\d+)?$/.test(text);
}

/** A number in units of its last digit, exact; undefined if it is none or has more digits. */
export function scaled(text: string, digits: number): number | undefined {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text);
  if (match === null || (match[3] ?? "").length > digits) return undefined;
  const value = Number(`${match[1]}${match[2]}${(match[3] ?? "").padEnd(digits, "0")}`);
  return Number.isSafeInteger(value) ? value : undefined;
}
