import { CURRENCY_DIGITS_MAX } from "../../base/currency-digits.ts";

/** More digits than any sum of money has. */
const AMOUNT = new RegExp(`^(-?)(\\d{1,30})(?:\\.(\\d{1,${CURRENCY_DIGITS_MAX}}))?$`);

/**
 * An amount such as `-1234.50`, exact, in units of the last decimal that any currency has: senders
 * write totals with any number of decimals, and none gets lost. Undefined if the text is not an
 * amount.
 */
export function exactSum(text: string): bigint | undefined {
  const match = AMOUNT.exec(text);
  if (match === null) return undefined;
  const [, sign, whole, fraction = ""] = match;
  const units = BigInt(`${whole}${fraction.padEnd(CURRENCY_DIGITS_MAX, "0")}`);
  return sign === "-" ? -units : units;
}

/** Whether a text would be an amount if it had fewer digits. */
export function isTooLargeSum(text: string): boolean {
  return /^-?\d{31,}(?:\.\d+)?$/.test(text);
}
