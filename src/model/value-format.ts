/**
 * The formats that `{value | format}` and `format(value, "...")` know, by kind; the first of each
 * is the default.
 * - money: `number` 1,234.50 · `symbol` $1,234.50 · `plain` 1234.50 · `code` USD 1,234.50
 *   · and, for amounts below nothing: `accounting` (1,234.50) · `accounting-symbol` ($1,234.50) ·
 *   `trailing-minus` 1,234.50-
 * - date: `short` 10/01/2026 · `long` October 1, 2026 · `month-day` 10/01 · `month-year` October
 *   2026
 * - integer: `plain` 1042 · `grouped` 1,042
 * - decimal: `plain` 0.05, no zeros at the end · `grouped` 1,234.5 · `percent` 0.05%, two fraction
 *   digits or more; the value is in per cent already · and those of `FORMAT_WITH_DIGITS`
 */
export const VALUE_FORMATS = {
  money: ["number", "symbol", "plain", "code", "accounting", "accounting-symbol", "trailing-minus"],
  date: ["short", "long", "month-day", "month-year"],
  integer: ["plain", "grouped"],
  decimal: ["plain", "grouped", "percent"],
} as const;

export type FormattedKind = keyof typeof VALUE_FORMATS;

/**
 * Formats of decimals that state how many fraction digits are shown, none to all six: `fixed-2`
 * 1,234.50 · `plain-2` 1234.50 · `percent-2` 4.25%. What lies behind them is rounded half
 * away from zero.
 */
export const FORMAT_WITH_DIGITS = /^(fixed|plain|percent)-([0-6])$/;
