import { assert } from "../base/assert.ts";
import { dayOf } from "../base/day-number.ts";

const MINUS = 45;
const POINT = 46;
const ZERO = 48;

/**
 * A decimal string such as `-1234.5` in units of its last place at `digits` fraction digits:
 * -123450 for two. Intake has checked the form, which is asserted. A value beyond the safe integers
 * is returned as a number beyond them, for the caller to refuse.
 */
export function parseUnits(raw: string, digits: number): number {
  const length = raw.length;
  const negative = raw.charCodeAt(0) === MINUS;
  let index = negative ? 1 : 0;
  let units = 0;
  let places = -1;
  for (; index < length; index += 1) {
    const digit = raw.charCodeAt(index) - ZERO;
    if (digit >= 0 && digit <= 9) {
      units = units * 10 + digit;
      if (places >= 0) places += 1;
    } else {
      assert(digit === POINT - ZERO && places < 0, "a decimal field holds a decimal number");
      places = 0;
    }
  }
  assert(places <= digits, "a decimal field has no more fraction digits than declared");
  for (let place = places < 0 ? 0 : places; place < digits; place += 1) units *= 10;
  return negative ? 0 - units : units;
}

/** `YYYY-MM-DD` as days since 1970-01-01 in the Gregorian calendar. */
export function parseDay(raw: string): number {
  assert(raw.length === 10, "a date field holds YYYY-MM-DD");
  return dayOf(twoDigits(raw, 0) * 100 + twoDigits(raw, 2), twoDigits(raw, 5), twoDigits(raw, 8));
}

function twoDigits(raw: string, at: number): number {
  return raw.charCodeAt(at) * 10 + raw.charCodeAt(at + 1) - 11 * ZERO;
}
