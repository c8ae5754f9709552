import type { Value } from "../expr/scopes.ts";
import { civilDay } from "../base/day-number.ts";
import { DECIMAL_DIGITS } from "../expr/format.ts";
import type { ExprKind } from "../model/expr.ts";

/** The value of an expression in the form that records have, as in model/data-shape. */
export function canonicalValue(value: Value, kind: ExprKind, currencyDigits: number): Value {
  if (value === "") return undefined;
  if (typeof value !== "number") return value;
  switch (kind) {
    case "money":
      return decimalText(value, currencyDigits);
    case "decimal":
      return decimalText(value, DECIMAL_DIGITS);
    case "date":
      return dayText(value);
    default:
      return value;
  }
}

/** A number in units of its last digit, as records write it. */
export function decimalText(units: number, digits: number): string {
  const text = String(Math.abs(units)).padStart(digits + 1, "0");
  const sign = units < 0 ? "-" : "";
  if (digits === 0) return sign + text;
  return `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

/** Days since 1970-01-01, as records write them. */
export function dayText(days: number): string {
  const { year, month, day } = civilDay(days);
  const two = (number: number): string => String(number).padStart(2, "0");
  return `${String(year).padStart(4, "0")}-${two(month)}-${two(day)}`;
}
