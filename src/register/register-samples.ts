import type { Aql, InspectionLevel, JudgedLot, Severity } from "../model/sample.ts";
import type { Store } from "../store/store.ts";

/** Lots that were judged by a sample, in the order in which that was. */
export const SAMPLE_TABLES = `
    CREATE TABLE sample_lots (
      place INTEGER PRIMARY KEY,
      job TEXT NOT NULL,
      aql TEXT NOT NULL,
      level TEXT NOT NULL,
      run_id TEXT NOT NULL,
      severity TEXT NOT NULL,
      accept INTEGER NOT NULL,
      is_accepted INTEGER NOT NULL,
      is_accepted_tighter INTEGER NOT NULL,
      judged_at TEXT NOT NULL,
      UNIQUE (run_id, aql, level)
    ) STRICT;
    CREATE INDEX sample_lots_by_job ON sample_lots (job, aql, level, place);`;

/** Lots that follow each other: of one job, judged by the same AQL and level. */
export interface LotSeries {
  readonly job: string;
  readonly aql: Aql;
  readonly level: InspectionLevel;
}

/** How the runs of a job were judged by samples: from these the switching rules follow. */
export class RegisterSamples {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /** Keeps how a run was judged; its first judgement counts, what follows is a resubmission. */
  keep({ job, aql, level }: LotSeries, runId: string, lot: JudgedLot, atIso: string): void {
    this.#store.durably(() =>
      this.#store.run(
        `INSERT INTO sample_lots (job, aql, level, run_id, severity, accept, is_accepted,
          is_accepted_tighter, judged_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT DO NOTHING`,
        job,
        aql,
        level,
        runId,
        lot.severity,
        lot.accept,
        Number(lot.isAccepted),
        Number(lot.isAcceptedTighter),
        atIso,
      ),
    );
  }

  /** The oldest first. */
  of({ job, aql, level }: LotSeries): JudgedLot[] {
    const rows = this.#store.rows(
      "SELECT * FROM sample_lots WHERE job = ? AND aql = ? AND level = ? ORDER BY place",
      job,
      aql,
      level,
    );
    return rows.map((row) => ({
      severity: String(row["severity"]) as Severity,
      accept: Number(row["accept"]),
      isAccepted: row["is_accepted"] === 1,
      isAcceptedTighter: row["is_accepted_tighter"] === 1,
    }));
  }
}
