import { assert } from "../base/assert.ts";
import type { ExprKind } from "../model/expr.ts";
import { NOTE_MARKS } from "../model/note.ts";
import type { RawAddress } from "../model/record.ts";
import { FORMAT_WITH_DIGITS, type FormattedKind } from "../model/value-format.ts";
import type { Value } from "./scopes.ts";
import type { NumberPattern } from "./number-pattern.ts";
import {
  derivePattern,
  formatUnits,
  roundUnits,
  withoutCurrency,
  withTrailingSign,
} from "./number-pattern.ts";

/** Fraction digits that a decimal field holds. */
export const DECIMAL_DIGITS = 6;

const DAYS_CACHED_MAX = 4096;
const MS_PER_DAY = 86_400_000;

const DATE_OPTIONS: Readonly<Record<string, Intl.DateTimeFormatOptions>> = {
  short: { year: "numeric", month: "2-digit", day: "2-digit" },
  long: { dateStyle: "long" },
  "month-day": { month: "2-digit", day: "2-digit" },
  "month-year": { year: "numeric", month: "long" },
};

type Format<T> = (value: T) => string;

/** How values are written in one locale and currency. Made once; the formatting code is our own. */
export class Formats {
  readonly locale: string;
  readonly currency: string;
  readonly currencyDigits: number;
  /** Money in its default style, straight from a checked raw string. */
  readonly moneyFromRaw: ((raw: string) => string | undefined) | undefined;
  readonly #patterns = new Map<string, NumberPattern>();
  readonly #dates = new Map<string, Format<number>>();
  readonly #hasNotes: boolean;

  constructor(locale: string, currency: string, currencyDigits: number, hasNotes = false) {
    this.#hasNotes = hasNotes;
    this.locale = locale;
    this.currencyDigits = currencyDigits;
    this.currency = currency;
    this.moneyFromRaw = rawShortcut(this.#pattern("money", "number"), currencyDigits);
  }

  /** A function from a value of `kind` (as in expr.ts) to its text; absent values give "". */
  of(kind: ExprKind, style?: string): Format<Value> {
    switch (kind) {
      case "money":
        return this.#number(kind, style ?? "number", this.currencyDigits);
      case "integer":
        return this.#number(kind, style ?? "plain", 0);
      case "decimal":
        return this.#decimal(style ?? "plain");
      case "date":
        return this.#date(style ?? "short");
      case "text":
        // A value must not pass for the mark of a footnote.
        if (this.#hasNotes) return (value) => ((value as string) ?? "").replace(NOTE_MARKS, "");
        return (value) => (value === undefined ? "" : (value as string));
      default:
        return (value) => (value === undefined ? "" : String(value));
    }
  }

  #number(kind: FormattedKind, style: string, scale: number): Format<Value> {
    const pattern = this.#pattern(kind, style);
    return (value) => (value === undefined ? "" : formatUnits(pattern, value as number, scale));
  }

  #decimal(style: string): Format<Value> {
    const digits = FORMAT_WITH_DIGITS.exec(style)?.[2];
    if (digits === undefined) return this.#number("decimal", style, DECIMAL_DIGITS);
    const shown = Number(digits);
    const format = this.#number("decimal", style, shown);
    const dropped = DECIMAL_DIGITS - shown;
    return (value) => format(value === undefined ? value : roundUnits(value as number, dropped));
  }

  #date(style: string): Format<Value> {
    let format = this.#dates.get(style);
    if (format === undefined) this.#dates.set(style, (format = dateFormat(this.locale, style)));
    const dateText = format;
    return (value) => (value === undefined ? "" : dateText(value as number));
  }

  #pattern(kind: FormattedKind, style: string): NumberPattern {
    const name = `${kind} ${style}`;
    let pattern = this.#patterns.get(name);
    if (pattern === undefined) {
      const [options, fractionMin] = numberOptions(name, this.currency, this.currencyDigits);
      const format = new Intl.NumberFormat(this.locale, options);
      pattern = ofStyle(name, derivePattern(format, fractionMin), format);
      this.#patterns.set(name, pattern);
    }
    return pattern;
  }
}

