import type { FieldForm } from "../../model/input-format.ts";

type NumberForm = Exclude<FieldForm, { readonly type: "text" }>;

const LEADING_ZEROS = /^0+(?=\d)/;

/**
 * The exact text of a number by its digits, the last of which are decimals: `12.50`. Leading zeros
 * are kept as far as the form says, and a zero has no sign.
 */
export function decimalText(
  digits: string,
  isNegative: boolean,
  { decimals, digits: kept = 0 }: Pick<NumberForm, "decimals" | "digits">,
): string {
  const least = Math.max(kept, decimals + 1);
  const whole = digits.replace(LEADING_ZEROS, "").padStart(least, "0");
  const cut = whole.length - decimals;
  const text = decimals === 0 ? whole : `${whole.slice(0, cut)}.${whole.slice(cut)}`;
  return isNegative && /[1-9]/.test(whole) ? `-${text}` : text;
}
