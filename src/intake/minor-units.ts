/** An amount such as `-1234.50` in hundredths, exactly; undefined where it is none. */
export function minorUnits(text: string): bigint | undefined {
  const match = /^(-?)(\d+)(?:\.(\d{1,2}))?$/.exec(text);
  if (match === null) return undefined;
  const [, sign, whole, fraction = ""] = match;
  const units = BigInt(`${whole}${fraction.padEnd(2, "0")}`);
  return sign === "-" ? -units : units;
}
