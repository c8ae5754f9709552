import type { DateField, DateToken } from "../../rules/converters/date-pattern.ts";
import { codeOfDays, dayCode, daysOf, dayText } from "./calendar.ts";
import type { TimeZone } from "./time-zone.ts";

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const ZERO = 48;

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
  readonly #has: ReadonlySet<DateField>;
  #at = 0;

  constructor(tokens: readonly DateToken[], options: DateOptions) {
    this.#tokens = tokens;
    this.#options = options;
    this.#has = new Set(tokens.map(({ field }) => field));
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
    const isNegative = digitsMax > 9 && text.charCodeAt(this.#at) === 45;
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
    const [whole, sign, hours, minutes = "0"] =
      /^(?:Z|([-+])([01]\d|2[0-3])(?::?([0-5]\d))?)/.exec(text.slice(this.#at, this.#at + 6)) ?? [];
    if (whole === undefined) return false;
    this.#at += whole.length;
    const ahead = hours === undefined ? 0 : Number(hours) * 60 + Number(minutes);
    this.#found.offset = sign === "-" ? -ahead : ahead;
    return true;
  }

  #resolve(): number {
    const { zone, sourceZone } = this.#options;
    const found = this.#found;
    if (zone !== undefined && this.#has.has("epochSeconds"))
      return dayIn(zone, found.epochSeconds * 1000);
    if (zone !== undefined && this.#has.has("epochMilliseconds"))
      return dayIn(zone, found.epochMilliseconds);
    const code = this.#day();
    if (!this.#isTime() || code < 0) return code < 0 ? code : IMPOSSIBLE;
    if (zone === undefined || (found.hour < 0 && found.hour12 < 0)) return code;
    const localMs = daysOf(code >> 9, (code >> 5) & 15, code & 31) * DAY_MS + this.#timeMs();
    if (this.#has.has("offset")) return dayIn(zone, localMs - found.offset * MINUTE_MS);
    return sourceZone === undefined ? code : dayBetween(zone, sourceZone.momentsAt(localMs));
  }

  #day(): number {
    const year = this.#year();
    const { dayOfYear, day } = this.#found;
    if (this.#has.has("dayOfYear")) {
      const code = dayOfYear < 1 || year < 1 ? IMPOSSIBLE : codeOfDays(daysOf(year, 1, dayOfYear));
      return code >> 9 === year ? code : IMPOSSIBLE;
    }
    const month = this.#has.has("month") ? this.#found.month : this.#found.monthName;
    if (month < 1 || month > 12 || day < 1 || day > 31) return IMPOSSIBLE;
    const code = dayCode(year, month, day);
    return dayText(code) === "" ? IMPOSSIBLE : code;
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
