import { CHANNELS } from "../model/channel.ts";
import { countRejects, writeRejects } from "../spool/write-rejects.ts";
import { fragmentPath } from "../run/folder/run-folder.ts";
import type { Settlement } from "./settle-stage.ts";
import type { NearSuppression } from "../run/rejects/near-suppressions.ts";
import { reportSuppressions } from "../run/rejects/suppression-report.ts";
import type { BookedRun } from "../run/folder/open-run.ts";

/**
 * Writes the rejects file, unless it must not change, and books the outcome of every unit of input.
 * Gives the listed keys that are not in the run, but nearly.
 */
export function bookSettlement(
  { host, folder, frozen, ledger }: BookedRun,
  settlement: Settlement,
  writesRejects = true,
): readonly NearSuppression[] {
  const paths = frozen.scan.shards.map(({ index }) => fragmentPath(folder, index));
  const { byCode, groups } = writesRejects
    ? writeRejects(host, folder.rejectsFile, paths, settlement.duplicates)
    : countRejects(host, paths, settlement.duplicates);
  const rejects = Object.entries(byCode).map(([code, count]) => ({ code, count }));
  ledger.rejectsSettled(rejects);
  ledger.setFact("reject-groups", groups);
  if (settlement.zones.length > 0) ledger.setFact("zones", settlement.zones);
  if (frozen.plan.largePrint) ledger.setFact("in-large-print", settlement.inLargePrint);
  if (frozen.plan.plainText ?? frozen.plan.braille)
    ledger.setFact("text-messages", settlement.textMessages);
  ledger.removalsSettled(settlement.removals);
  ledger.suppressionsSettled(settlement.suppressed);
  const near = reportSuppressions({ host, folder, frozen }, settlement.suppressed);
  ledger.dispositionsSettled([
    ...CHANNELS.map((channel) => {
      return { disposition: channel, count: settlement.primaries[channel] };
    }),
    { disposition: "rejected", count: settlement.rejects },
    { disposition: "suppressed", count: settlement.suppressed.length },
  ]);
  return near;
}
