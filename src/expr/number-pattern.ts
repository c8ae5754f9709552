/** How a locale writes numbers in one style: all that is needed to write them without Intl. */
export interface NumberPattern {
  readonly group: string;
  readonly decimal: string;
  /** Digits in the group before the decimal sign, and in each further group. */
  readonly primarySize: number;
  readonly secondarySize: number;
  /** Digits a number must have beyond the primary group before it is grouped. */
  readonly groupingMin: number;
  readonly prefix: string;
  readonly suffix: string;
  readonly negativePrefix: string;
  readonly negativeSuffix: string;
  /** The locale's zero if its digits are not 0 to 9. */
  readonly zero: string;
  readonly fractionMin: number;
}

type Part = Intl.NumberFormatPart;

// Nine digits show the primary and the secondary group.
const SAMPLE = 123_456_789;

/**
 * The pattern of an Intl format, derived from how it writes a few numbers (ECMA-402,
 * PartitionNumberPattern). `fractionMin` fraction digits are always written.
 */
export function derivePattern(format: Intl.NumberFormat, fractionMin: number): NumberPattern {
  const positive = format.formatToParts(SAMPLE);
  const negative = format.formatToParts(-SAMPLE);
  const integers = positive.filter((part) => part.type === "integer");
  const primarySize = digitCount(integers.at(-1)) ?? 3;
  return {
    group: valueOf(positive, "group"),
    decimal: valueOf(format.formatToParts(0.015625), "decimal"),
    primarySize,
    secondarySize: digitCount(integers.at(-2)) ?? primarySize,
    groupingMin: groupingMin(format, primarySize),
    prefix: affix(positive, true),
    suffix: affix(positive, false),
    negativePrefix: affix(negative, true),
    negativeSuffix: affix(negative, false),
    zero: valueOf(format.formatToParts(0), "integer"),
    fractionMin,
  };
}

/** The pattern of a format with a currency, but without the currency and the space beside it. */
export function withoutCurrency(pattern: NumberPattern, format: Intl.NumberFormat): NumberPattern {
  const partsOf = (sample: number): readonly Part[] =>
    format.formatToParts(sample).filter(({ type }) => type !== "currency");
  const [positive, negative] = [partsOf(SAMPLE), partsOf(-SAMPLE)];
  const bare = (parts: readonly Part[], before: boolean): string =>
    affix(parts, before).replaceAll(/\s/g, "");
  return {
    ...pattern,
    prefix: bare(positive, true),
    suffix: bare(positive, false),
    negativePrefix: bare(negative, true),
    negativeSuffix: bare(negative, false),
  };
}

/** The pattern with the sign of negative numbers behind their digits. */
export function withTrailingSign(pattern: NumberPattern): NumberPattern {
  const { prefix, suffix, negativePrefix, negativeSuffix } = pattern;
  return {
    ...pattern,
    negativePrefix: prefix,
    negativeSuffix: suffix + negativePrefix + negativeSuffix,
  };
}

/** Some scripts' digits are two UTF-16 units each. */
function digitCount(part: Part | undefined): number | undefined {
  return part && Array.from(part.value).length;
}

function valueOf(parts: readonly Part[], type: Part["type"]): string {
  return parts.find((part) => part.type === type)?.value ?? "";
}

function groupingMin(format: Intl.NumberFormat, primarySize: number): number {
  for (const beyond of [1, 2]) {
    // Divided by 100 because a percent format multiplies; others show the same digits anyway.
    const scale = format.resolvedOptions().style === "percent" ? 100 : 1;
    const parts = format.formatToParts(10 ** (primarySize + beyond - 1) / scale);
    if (parts.some((part) => part.type === "group")) return beyond;
  }
  return 3;
}

/** What precedes (or follows) the digits: signs, currency, spaces, directional marks. */
function affix(parts: readonly Part[], before: boolean): string {
  const isDigits = (part: Part): boolean => part.type === "integer" || part.type === "fraction";
  const edge = before ? parts.findIndex(isDigits) : parts.findLastIndex(isDigits);
  const outside = before ? parts.slice(0, edge) : parts.slice(edge + 1);
  return outside.map((part) => part.value).join("");
}

const POWERS = Array.from({ length: 10 }, (_, exponent) => 10 ** exponent);

/**
 * Writes `units` (a safe integer in units of the `scale`-th fraction digit) in a pattern; trailing
 * zeros of the fraction are dropped down to the pattern's least number of digits.
 */
export function formatUnits(pattern: NumberPattern, units: number, scale: number): string {
  const absolute = units < 0 ? -units : units;
  const power = POWERS[scale] as number;
  const rest = absolute % power;
  // Exact: the dividend is a multiple of the divisor.
  let text = groupDigits(pattern, `${(absolute - rest) / power}`);
  if (scale > 0) text += fractionText(pattern, rest, scale);
  if (pattern.zero !== "0") text = nativeDigits(text, pattern.zero);
  if (units < 0) return pattern.negativePrefix + text + pattern.negativeSuffix;
  return pattern.prefix + text + pattern.suffix;
}

/** A safe integer without its last `dropped` digits, half a unit rounded away from zero. */
export function roundUnits(units: number, dropped: number): number {
  const power = POWERS[dropped] as number;
  const absolute = units < 0 ? -units : units;
  const rest = absolute % power;
  // Exact: the dividend is a multiple of the divisor.
  const whole = (absolute - rest) / power + (rest * 2 >= power && rest > 0 ? 1 : 0);
  // A value rounded to nothing has no sign.
  return units < 0 && whole > 0 ? -whole : whole;
}

function groupDigits(pattern: NumberPattern, digits: string): string {
  const { primarySize, secondarySize, group } = pattern;
  let end = digits.length - primarySize;
  if (group === "" || end < pattern.groupingMin) return digits;
  let text = group + digits.slice(end);
  for (; end > secondarySize; end -= secondarySize)
    text = group + digits.slice(end - secondarySize, end) + text;
  return digits.slice(0, end) + text;
}

function fractionText(pattern: NumberPattern, rest: number, scale: number): string {
  if (rest === 0 && pattern.fractionMin === 0) return "";
  let digits = `${rest}`;
  while (digits.length < scale) digits = "0" + digits;
  let end = scale;
  while (end > pattern.fractionMin && digits.charCodeAt(end - 1) === 48) end -= 1;
  return pattern.decimal + (end === scale ? digits : digits.slice(0, end));
}

function nativeDigits(text: string, zero: string): string {
  const base = zero.codePointAt(0) ?? 48;
  return text.replace(/[0-9]/g, (digit) => String.fromCodePoint(base + Number(digit)));
}
