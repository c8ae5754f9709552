import { shellWord } from "../base/shell-word.ts";
import type { ShopRun } from "../model/shop-status.ts";
import { lastCycleFolder } from "../run/decisions/last-cycle.ts";
import type { BegunRun } from "../run/folder/open-run.ts";

/** How a run that waits is compared with that of the cycle before, where that is there. */
export function comparisonOf({ host, folder, frozen }: BegunRun): Pick<ShopRun, "compare"> {
  const last = lastCycleFolder(host, frozen.job);
  if (last === undefined || !host.exists(`${last}/job.json`)) return {};
  return { compare: `nightpress compare ${shellWord(last)} ${shellWord(folder.root)}` };
}
