/** Minus signs: hyphen-minus, hyphens, dashes, the minus sign, and their wide forms. */
const MINUS = /[-\u2010-\u2015\u2212\uFE63\uFF0D]/;
/** Groups of digits, two to four after the first, with one separator or space before each. */
const WHOLE = String.raw`\d+(?:[^\d\p{L}]\d{2,4})*`;
/** By number of decimals. */
const CORES = Array.from({ length: 5 }, (_, digits) => {
  const fraction = digits === 0 ? "" : String.raw`[^\d\s\p{L}]\d{${digits}}`;
  return new RegExp(`^${WHOLE}${fraction}$`, "u");
});
const EXACT_DIGITS = 15;
const ASCII_DIGITS = /^[\0-\x7f]*$/;

/**
 * The minor units of a formatted amount; undefined if the text is not an amount. Amounts are
 * written with exactly `currencyDigits` decimals in any locale: the digits in a row are the units,
 * whatever separates them, and what surrounds them is sign and currency.
 */
export function parseMoney(text: string, currencyDigits: number): bigint | undefined {
  const shown = ASCII_DIGITS.test(text) ? text : withPlainDigits(text);
  let [value, count] = [0, 0];
  let [first, last] = [-1, -1];
  for (let at = 0; at < shown.length; at += 1) {
    const digit = shown.charCodeAt(at) - 0x30;
    if (digit < 0 || digit > 9) continue;
    if (first < 0) first = at;
    last = at;
    value = value * 10 + digit;
    count += 1;
  }
  if (first < 0) return undefined;
  const core = shown.slice(first, last + 1);
  if (CORES[currencyDigits]?.test(core) !== true) return undefined;
  // Short numbers are exact, and far cheaper to convert.
  const units = BigInt(count <= EXACT_DIGITS ? value : core.replaceAll(/\D/g, ""));
  const before = shown.slice(0, first);
  const after = shown.slice(last + 1);
  const isNegative =
    MINUS.test(before) || MINUS.test(after) || (before.includes("(") && after.includes(")"));
  return isNegative ? -units : units;
}

/** The mathematical digits have the most sets in a row, five. */
const ROW_MAX = 50;

/** Digits of other scripts as 0 to 9: each has its ten in a row, some directly after another's. */
function withPlainDigits(text: string): string {
  return text.replaceAll(/\p{Nd}/gu, (digit) => {
    const codePoint = digit.codePointAt(0) ?? 0;
    let before = 0;
    while (before < ROW_MAX && isAnyDigit(codePoint - before - 1)) before += 1;
    return String(before % 10);
  });
}

function isAnyDigit(codePoint: number): boolean {
  return /\p{Nd}/u.test(String.fromCodePoint(codePoint));
}
