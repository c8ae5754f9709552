import type { PageCount, SheetCount } from "../base/units.ts";
import type { Row, Store } from "../store/store.ts";

/** What a finished run made of what it was given. */
export interface RunSize {
  readonly runId: string;
  readonly job: string;
  readonly endedAtIso: string;
  readonly records: number;
  readonly documents: number;
  readonly pages: PageCount;
  readonly sheets: SheetCount;
  readonly pieces: number;
  readonly inputBytes: number;
  readonly fragmentBytes: number;
  /** Spools and batches. */
  readonly outputBytes: number;
  readonly streams: readonly StreamSize[];
}

export interface StreamSize {
  readonly name: string;
  readonly pieces: number;
  readonly sheets: SheetCount;
  readonly spools: number;
}

/** What a stage took that one process did from its beginning to its end. */
export interface StageCost {
  readonly runId: string;
  readonly stage: string;
  readonly seconds: number;
  readonly cpuSeconds: number;
  /** Worker threads that the run had, and processors that there were. */
  readonly workers: number;
  readonly cores: number;
}

/** A finished run with the stages whose cost is known. */
export interface RunCost extends RunSize {
  readonly stages: readonly StageCost[];
}

export const HISTORY_TABLES = `
    CREATE TABLE run_sizes (
      run_id TEXT PRIMARY KEY,
      job TEXT NOT NULL,
      ended_at TEXT NOT NULL,
      size TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE stage_costs (
      run_id TEXT NOT NULL,
      stage TEXT NOT NULL,
      seconds REAL NOT NULL,
      cpu_seconds REAL NOT NULL,
      workers INTEGER NOT NULL,
      cores INTEGER NOT NULL,
      PRIMARY KEY (run_id, stage)
    ) STRICT, WITHOUT ROWID;`;

/** What earlier runs of a job made and took, for estimates alone: nothing depends on it. */
export class RegisterHistory {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /** Keeps the cost of stages; of a stage that is known already, the first stands. */
  keepStages(costs: readonly StageCost[]): void {
    this.#store.durably(() => {
      for (const { runId, stage, seconds, cpuSeconds, workers, cores } of costs)
        this.#store.run(
          "INSERT OR IGNORE INTO stage_costs VALUES (?, ?, ?, ?, ?, ?)",
          runId,
          stage,
          seconds,
          cpuSeconds,
          workers,
          cores,
        );
    });
  }

  keepSize(size: RunSize): void {
    this.#store.durably(() =>
      this.#store.run(
        "INSERT OR REPLACE INTO run_sizes VALUES (?, ?, ?, ?)",
        size.runId,
        size.job,
        size.endedAtIso,
        JSON.stringify(size),
      ),
    );
  }

  /** The last finished runs of a job, the newest first. */
  of(job: string, runsMax: number): RunCost[] {
    const rows = this.#store.rows(
      "SELECT size FROM run_sizes WHERE job = ? ORDER BY ended_at DESC, run_id LIMIT ?",
      job,
      runsMax,
    );
    return rows.map((row) => {
      const size = this.#store.json(row["size"]) as RunSize;
      const costs = this.#store.rows("SELECT * FROM stage_costs WHERE run_id = ?", size.runId);
      return { ...size, stages: costs.map(toCost) };
    });
  }
}

function toCost(row: Row): StageCost {
  return {
    runId: String(row["run_id"]),
    stage: String(row["stage"]),
    seconds: Number(row["seconds"]),
    cpuSeconds: Number(row["cpu_seconds"]),
    workers: Number(row["workers"]),
    cores: Number(row["cores"]),
  };
}
