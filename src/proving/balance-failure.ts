import type { BalanceLine } from "../model/run-report.ts";
import { countText } from "../report/figures.ts";
import type { BookedRun } from "../run/folder/open-run.ts";
import { RunFailure } from "../run/run-failure.ts";
import { breachHint, namedBreaches } from "../run/decisions/verify-failure.ts";
import { unbalancedBreaches } from "./unbalanced.ts";

/** Why a run is not closed whose sums do not balance, and what to do. */
export function balanceFailure(run: BookedRun, lines: readonly BalanceLine[]): RunFailure {
  const { folder } = run;
  const broken = lines.filter(({ ok }) => !ok);
  const stages = [...new Set(broken.map(({ stage }) => stage))].join(", ");
  const message =
    `The run does not balance (${stages}): ${countText(broken.length, "sum")} do not hold. ` +
    "None of it may be printed or sent.";
  const found = namedBreaches(unbalancedBreaches(run, lines));
  return new RunFailure(message, breachHint(folder, ["ledger.db"]), folder.root, found);
}
