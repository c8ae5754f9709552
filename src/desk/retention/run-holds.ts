import { Ledger } from "../../ledger/ledger.ts";
import type { LegalHold } from "../../register/register-holds.ts";
import { openSearch } from "../../run/folder/index-run.ts";
import { rejectRows } from "../../run/folder/search-rows.ts";
import type { BegunRun } from "../../run/folder/open-run.ts";

/**
 * The active holds that cover a run: by itself, by its job, or by a key that it has, as a document,
 * a reject or a suppression.
 */
export function holdsOnRun(run: BegunRun, holds: readonly LegalHold[]): LegalHold[] {
  const { frozen } = run;
  const standing = holds.filter(({ liftedAtIso }) => liftedAtIso === "");
  const keys = standing.filter(({ subject }) => subject === "key");
  const found = keys.length === 0 ? new Set<string>() : keysInRun(run, keys);
  return standing.filter(({ subject, value }) => {
    if (subject === "run") return value === frozen.runId;
    return subject === "job" ? value === frozen.job.name : found.has(value);
  });
}

function keysInRun(run: BegunRun, holds: readonly LegalHold[]): Set<string> {
  const { host, folder } = run;
  const wanted = new Set(holds.map(({ value }) => value));
  const found = new Set<string>();
  // A run with too little left for an index, or none made yet, is searched through as it is.
  const opened = openSearch(run);
  if ("index" in opened) {
    for (const key of wanted) if (opened.index.find({ key }, 1).length > 0) found.add(key);
    opened.index.close();
  }
  for (const { key } of rejectRows(run)) if (wanted.has(key)) found.add(key);
  if (!host.exists(folder.ledgerFile)) return found;
  const ledger = Ledger.open(host, folder.ledgerFile);
  try {
    for (const { key } of ledger.suppressed()) if (wanted.has(key)) found.add(key);
    for (const key of wanted)
      if (!found.has(key) && ledger.piecesOfKey(key).length > 0) found.add(key);
  } finally {
    ledger.close();
  }
  return found;
}
