import type { Store } from "../store/store.ts";

/**
 * Removes the keys of customers from a ledger for good: what is counted, where it was and which
 * serials it had stays, so that the sums still hold. The file is rewritten, because SQLite would
 * leave deleted text in free pages.
 */
export function forgetCustomers(store: Store): void {
  store.transaction(() => {
    store.run("UPDATE pieces SET key = '', key_hash = NULL WHERE key <> ''");
    store.run("UPDATE suppressed SET key = '' WHERE key <> ''");
  });
  store.run("VACUUM");
  store.rows("PRAGMA wal_checkpoint(TRUNCATE)");
}
