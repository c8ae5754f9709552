import { decimalAmount } from "../sums/balance-sums.ts";
import type { CountLine, RunCounts } from "../../model/run-counts.ts";

/**
 * The combined counts of a run and its child runs. A child redrives rejects of the run, so its
 * records were read before, and those it accepts are no longer rejects; all else adds up.
 */
export function together([own = [], ...children]: readonly RunCounts[]): RunCounts {
  const all = new Map(own.map((line) => [nameOf(line), line]));
  for (const line of children.flat()) {
    const known = all.get(nameOf(line));
    all.set(nameOf(line), known === undefined ? line : { ...known, value: sum(known, line) });
  }
  const read = own.find((line) => nameOf(line) === "records read")?.value ?? 0;
  const value = (name: string): number => Number(all.get(`records ${name}`)?.value ?? 0);
  const rejected = Number(read) - value("accepted") - value("suppressed");
  return [...all.values()].map((line) => {
    if (nameOf(line) === "records read") return { ...line, value: read };
    return nameOf(line) === "records rejected" ? { ...line, value: rejected } : line;
  });
}

function nameOf({ group, name }: CountLine): string {
  return `${group} ${name}`;
}

/** Numbers, or exact decimals with the same number of digits. */
function sum({ value: a }: CountLine, { value: b }: CountLine): number | string {
  return typeof a === "number" && typeof b === "number" ? a + b : decimalSum(String(a), String(b));
}

function decimalSum(a: string, b: string): string {
  const digits = Math.max(...[a, b].map((text) => (text.split(".")[1] ?? "").length));
  return decimalAmount(minorUnits(a, digits) + minorUnits(b, digits), digits);
}

function minorUnits(text: string, digits: number): bigint {
  const [whole = "", rest = ""] = text.split(".");
  return BigInt(`${whole}${rest.padEnd(digits, "0")}`);
}
