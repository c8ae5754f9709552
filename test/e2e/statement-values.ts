import type { RawStatement } from "./raw-statement.ts";

/*
 * How values of a raw record are written on a statement: the tests' own account of it, made
 * without Nightpress' code, so that both must be wrong in the same way to agree.
 */

const MONTHS =
  "January February March April May June July August September October November December";

/** The cents of an amount such as -1234.50. */
export function cents(text: string): bigint {
  const match = /^(-?)(\d+)\.(\d\d)$/.exec(text);
  if (match === null) throw new Error(`no amount of money: ${text}`);
  const [, sign, whole, fraction] = match;
  return BigInt(`${sign}${whole}${fraction}`);
}

export function sumCents(amounts: readonly string[]): bigint {
  return amounts.reduce((sum, amount) => sum + cents(amount), 0n);
}

/** 1,234.50, and with `symbol` $1,234.50; the minus comes first. */
export function money(value: bigint | string, symbol = ""): string {
  const units = typeof value === "string" ? cents(value) : value;
  const digits = String(units < 0n ? -units : units).padStart(3, "0");
  const whole = digits.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, ",");
  return `${units < 0n ? "-" : ""}${symbol}${whole}.${digits.slice(-2)}`;
}

/** 10/01/2026 of 2026-10-01. */
export function shortDate(date: string): string {
  return `${monthDay(date)}/${date.slice(0, 4)}`;
}

export function monthDay(date: string): string {
  return `${date.slice(5, 7)}/${date.slice(8, 10)}`;
}

/** October 1, 2026 of 2026-10-01. */
export function longDate(date: string): string {
  const month = MONTHS.split(" ")[Number(date.slice(5, 7)) - 1];
  return `${month} ${Number(date.slice(8, 10))}, ${date.slice(0, 4)}`;
}

/** 3.75% of 3.750000. */
export function percent(decimal: string): string {
  return `${decimal.replace(/(\.\d\d\d*?)0*$/, "$1")}%`;
}

export function maskedNumber(record: RawStatement): string {
  const { number } = record.account;
  return "•".repeat(number.length - 4) + number.slice(-4);
}

/** Days from the first to the last, both counted. */
export function dayCount(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / 86_400_000 + 1;
}

/** Words with one space between them. */
export function spaced(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim();
}

/** Lines on end as `text` has them: a line may end at a space, a slash or a hyphen. */
export function joined(lines: readonly string[], text: string): string {
  return lines.reduce((read, line) => read + (text[read.length] === " " ? " " : "") + line, "");
}
