/** Without an exponent and without zeros at the end. */
export function plainDecimal(written: string): string {
  const [, sign = "", whole = "", fraction = "", exponent = "0"] =
    /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(written) ?? [];
  const point = whole.length + Number(exponent);
  const digits = whole + fraction;
  const before = point <= 0 ? "0" : digits.slice(0, point).padEnd(point, "0");
  const after = (point < 0 ? "0".repeat(-point) : "") + digits.slice(Math.max(0, point));
  const kept = after.replace(/0+$/, "");
  const text = before.replace(/^0+(?=\d)/, "") + (kept === "" ? "" : `.${kept}`);
  return text === "0" ? text : sign + text;
}
