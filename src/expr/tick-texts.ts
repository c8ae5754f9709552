import { DECIMAL_DIGITS, type Formats, numberOptions } from "./format.ts";
import { derivePattern, formatUnits, type NumberPattern } from "./number-pattern.ts";

type NumberKind = "integer" | "money" | "decimal";

/** From a million on, marks of a scale are written in short, such as 1.5M. */
const COMPACT_FROM = 1_000_000;
const TEXTS_CACHED_MAX = 1024;
/** Fraction digits of short marks: the first of these with which no two marks look the same. */
const SHORT_DIGITS = [1, 2, 3] as const;

/** The format of a chart's values that names none. */
export const CHART_FORMATS = { integer: "grouped", money: "number", decimal: "plain" } as const;

/** Fraction digits of the whole numbers that values of a kind are. */
export function digitsOf(kind: NumberKind, formats: Formats): number {
  if (kind === "integer") return 0;
  return kind === "money" ? formats.currencyDigits : DECIMAL_DIGITS;
}

/**
 * How the marks of a scale are written: as their values are, but without fractions where all of
 * them are whole, and in short where they are large.
 */
export function tickTexts(
  formats: Formats,
  kind: NumberKind,
  style: string | undefined,
): (ticks: readonly number[]) => readonly string[] {
  const named = style ?? CHART_FORMATS[kind];
  const unit = 10 ** digitsOf(kind, formats);
  const full = formats.of(kind, named);
  const whole = wholePattern(formats, kind, named);
  const shorts = SHORT_DIGITS.map((digits) => shortWriter(formats, kind, named, digits));
  return (ticks) => {
    const largest = ticks.reduce((most, tick) => Math.max(most, Math.abs(tick)), 0);
    if (largest >= COMPACT_FROM * unit) {
      for (const write of shorts) {
        const texts = ticks.map((tick) => write(tick / unit));
        if (new Set(texts).size === ticks.length) return texts;
      }
    }
    if (ticks.some((tick) => tick % unit !== 0)) return ticks.map(full);
    return ticks.map((tick) => formatUnits(whole, tick / unit, 0));
  };
}

function wholePattern(formats: Formats, kind: NumberKind, style: string): NumberPattern {
  const [options] = numberOptions(`${kind} ${style}`, formats.currency, formats.currencyDigits);
  const whole = { ...options, minimumFractionDigits: 0, maximumFractionDigits: 0 };
  return derivePattern(new Intl.NumberFormat(formats.locale, whole), 0);
}

/** Writes values in short, and keeps the texts. */
function shortWriter(
  formats: Formats,
  kind: NumberKind,
  style: string,
  digits: number,
): (value: number) => string {
  const short = shortFormat(formats, kind, style, digits);
  const texts = new Map<number, string>();
  return (value) => {
    let text = texts.get(value);
    if (text !== undefined) return text;
    text = short.format(value);
    if (texts.size >= TEXTS_CACHED_MAX) texts.clear();
    texts.set(value, text);
    return text;
  };
}

function shortFormat(
  formats: Formats,
  kind: NumberKind,
  style: string,
  digits: number,
): Intl.NumberFormat {
  const { locale, currency } = formats;
  const least = digits > 1 ? digits : 0;
  const fraction = { minimumFractionDigits: least, maximumFractionDigits: digits };
  const isSymbol = kind === "money" && style.endsWith("symbol");
  const money = isSymbol ? ({ style: "currency", currency } as const) : {};
  return new Intl.NumberFormat(locale, { notation: "compact", ...fraction, ...money });
}
