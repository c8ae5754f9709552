import { isDay } from "../../base/calendar-day.ts";
import { dayOf } from "../../base/day-number.ts";
import type { DateField, DateToken } from "../../rules/converters/date-pattern.ts";
import { codeOfDays, dayCode } from "./calendar.ts";
import type { TimeZone } from "./time-zone.ts";

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const ZERO = 48;
const PLUS = 43;
const HYPHEN = 45;
const COLON = 58;
const LETTER_Z = 90;

/** What `read` gives instead of a day. */
export const NO_MATCH = -1;
/** Written as the pattern says, but there is no such day or time. */
export const IMPOSSIBLE = -2;
/** A time that the clocks showed twice, on two days of the zone that is asked for. */
export const TWO_DAYS = -3;

export interface DateOptions {
  readonly pivotYear: number;
  /** Months by their names in small letters, for `MMM` and `MMMM`. */
  readonly months: { readonly short: MonthTable; readonly long: MonthTable };
  readonly zone: TimeZone | undefined;
  readonly sourceZone: TimeZone | undefined;
}

export type MonthTable = ReadonlyMap<string, number>;

/** Reads days of one pattern. What it has read of a text is kept in `#found`, by field. */
export class DateReader {
  readonly #tokens: readonly DateToken[];
  readonly #options: DateOptions;
  readonly #found: Record<DateField, number> = {
    literal: 0,
    year: 0,
    yearOfCentury: -1,
    century: -1,
    month: 0,
    monthName: 0,
    day: 0,
    dayOfYear: 0,
    hour: -1,
    hour12: -1,
    minute: 0,
    second: 0,
    fraction: 0,
    meridiem: 0,
    offset: 0,
    epochSeconds: 0,
    epochMilliseconds: 0,
  };
  readonly #isEpoch: boolean;
  readonly #hasClock: boolean;
  readonly #hasOffset: boolean;
  readonly #hasDayOfYear: boolean;
  readonly #hasMonthName: boolean;
  #at = 0;

  constructor(tokens: readonly DateToken[], options: DateOptions) {
    this.#tokens = tokens;
    this.#options = options;
    const has = new Set(tokens.map(({ field }) => field));
    this.#isEpoch = has.has("epochSeconds") || has.has("epochMilliseconds");
    this.#hasClock = has.has("hour") || has.has("hour12");
    this.#hasOffset = has.has("offset");
    this.#hasDayOfYear = has.has("dayOfYear");
    this.#hasMonthName = has.has("monthName");
  }

  /** The code of the day that a text names, or one of the negative numbers above. */
  read(text: string): number {
    this.#at = 0;
    for (const token of this.#tokens) if (!this.#take(text, token)) return NO_MATCH;
    return this.#at === text.length ? this.#resolve() : NO_MATCH;
  }

  #take(text: string, token: DateToken): boolean {
    const { field } = token;
    if (field === "literal") return text.charCodeAt(this.#at++) === token.text.charCodeAt(0);
    if (token.digitsMax > 0) return this.#takeNumber(text, token);
    if (field === "monthName") return this.#takeMonth(text, token);
    return field === "meridiem" ? this.#takeMeridiem(text) : this.#takeOffset(text);
  }

  #takeNumber(text: string, { field, digitsMin, digitsMax }: DateToken): boolean {
    const isNegative = digitsMax > 9 && text.charCodeAt(this.#at) === HYPHEN;
    if (isNegative) this.#at += 1;
    let value = 0;
    let count = 0;
    for (; count < digitsMax; count += 1) {
      const digit = text.charCodeAt(this.#at) - ZERO;
      if (!(digit >= 0 && digit <= 9)) break;
      value = value * 10 + digit;
      this.#at += 1;
    }
    this.#found[field] = isNegative ? -value : value;
    return count >= digitsMin;
  }

  /** A month's name is a run of letters, in any case; with its point where the names have one. */
  #takeMonth(text: string, { text: length }: DateToken): boolean {
    const names = length === "short" ? this.#options.months.short : this.#options.months.long;
    let end = this.#at;
    while (end < text.length && end - this.#at < 16 && isLetter(text.charCodeAt(end))) end += 1;
    const word = text.slice(this.#at, end).toLowerCase();
    const month = names.get(word) ?? (text[end] === "." ? names.get(`${word}.`) : undefined);
    if (month === undefined) return false;
    this.#at = names.has(word) ? end : end + 1;
    this.#found.monthName = month;
    return true;
  }

  #takeMeridiem(text: string): boolean {
    const word = text.slice(this.#at, this.#at + 2).toUpperCase();
    this.#at += 2;
    this.#found.meridiem = word === "PM" ? 12 : 0;
    return word === "AM" || word === "PM";
  }

  /** `Z`, or hours and minutes ahead of UTC; kept in minutes. */
  #takeOffset(text: string): boolean {
    const sign = text.charCodeAt(this.#at);
    this.#at += 1;
    this.#found.offset = 0;
    if (sign === LETTER_Z) return true;
    if (sign !== PLUS && sign !== HYPHEN) return false;
    const hours = twoDigits(text, this.#at);
    this.#at += 2;
    const colon = text.charCodeAt(this.#at) === COLON ? 1 : 0;
    let minutes = twoDigits(text, this.#at + colon);
    if (minutes >= 0) this.#at += 2 + colon;
    else minutes = colon;
    const ahead = hours * 60 + minutes;
    this.#found.offset = sign === HYPHEN ? -ahead : ahead;
    return hours >= 0 && hours <= 23 && minutes <= 59;
  }

  #resolve(): number {
    const { zone, sourceZone } = this.#options;
    const found = this.#found;
    if (zone !== undefined && this.#isEpoch)
      return dayIn(zone, found.epochSeconds * 1000 + found.epochMilliseconds);
    const code = this.#day();
    if (code < 0 || !this.#hasClock) return code;
    if (!this.#isTime()) return IMPOSSIBLE;
    if (zone === undefined) return code;
    const localMs = dayOf(code >> 9, (code >> 5) & 15, code & 31) * DAY_MS + this.#timeMs();
    if (this.#hasOffset) return dayIn(zone, localMs - found.offset * MINUTE_MS);
    return sourceZone === undefined ? code : dayBetween(zone, sourceZone.momentsAt(localMs));
  }

  #day(): number {
    const year = this.#year();
    const { dayOfYear, day } = this.#found;
    if (this.#hasDayOfYear) {
      const code = dayOfYear < 1 || year < 1 ? IMPOSSIBLE : codeOfDays(dayOf(year, 1, dayOfYear));
      return code >> 9 === year ? code : IMPOSSIBLE;
    }
    const month = this.#hasMonthName ? this.#found.monthName : this.#found.month;
    return isDay(year, month, day) ? dayCode(year, month, day) : IMPOSSIBLE;
  }

  #year(): number {
    const { year, yearOfCentury, century } = this.#found;
    if (yearOfCentury < 0) return year;
    if (century >= 0) return 1900 + century * 100 + yearOfCentury;
    const { pivotYear } = this.#options;
    return pivotYear + ((yearOfCentury - (pivotYear % 100) + 100) % 100);
  }

  #isTime(): boolean {
    const { hour, hour12, minute, second } = this.#found;
    return hour <= 23 && hour12 !== 0 && hour12 <= 12 && minute <= 59 && second <= 59;
  }

  #timeMs(): number {
    const { hour, hour12, meridiem, minute, second } = this.#found;
    const hours = hour >= 0 ? hour : (hour12 % 12) + meridiem;
    return ((hours * 60 + minute) * 60 + second) * 1000;
  }
}

/** The number of two digits, or -1 where there are none. */
function twoDigits(text: string, at: number): number {
  const tens = text.charCodeAt(at) - ZERO;
  const ones = text.charCodeAt(at + 1) - ZERO;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : -1;
}

function isLetter(code: number): boolean {
  return (code >= 65 && code <= 90) || (code >= 97 && code <= 122) || code >= 0xc0;
}

function dayIn(zone: TimeZone, utcMs: number): number {
  const code = codeOfDays(Math.floor((utcMs + zone.offsetAt(utcMs)) / DAY_MS));
  return code < 0 ? IMPOSSIBLE : code;
}

function dayBetween(zone: TimeZone, moments: readonly number[]): number {
  const [day, ...others] = new Set(moments.map((moment) => dayIn(zone, moment)));
  if (day === undefined) return IMPOSSIBLE;
  return others.length > 0 ? TWO_DAYS : day;
}