/** The Intl options of a number style, and its least number of fraction digits. */
export function numberOptions(
  name: string,
  currency: string,
  digits: number,
): [Intl.NumberFormatOptions, number] {
  const money = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  const decimal = { maximumFractionDigits: DECIMAL_DIGITS };
  switch (name) {
    case "money number":
      return [money, digits];
    case "money symbol":
      return [{ ...money, style: "currency", currency }, digits];
    case "money code":
      return [{ ...money, style: "currency", currency, currencyDisplay: "code" }, digits];
    case "money accounting":
    case "money accounting-symbol":
      return [{ ...money, style: "currency", currency, currencySign: "accounting" }, digits];
    case "money trailing-minus":
      return [money, digits];
    case "money plain":
      return [{ ...money, useGrouping: false }, digits];
    case "integer plain":
      return [{ maximumFractionDigits: 0, useGrouping: false }, 0];
    case "integer grouped":
      return [{ maximumFractionDigits: 0 }, 0];
    case "decimal plain":
      return [{ ...decimal, useGrouping: false }, 0];
    case "decimal grouped":
      return [decimal, 0];
    case "decimal percent":
      return [{ ...decimal, minimumFractionDigits: 2, style: "percent" }, 2];
    default:
      return fixedOptions(name);
  }
}

function fixedOptions(name: string): [Intl.NumberFormatOptions, number] {
  const match = FORMAT_WITH_DIGITS.exec(name.replace(/^decimal /, ""));
  assert(match !== null, `no number style is called ${name}`);
  const digits = Number(match[2]);
  const fixed = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  if (match[1] === "percent") return [{ ...fixed, style: "percent" }, digits];
  return [match[1] === "plain" ? { ...fixed, useGrouping: false } : fixed, digits];
}

/** The styles that Intl does not have are made of others of the same locale. */
function ofStyle(name: string, pattern: NumberPattern, format: Intl.NumberFormat): NumberPattern {
  if (name === "money accounting") return withoutCurrency(pattern, format);
  return name === "money trailing-minus" ? withTrailingSign(pattern) : pattern;
}

/** Dates by day number. Days recur all through a run, so Intl writes each once. */
function dateFormat(locale: string, style: string): Format<number> {
  const options = DATE_OPTIONS[style];
  assert(options !== undefined, `no date style is called ${style}`);
  const zoned = { ...options, timeZone: "UTC", calendar: "gregory" };
  const format = new Intl.DateTimeFormat(locale, zoned);
  const texts = new Map<number, string>();
  return (day) => {
    let text = texts.get(day);
    if (text !== undefined) return text;
    text = format.format(day * MS_PER_DAY);
    if (texts.size >= DAYS_CACHED_MAX) texts.clear();
    texts.set(day, text);
    return text;
  };
}

/**
 * For locales that write 1,234.50: formats amounts below a million, as intake usually gives them,
 * by cutting the string. Returns undefined for all others, which go through the number.
 */
function rawShortcut(
  pattern: NumberPattern,
  digits: number,
): ((raw: string) => string | undefined) | undefined {
  const { group, decimal, primarySize, groupingMin, prefix, suffix, zero } = pattern;
  const isWestern = group === "," && decimal === "." && zero === "0" && prefix + suffix === "";
  if (!isWestern || primarySize !== 3 || groupingMin !== 1 || digits !== 2) return undefined;
  return (raw) => {
    const length = raw.length;
    const first = raw.charCodeAt(0);
    // Requires a point before the last two digits, and a first digit that is neither a sign nor a
    // leading zero.
    if (length < 4 || length > 9 || raw.charCodeAt(length - 3) !== 46) return undefined;
    if (first < 49 && !(first === 48 && length === 4)) return undefined;
    if (length < 7) return raw;
    return `${raw.slice(0, length - 6)},${raw.slice(length - 6)}`;
  };
}

/** An address in running text. */
export function addressText(address: RawAddress | undefined): string {
  return address === undefined ? "" : address.lines.join(", ");
}
