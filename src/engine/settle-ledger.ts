import { CHANNELS } from "../model/channel.ts";
import { countRejects, writeRejects } from "../spool/write-rejects.ts";
import { fragmentPath } from "../run/folder/run-folder.ts";
import type { Settlement } from "./settle-stage.ts";
import { reportSuppressions } from "../run/rejects/suppression-report.ts";
import type { BookedRun } from "../run/folder/open-run.ts";

/**
 * Writes the rejects file, unless it must not change, and books the outcome of every unit of input;
 * returns rejects by code.
 */
export function bookSettlement(
  { host, folder, frozen, ledger }: BookedRun,
  settlement: Settlement,
  writesRejects = true,
): { code: string; count: number }[] {
  const paths = frozen.scan.shards.map(({ index }) => fragmentPath(folder, index));
  const byCode = writesRejects
    ? writeRejects(host, folder.rejectsFile, paths, settlement.duplicates).byCode
    : countRejects(host, paths, settlement.duplicates);
  const rejects = Object.entries(byCode).map(([code, count]) => ({ code, count }));
  ledger.rejectsSettled(rejects);
  ledger.removalsSettled(settlement.removals);
  ledger.suppressionsSettled(settlement.suppressed);
  reportSuppressions({ host, folder, frozen }, settlement.suppressed);
  ledger.dispositionsSettled([
    ...CHANNELS.map((channel) => {
      return { disposition: channel, count: settlement.primaries[channel] };
    }),
    { disposition: "rejected", count: settlement.rejects },
    { disposition: "suppressed", count: settlement.suppressed.length },
  ]);
  return rejects;
}
