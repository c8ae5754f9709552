/** By locale, of which a layout has few. */
const points = new Map<string, string>();

/** What stands between a number's integers and its decimals in a locale. */
export function decimalPoint(locale: string): string {
  let point = points.get(locale);
  if (point === undefined) {
    const parts = new Intl.NumberFormat(locale).formatToParts(0.5);
    point = parts.find(({ type }) => type === "decimal")?.value ?? ".";
    points.set(locale, point);
  }
  return point;
}
