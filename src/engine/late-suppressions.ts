import type { SuppressedRow } from "../ledger/account-rows.ts";
import { type OpenFragment, recordsOfKeys } from "../run/pieces/fragment-keys.ts";
import { openAudit } from "../run/decisions/decision-session.ts";
import { lateLists, readFrozenList } from "../run/folder/suppressions.ts";
import type { BegunRun } from "../run/folder/open-run.ts";

/**
 * The composed records that suppression lists given after composing remove from the run; a key on
 * several lists counts for the first one. Duplicates of such a key are not included: they stay
 * rejects.
 */
export function findLateSuppressed(
  { host, folder, frozen }: BegunRun,
  fragments: () => Iterable<OpenFragment>,
  duplicates: ReadonlySet<number>,
): readonly SuppressedRow[] {
  const wanted = new Map<string, { reason: string; list: string }>();
  for (const list of lateLists(openAudit({ host, folder, frozen }).entries)) {
    for (const { key, reason } of readFrozenList({ host, folder }, list))
      if (!wanted.has(key)) wanted.set(key, { reason, list: list.list });
  }
  if (wanted.size === 0) return [];
  const rows: SuppressedRow[] = [];
  for (const { ordinal, key } of recordsOfKeys(fragments(), wanted)) {
    const entry = wanted.get(key);
    if (entry !== undefined && !duplicates.has(ordinal)) rows.push({ ordinal, key, ...entry });
  }
  return rows.sort((a, b) => a.ordinal - b.ordinal);
}
