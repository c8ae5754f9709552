import { assert } from "../../base/assert.ts";
import type { Settlement } from "../settle-stage.ts";
import { settle as settleFragments } from "../settle-stage.ts";
import { bookSettlement } from "../settle-ledger.ts";
import { settledWarnings } from "../settled-warnings.ts";
import { nearWarnings } from "../../run/rejects/near-suppressions.ts";
import type { RunInProgress } from "./run-in-progress.ts";

/** Settles who is left out, and writes the rejects. */
export function settle(run: RunInProgress): Promise<undefined> {
  return settled(run, true);
}

/** Settles once more: the input may be missing, and the rejects file stays unchanged. */
export function settleAgain(run: RunInProgress): Promise<undefined> {
  return settled(run, false);
}

async function settled(run: RunInProgress, isFirst: boolean): Promise<undefined> {
  const work = (): Settlement => {
    const settlement = settleFragments(run, run.prepared, isFirst);
    assert(settlement.unrendered === 0, "an accepted record has no rendition");
    const near = bookSettlement(run, settlement, isFirst);
    run.settledWarnings = [...settledWarnings(settlement), ...nearWarnings(near)];
    return settlement;
  };
  run.settlement = await run.watch.stage("settle", work, ({ units }) => units);
}
