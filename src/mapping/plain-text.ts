/** Numbers of this many digits are the same in binary as they were written. */
const DIGITS_EXACT = 15;

/**
 * A value of a nested record as the text that its sender wrote: undefined for a list, a group, or a
 * number that may have lost digits when it was read.
 */
export function plainText(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  if (typeof value === "boolean") return String(value);
  if (typeof value !== "number") return undefined;
  const text = String(value);
  const digits = text.replaceAll(/\D/g, "").replace(/^0+/, "");
  return text.includes("e") || digits.length > DIGITS_EXACT ? undefined : text;
}
