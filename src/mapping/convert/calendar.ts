import { civilDay } from "../../base/day-number.ts";

/** Days that a file names are few; beyond this many the cache begins anew. */
const DAYS_MAX = 16_384;

const texts = new Map<number, string>();

/** A day as one number that keeps the order of days: for caches and results without objects. */
export function dayCode(year: number, month: number, day: number): number {
  return (year << 9) | (month << 5) | day;
}

/** The day `YYYY-MM-DD` of a code. */
export function dayText(code: number): string {
  const known = texts.get(code);
  if (known !== undefined) return known;
  const text = writeDay(code >> 9, (code >> 5) & 15, code & 31);
  if (texts.size >= DAYS_MAX) texts.clear();
  texts.set(code, text);
  return text;
}

function writeDay(year: number, month: number, day: number): string {
  return `${String(year).padStart(4, "0")}-${twoDigits(month)}-${twoDigits(day)}`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, "0");
}

/** The code of a day that is given as days since 1970-01-01; -1 outside the years 1 to 9999. */
export function codeOfDays(days: number): number {
  const { year, month, day } = civilDay(days);
  return year < 1 || year > 9999 ? -1 : dayCode(year, month, day);
}
