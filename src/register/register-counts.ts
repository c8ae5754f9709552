import { periodOf } from "../base/cycle.ts";
import type { RunCounts } from "../model/run-counts.ts";
import type { Row, Store } from "../store/store.ts";

/** The counts with which people let a cycle of a job go out. */
export interface CycleCounts {
  readonly runId: string;
  readonly job: string;
  readonly cycle: string;
  readonly keptAtIso: string;
  readonly counts: RunCounts;
}

export const COUNT_TABLES = `
    CREATE TABLE cycle_counts (
      run_id TEXT PRIMARY KEY,
      job TEXT NOT NULL,
      cycle TEXT NOT NULL,
      kept_at TEXT NOT NULL,
      counts TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX counts_by_cycle ON cycle_counts (job, cycle, kept_at);`;

/** What earlier cycles of a job counted, for people to compare the next one with. */
export class RegisterCounts {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /** Keeps a run's counts; those of the same run that stood before are replaced. */
  keep({ runId, job, cycle, keptAtIso, counts }: CycleCounts): void {
    this.#store.durably(() =>
      this.#store.run(
        `INSERT INTO cycle_counts (run_id, job, cycle, kept_at, counts) VALUES (?, ?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET kept_at = excluded.kept_at, counts = excluded.counts`,
        runId,
        job,
        cycle,
        keptAtIso,
        JSON.stringify(counts),
      ),
    );
  }

  /**
   * The counts of the last cycle of a job before the one that is named: those of the run that went
   * out last, then those of the child runs that drove its rejects again. Empty if none is known.
   * What a child counts is a part of its cycle, and never a cycle of its own. Months are compared
   * with months, weeks with weeks, days with days, and a label with the same label.
   */
  before(job: string, cycle: string): CycleCounts[] {
    const period = periodOf(cycle);
    const [parent] = this.#runsBefore(
      `c.job = ? AND c.cycle < ? AND length(c.cycle) = ? AND substr(c.cycle, ?) = ?
      AND coalesce(r.parent_id, '') = ''`,
      job,
      cycle,
      cycle.length,
      // Cycles as long as this one, with its label, are of its kind.
      period.length + 1,
      cycle.slice(period.length),
    );
    if (parent === undefined) return [];
    const children = this.#runsBefore("r.parent_id = ?", parent.runId);
    return [parent, ...children];
  }

  #runsBefore(which: string, ...values: readonly (string | number)[]): CycleCounts[] {
    const rows = this.#store.rows(
      `SELECT c.* FROM cycle_counts c LEFT JOIN runs r ON r.run_id = c.run_id
      WHERE ${which} AND coalesce(r.state, '') <> 'abandoned'
      ORDER BY c.cycle DESC, c.kept_at DESC`,
      ...values,
    );
    return rows.map((row) => toCounts(row, this.#store));
  }
}

function toCounts(row: Row, store: Store): CycleCounts {
  return {
    runId: String(row["run_id"]),
    job: String(row["job"]),
    cycle: String(row["cycle"]),
    keptAtIso: String(row["kept_at"]),
    counts: store.json(row["counts"]) as RunCounts,
  };
}
