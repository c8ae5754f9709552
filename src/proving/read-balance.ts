import { defined } from "../base/assert.ts";
import { currencyDigits } from "../base/currency-digits.ts";
import type { Ledger } from "../ledger/ledger.ts";
import type { BalanceLine } from "../model/run-report.ts";
import type { VerifiedSum, VerifySetup } from "../model/verification.ts";
import { decimalAmount } from "../run/sums/balance-sums.ts";
import { addTotals } from "../run/sums/money-sums.ts";
import type { OutputReading } from "./read-outputs.ts";

/** The ledger's figures of the run's own spools and batches, against what was read in them. */
export function readBalance(ledger: Ledger, reading: OutputReading): BalanceLine[] {
  const spools = ledger.spools();
  const messages = ledger.batches().reduce((sum, { count }) => sum + count, 0);
  const planned = (what: "pieces" | "sheets" | "pages"): number =>
    spools.reduce((sum, spool) => sum + spool[what], 0);
  const { ownCounts: read, furniturePlanned } = reading;
  return [
    verifyLine("pieces in spools = pieces read", planned("pieces"), read.pieces),
    verifyLine("pages in spools = pages read", planned("pages"), read.composedPages),
    verifyLine(
      "sheets in spools = sheets read",
      planned("sheets"),
      read.sheets - read.furnitureSheets,
    ),
    verifyLine("furniture sheets planned = read", furniturePlanned, read.furnitureSheets),
    verifyLine("messages in batches = messages read", messages, read.messages),
  ];
}

/** Money that the layout promises to print: as composed, and as read in the spools. */
export function printedSums(
  ledger: Ledger,
  reading: OutputReading,
  { moneyFields, printedFields, currency }: VerifySetup,
): VerifiedSum[] {
  const digits = defined(currencyDigits(currency), "the layout's currency is a known one");
  let composed: readonly bigint[] = [];
  for (const { index } of ledger.spools()) {
    const sums = ledger.fact(`sums of spool ${index}`);
    if (sums !== undefined) composed = addTotals(composed, sums);
  }
  return printedFields.map((field, at) => ({
    field: moneyFields[field] ?? "",
    composed: decimalAmount(composed[field] ?? 0n, digits),
    printed: decimalAmount(reading.printedSums[at] ?? 0n, digits),
  }));
}

/** A sum that the verifier checks: what was planned or known, and what was read. */
export function verifyLine(what: string, left: number, right: number): BalanceLine {
  return { stage: "verify", what, left, right, ok: left === right };
}
