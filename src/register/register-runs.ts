import { RegisterError } from "./register-error.ts";
import type { Row, Store } from "../store/store.ts";

/** What the register remembers of a run. */
export interface RegisteredRun {
  readonly runId: string;
  readonly job: string;
  readonly cycle: string;
  /** The run's output folder. */
  readonly folder: string;
  /** SHA-256 of each input file that holds records or rows, in the job's order. */
  readonly inputHashes: readonly string[];
  readonly mode: "test" | "production";
  readonly startedAtIso: string;
  /** The run whose rejects it redrives; empty if there is none. */
  readonly parentId: string;
}

const RUN_STATES = ["begun", "closed", "abandoned"] as const;
export type RunState = (typeof RUN_STATES)[number];

/** A run as the register has it. */
export interface KnownRun extends RegisteredRun {
  readonly state: RunState;
}

/** Why a run may not begin: what an earlier run that is not abandoned has already done. */
export interface RunConflict {
  readonly what: "cycle-run" | "input-used";
  readonly earlier: KnownRun;
  /** SHA-256 of the input files that were used. */
  readonly inputs: readonly string[];
}

export const RUN_TABLES = `
    CREATE TABLE runs (
      run_id TEXT PRIMARY KEY,
      job TEXT NOT NULL,
      cycle TEXT NOT NULL,
      folder TEXT NOT NULL,
      input_hashes TEXT NOT NULL,
      mode TEXT NOT NULL,
      started_at TEXT NOT NULL,
      parent_id TEXT NOT NULL DEFAULT '',
      state TEXT NOT NULL DEFAULT 'begun'
    ) STRICT, WITHOUT ROWID;`;

export const RUN_MIGRATION = `
    ALTER TABLE runs ADD COLUMN parent_id TEXT NOT NULL DEFAULT '';
    ALTER TABLE runs ADD COLUMN state TEXT NOT NULL DEFAULT 'begun';`;

/** The runs of a shop: the cycle and files that each has taken, and its folder. */
export class RegisterRuns {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /**
   * Enters a run, unless others stand in its way that `isAllowed` does not permit: then it enters
   * nothing and returns those. Check and entry are one transaction, so that of two runs of a cycle
   * only one begins. Entering the same run again is fine, even from another folder (it may have
   * been moved); another job, cycle, mode or input under the same id is a `RegisterError`, and so
   * is an abandoned run.
   */
  begin(
    run: RegisteredRun,
    isAllowed: (conflict: RunConflict) => boolean = () => false,
  ): RunConflict[] {
    return this.#store.durably(() => {
      const known = this.find(run.runId);
      if (known === undefined) {
        const conflicts = this.conflicts(run).filter((conflict) => !isAllowed(conflict));
        if (conflicts.length > 0) return conflicts;
      }
      this.#enter(run);
      return [];
    });
  }

  /** Enters a run whatever others have done; otherwise like `begin`. */
  record(run: RegisteredRun): void {
    this.#store.durably(() => this.#enter(run));
  }

  /** The earlier runs that stand in the way of a new one. */
  conflicts(run: RegisteredRun): RunConflict[] {
    const earlier = this.all().filter(
      ({ runId, state, mode }) =>
        runId !== run.runId && state !== "abandoned" && mode === "production",
    );
    const family = run.parentId || run.runId;
    return earlier.flatMap((other): RunConflict[] => {
      const inputs = run.inputHashes.filter((hash) => other.inputHashes.includes(hash));
      const isFamily = other.runId === family || other.parentId === family;
      const isCycle = other.job === run.job && other.cycle === run.cycle && !isFamily;
      return [
        ...(isCycle ? [{ what: "cycle-run" as const, earlier: other, inputs: [] }] : []),
        ...(inputs.length > 0 ? [{ what: "input-used" as const, earlier: other, inputs }] : []),
      ];
    });
  }

  /** All runs, the oldest first. */
  all(): KnownRun[] {
    return this.#store
      .rows("SELECT * FROM runs ORDER BY started_at, run_id")
      .map((row) => toRun(row, this.#store));
  }

  find(runId: string): KnownRun | undefined {
    const row = this.#store.row("SELECT * FROM runs WHERE run_id = ?", runId);
    return row && toRun(row, this.#store);
  }

  /** Gives a run's cycle and input files free again; its serials stay used. */
  abandon(runId: string): void {
    this.#store.durably(() =>
      this.#store.run("UPDATE runs SET state = 'abandoned' WHERE run_id = ?", runId),
    );
  }

  /** Records that nothing of a run is open any more. */
  close(runId: string): void {
    this.#store.durably(() =>
      this.#store.run(
        "UPDATE runs SET state = 'closed' WHERE run_id = ? AND state = 'begun'",
        runId,
      ),
    );
  }

  #enter(run: RegisteredRun): void {
    const known = this.find(run.runId);
    if (known?.state === "abandoned") throw abandoned(known);
    const changed = this.#store.run(
      `INSERT INTO runs
        (run_id, job, cycle, folder, input_hashes, mode, started_at, parent_id)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (run_id) DO UPDATE SET folder = excluded.folder
      WHERE job = excluded.job AND cycle = excluded.cycle AND mode = excluded.mode
        AND input_hashes = excluded.input_hashes`,
      run.runId,
      run.job,
      run.cycle,
      run.folder,
      JSON.stringify(run.inputHashes),
      run.mode,
      run.startedAtIso,
      run.parentId,
    );
    if (changed === 0)
      throw new RegisterError(
        "register.run-differs",
        `run ${run.runId} is already registered with a different job, cycle, mode or input: ` +
          "start a new run in a new folder",
      );
  }
}

function abandoned({ runId, folder }: KnownRun): RegisterError {
  return new RegisterError(
    "register.run-abandoned",
    `run ${runId} in ${folder} was abandoned, and its cycle and input may have been run again: ` +
      "start a new run in a new folder",
  );
}

function toRun(row: Row, store: Store): KnownRun {
  return {
    runId: String(row["run_id"]),
    job: String(row["job"]),
    cycle: String(row["cycle"]),
    folder: String(row["folder"]),
    inputHashes: store.json(row["input_hashes"]) as string[],
    mode: row["mode"] === "production" ? "production" : "test",
    startedAtIso: String(row["started_at"]),
    parentId: String(row["parent_id"]),
    state: RUN_STATES.find((state) => state === row["state"]) ?? "begun",
  };
}
