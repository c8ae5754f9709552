import { CURRENCY_DIGITS_MAX } from "../../base/currency-digits.ts";

/** More digits than any money of the world adds up to. */
const AMOUNT = new RegExp(`^(-?)(\\d{1,30})(?:\\.(\\d{1,${CURRENCY_DIGITS_MAX}}))?$`);

/**
 * An amount such as `-1234.50`, exactly, in units of the last decimal that any currency has:
 * senders write totals with as many decimals as they like, and none is lost so. Undefined where the
 * text is none.
 */
export function exactSum(text: string): bigint | undefined {
  const match = AMOUNT.exec(text);
  if (match === null) return undefined;
  const [, sign, whole, fraction = ""] = match;
  const units = BigInt(`${whole}${fraction.padEnd(CURRENCY_DIGITS_MAX, "0")}`);
  return sign === "-" ? -units : units;
}

/** Whether a text that is no amount would be one, had it not so many digits. */
export function isTooLargeSum(text: string): boolean {
  return /^-?\d{31,}(?:\.\d+)?$/.test(text);
}
