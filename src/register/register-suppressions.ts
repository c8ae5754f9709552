import type { Suppression } from "../model/suppression.ts";
import type { Store } from "../store/store.ts";

/** A customer of the shop's jobs who gets nothing for a period. */
export interface ShopSuppression extends Suppression {
  /** The job it is about; empty for all of them. */
  readonly job: string;
  /** First and last day (YYYY-MM-DD) on which a run may begin with it; empty for no bound. */
  readonly from: string;
  readonly until: string;
}

export const SUPPRESSION_TABLES = `
    CREATE TABLE suppressions (
      key TEXT NOT NULL,
      job TEXT NOT NULL DEFAULT '',
      reason TEXT NOT NULL,
      from_day TEXT NOT NULL DEFAULT '',
      until_day TEXT NOT NULL DEFAULT '',
      PRIMARY KEY (key, job)
    ) STRICT, WITHOUT ROWID;`;

/** Who gets nothing from any production run of a shop. */
export class RegisterSuppressions {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /** Adds entries, all or none; one of the same key and job takes the place of what stood. */
  add(entries: readonly ShopSuppression[]): void {
    this.#store.durably(() => {
      for (const { key, job, reason, from, until } of entries)
        this.#store.run(
          "INSERT OR REPLACE INTO suppressions VALUES (?, ?, ?, ?, ?)",
          key,
          job,
          reason,
          from,
          until,
        );
    });
  }

  /** Removes keys of a job, or those of all jobs where it is empty; how many there were. */
  remove(keys: readonly string[], job: string): number {
    return this.#store.durably(() =>
      keys.reduce(
        (count, key) =>
          count + this.#store.run("DELETE FROM suppressions WHERE key = ? AND job = ?", key, job),
        0,
      ),
    );
  }

  /** By key, then job. */
  all(): ShopSuppression[] {
    return this.#store.rows("SELECT * FROM suppressions ORDER BY key, job").map((row) => ({
      key: String(row["key"]),
      job: String(row["job"]),
      reason: String(row["reason"]),
      from: String(row["from_day"]),
      until: String(row["until_day"]),
    }));
  }

  /** Who gets nothing from a run of the job that begins on a given day; each key once. */
  inForce(job: string, day: string): Suppression[] {
    const rows = this.#store.rows(
      `SELECT key, max(reason) AS reason FROM suppressions
      WHERE job IN ('', ?) AND from_day <= ? AND (until_day = '' OR until_day >= ?)
      GROUP BY key ORDER BY key`,
      job,
      day,
      day,
    );
    return rows.map((row) => ({ key: String(row["key"]), reason: String(row["reason"]) }));
  }
}
