import { makeDurableFolder, writeFileAtomic } from "../../base/host.ts";
import { readOwnJson } from "../../base/own-json.ts";
import type { SuppressedRow } from "../../ledger/account-rows.ts";
import type { SuppressionTotals } from "../../model/run-report.ts";
import { FragmentReader } from "../../spool/fragment-reader.ts";
import { openAudit } from "../decisions/decision-session.ts";
import { fragmentPath, type RunFolder } from "../folder/run-folder.ts";
import { type FrozenList, lateLists, readFrozenList } from "../folder/suppressions.ts";
import type { BegunRun, RunPlace } from "../folder/open-run.ts";
import { type NearSuppression, nearSuppressions } from "./near-suppressions.ts";

/** The effect of one list. Every key on it is in one of three places. */
export interface ListOutcome {
  readonly list: string;
  readonly sha256: string;
  /** Different keys on the list. */
  readonly listed: number;
  /** Of these, keys that are suppressed by this list or an earlier one. */
  readonly suppressed: number;
  /** Keys whose records are rejects: they stay open items. */
  readonly rejected: readonly string[];
  readonly notInRun: readonly string[];
}

/** In the run's reports. */
export const SUPPRESSIONS_FILE = "suppressions.json";

/**
 * Writes `reports/suppressions.json`; nothing if no list was given. Gives the keys that are not in
 * the run, but nearly.
 */
export function reportSuppressions(
  run: BegunRun,
  suppressed: readonly SuppressedRow[],
): readonly NearSuppression[] {
  const { host, folder, frozen } = run;
  const atIntake = frozen.suppressions === undefined ? [] : [frozen.suppressions];
  const lists = [...atIntake, ...lateLists(openAudit(run).entries)];
  if (lists.length === 0) return [];
  const left = new Set(suppressed.map(({ key }) => key));
  const rejected = rejectedKeys(run);
  const outcomes = lists.map((list) => outcomeOf(run, list, left, rejected));
  const notInRun = new Set(outcomes.flatMap((outcome) => outcome.notInRun));
  const near = nearSuppressions(run, [...notInRun]);
  const report = { records: suppressed.length, lists: outcomes, near, suppressed };
  makeDurableFolder(host, folder.reports);
  const text = `${JSON.stringify(report, null, 1)}\n`;
  writeFileAtomic(host, suppressionsFile(folder), new TextEncoder().encode(text));
  return near;
}

/** The totals over all lists that `reportSuppressions` wrote; undefined if it wrote none. */
export function suppressionTotals({ host, folder }: RunPlace): SuppressionTotals | undefined {
  const file = suppressionsFile(folder);
  if (!host.exists(file)) return undefined;
  const { records, lists } = readOwnJson(host, file) as {
    records: number;
    lists: ListOutcome[];
  };
  const sum = (of: (list: ListOutcome) => number): number =>
    lists.reduce((all, list) => all + of(list), 0);
  return {
    records,
    listed: sum(({ listed }) => listed),
    suppressed: sum((list) => list.suppressed),
    rejected: sum((list) => list.rejected.length),
    notInRun: sum(({ notInRun }) => notInRun.length),
  };
}

function suppressionsFile({ reports }: RunFolder): string {
  return `${reports}/${SUPPRESSIONS_FILE}`;
}

function outcomeOf(
  run: RunPlace,
  list: FrozenList,
  left: ReadonlySet<string>,
  rejected: ReadonlySet<string>,
): ListOutcome {
  const keys = readFrozenList(run, list).map(({ key }) => key);
  const others = keys.filter((key) => !left.has(key));
  return {
    list: list.list,
    sha256: list.sha256,
    listed: keys.length,
    suppressed: keys.length - others.length,
    rejected: others.filter((key) => rejected.has(key)),
    notInRun: others.filter((key) => !rejected.has(key)),
  };
}

function rejectedKeys({ host, folder, frozen: { scan } }: BegunRun): ReadonlySet<string> {
  const keys = new Set<string>();
  for (const { index } of scan.shards) {
    const reader = FragmentReader.open(host, fragmentPath(folder, index));
    try {
      for (const { key } of reader.rejects()) if (key !== "") keys.add(key);
    } finally {
      reader.close();
    }
  }
  return keys;
}
