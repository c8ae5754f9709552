import type { Ledger } from "../../ledger/ledger.ts";
import type { BalanceLine } from "../../model/run-report.ts";
import { RUN_FACTS } from "../decisions/run-state.ts";
import { addTotals } from "./money-sums.ts";

/**
 * Money totals composed, less duplicates, against those of all pieces and messages in their final
 * places: one line per field, in the currency's own digits.
 */
export function balanceSums(
  composed: ReadonlyMap<string, bigint>,
  names: readonly string[],
  digits: number,
  ledger: Ledger,
): BalanceLine[] {
  const placed = placedSums(ledger, names.length);
  return names.map((name, field) => {
    const left = decimalAmount(composed.get(name) ?? 0n, digits);
    const right = decimalAmount(placed[field] ?? 0n, digits);
    const what = `sum of ${name} composed = placed`;
    return { stage: "pieces", what, left, right, ok: left === right };
  });
}

/** The same for a run that was settled earlier, by the counts that it was assembled with. */
export function balanceCounts(ledger: Ledger, digits: number): BalanceLine[] {
  const counts = ledger.fact(RUN_FACTS.counts) ?? [];
  const money = counts.filter(({ group }) => group === "money");
  const placed = placedSums(ledger, money.length);
  return money.map(({ name, value: left }, field) => {
    const right = decimalAmount(placed[field] ?? 0n, digits);
    const what = `sum of ${name} composed = placed`;
    return { stage: "pieces", what, left, right, ok: left === right };
  });
}

/** Money totals of all placed pieces and messages, in minor units, by field. */
export function placedSums(ledger: Ledger, fieldCount: number): bigint[] {
  const facts = [
    ...ledger.spools().map(({ index }) => `sums of spool ${index}` as const),
    ...ledger.batches().map(({ channel, index }) => `sums of ${channel} batch ${index}` as const),
  ];
  let placed: bigint[] = Array.from({ length: fieldCount }, () => 0n);
  for (const fact of facts) {
    const sums = ledger.fact(fact);
    // A missing fact leaves the sums short, which the balance then shows.
    if (sums !== undefined) placed = addTotals(placed, sums);
  }
  return placed;
}

/** Minor units as a decimal, such as `-12.05`. */
export function decimalAmount(units: bigint, digits: number): string {
  const sign = units < 0n ? "-" : "";
  const text = String(units < 0n ? -units : units).padStart(digits + 1, "0");
  if (digits === 0) return `${sign}${text}`;
  return `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}
