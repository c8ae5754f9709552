import type { BalanceLine } from "../../model/run-report.ts";
import { balanceSums } from "../../run/sums/balance-sums.ts";
import { MoneyFields } from "../../run/sums/money-sums.ts";
import { settlementOf } from "./plan-spools.ts";
import type { RunInProgress } from "./run-in-progress.ts";

/** The ledger's sums, added up only once, as nothing changes them any more. */
export function balanceLines(run: RunInProgress): readonly BalanceLine[] {
  const { ledger } = run;
  const { shape, currencyDigits } = run.frozen.plan;
  const { names } = new MoneyFields(shape, currencyDigits);
  run.balance ??= [
    ...ledger.balance().lines,
    ...balanceSums(settlementOf(run).sums, names, currencyDigits, ledger),
  ];
  return run.balance;
}
