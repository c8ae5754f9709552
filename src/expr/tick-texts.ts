import { DECIMAL_DIGITS, type Formats, numberOptions } from "./format.ts";
import { derivePattern, formatUnits, type NumberPattern } from "./number-pattern.ts";

type NumberKind = "integer" | "money" | "decimal";

/** From a million on, marks of a scale are written in short, such as 1.5M. */
const COMPACT_FROM = 1_000_000;
const TEXTS_CACHED_MAX = 1024;

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
  const short = shortFormat(formats, kind, named);
  const texts = new Map<number, string>();
  const shortText = (tick: number): string => {
    let text = texts.get(tick);
    if (text !== undefined) return text;
    text = short.format(tick / unit);
    if (texts.size >= TEXTS_CACHED_MAX) texts.clear();
    texts.set(tick, text);
    return text;
  };
  return (ticks) => {
    const largest = ticks.reduce((most, tick) => Math.max(most, Math.abs(tick)), 0);
    if (largest >= COMPACT_FROM * unit) return ticks.map(shortText);
    if (ticks.some((tick) => tick % unit !== 0)) return ticks.map(full);
    return ticks.map((tick) => formatUnits(whole, tick / unit, 0));
  };
}

function wholePattern(formats: Formats, kind: NumberKind, style: string): NumberPattern {
  const [options] = numberOptions(`${kind} ${style}`, formats.currency, formats.currencyDigits);
  const whole = { ...options, minimumFractionDigits: 0, maximumFractionDigits: 0 };
  return derivePattern(new Intl.NumberFormat(formats.locale, whole), 0);
}

function shortFormat(formats: Formats, kind: NumberKind, style: string): Intl.NumberFormat {
  const { locale, currency } = formats;
  const short = { notation: "compact", maximumFractionDigits: 1 } as const;
  const isSymbol = kind === "money" && style.endsWith("symbol");
  const money = isSymbol ? ({ style: "currency", currency } as const) : {};
  return new Intl.NumberFormat(locale, { ...short, ...money });
}
