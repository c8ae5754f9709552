import { assert } from "../base/assert.ts";

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

const DAYS_PER_ERA = 146_097;
const DAYS_TO_1970 = 719_468;

/**
 * Days since 1970-01-01 of a day of the Gregorian calendar. Years are counted from March, so that
 * the leap day is a year's last, in eras of 400 years.
 */
export function dayOf(year: number, month: number, day: number): number {
  const marchYear = month > 2 ? year : year - 1;
  const marchMonth = month > 2 ? month - 3 : month + 9;
  const era = Math.floor(marchYear / 400);
  const yearOfEra = marchYear - era * 400;
  const dayOfYear = Math.floor((153 * marchMonth + 2) / 5) + day - 1;
  const leapDays = Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100);
  return era * DAYS_PER_ERA + yearOfEra * 365 + leapDays + dayOfYear - DAYS_TO_1970;
}

export interface CivilDay {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/** The inverse of `dayOf`. */
export function civilDay(days: number): CivilDay {
  const sinceMarch0 = days + DAYS_TO_1970;
  const era = Math.floor(sinceMarch0 / DAYS_PER_ERA);
  const dayOfEra = sinceMarch0 - era * DAYS_PER_ERA;
  // The leap days before this day: one in four years, except at a century's end that is not an
  // era's end (the era's last day).
  const leapDays =
    Math.floor(dayOfEra / 1460) - Math.floor(dayOfEra / 36_524) + Math.floor(dayOfEra / 146_096);
  const yearOfEra = Math.floor((dayOfEra - leapDays) / 365);
  const yearStart = 365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100);
  const dayOfYear = dayOfEra - yearStart;
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1;
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day };
}
