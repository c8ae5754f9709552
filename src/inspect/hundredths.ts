/** The hundredths of an amount in one of the usual forms, with two decimals at most. */
export function hundredths(written: string): bigint | undefined {
  const text = written.trim();
  const digits = text.replaceAll(/[\s$\u20ac\u00a3'()]|USD|EUR|CR$|-/g, "");
  const isNegative = /^\(.*\)$|^-|-$|CR$/.test(text);
  const [, whole, fraction = ""] = /^([\d.,]*?\d)(?:[.,](\d{1,2}))?$/.exec(digits) ?? [];
  if (whole === undefined) return undefined;
  const units = BigInt(`${whole.replaceAll(/[.,]/g, "")}${fraction.padEnd(2, "0")}`);
  return isNegative ? -units : units;
}
