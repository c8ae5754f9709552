import type { Host } from "../base/host.ts";
import type { RunningProgress, RunningRun } from "../model/running-run.ts";
import { PRIORITIES } from "../model/shop.ts";
import { StoreError } from "../store/store-error.ts";
import { type Row, Store, type StoreKind } from "../store/store.ts";

const RUNNING: StoreKind = {
  words: {
    prefix: "queue",
    remedy: "remove it: it only lists the runs at work now, and is created again",
    makeError: (code, message) => new StoreError(code, message),
  },
  applicationId: 0x4e50524e, // "NPRN"
  version: 1,
  // After a loss of power nothing is running, so nothing here has to be on disk.
  synchronous: "NORMAL",
  checkWhole: false,
  schema: `
    CREATE TABLE running (
      run_id TEXT PRIMARY KEY,
      folder TEXT NOT NULL,
      job TEXT NOT NULL,
      cycle TEXT NOT NULL,
      mode TEXT NOT NULL,
      pid INTEGER NOT NULL,
      host_name TEXT NOT NULL,
      priority INTEGER NOT NULL,
      entered_ms INTEGER NOT NULL,
      beat_ms INTEGER NOT NULL,
      wanted INTEGER NOT NULL,
      lanes INTEGER NOT NULL,
      under_way INTEGER NOT NULL,
      progress TEXT
    ) STRICT, WITHOUT ROWID`,
};

/** The file that lists the runs at work, beside the register that they share. */
export function runningFile(registerFile: string): string {
  return `${registerFile.replace(/\.db$/, "")}.running.db`;
}

/** The runs at work now: each process keeps its own row, and reads all. */
export class RunningTable {
  readonly #store: Store;

  private constructor(store: Store) {
    this.#store = store;
  }

  /** Opens or creates the file; throws a `StoreError` or `HostError` where it cannot be used. */
  static open(host: Host, file: string): RunningTable {
    return new RunningTable(new Store(host, file, RUNNING));
  }

  /** All rows, also those of processes that have died. */
  all(): RunningRun[] {
    return this.#store
      .rows("SELECT * FROM running ORDER BY entered_ms, run_id")
      .map((row) => toRunning(row, this.#store));
  }

  /** Reads all rows and, in the same transaction, writes what `work` makes of them. */
  update(
    work: (runs: readonly RunningRun[]) => { own: RunningRun; dead: readonly string[] },
  ): void {
    this.#store.transaction(() => {
      const { own, dead } = work(this.all());
      for (const runId of dead) this.#remove(runId);
      this.#put(own);
    });
  }

  leave(runId: string): void {
    this.#store.transaction(() => this.#remove(runId));
  }

  close(): void {
    this.#store.close();
  }

  #remove(runId: string): void {
    this.#store.run("DELETE FROM running WHERE run_id = ?", runId);
  }

  #put(run: RunningRun): void {
    const { progress } = run;
    this.#store.run(
      `INSERT OR REPLACE INTO running VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      run.runId,
      run.folder,
      run.job,
      run.cycle,
      run.mode,
      run.pid,
      run.hostName,
      PRIORITIES.indexOf(run.priority),
      run.enteredMs,
      run.beatMs,
      run.wanted,
      run.lanes,
      run.underWay,
      progress === undefined ? null : JSON.stringify(progress),
    );
  }
}

function toRunning(row: Row, store: Store): RunningRun {
  const progress = row["progress"];
  return {
    runId: String(row["run_id"]),
    folder: String(row["folder"]),
    job: String(row["job"]),
    cycle: String(row["cycle"]),
    mode: row["mode"] === "production" ? "production" : "test",
    pid: Number(row["pid"]),
    hostName: String(row["host_name"]),
    priority: PRIORITIES[Number(row["priority"])] ?? "normal",
    enteredMs: Number(row["entered_ms"]),
    beatMs: Number(row["beat_ms"]),
    wanted: Number(row["wanted"]),
    lanes: Number(row["lanes"]),
    underWay: Number(row["under_way"]),
    ...(progress !== null && { progress: store.json(progress) as RunningProgress }),
  };
}
