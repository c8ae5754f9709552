import type { InputProfile } from "../model/input-profile.ts";
import type { Store } from "../store/store.ts";

export const PROFILE_TABLES = `
    CREATE TABLE input_profiles (
      run_id TEXT PRIMARY KEY,
      profile TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;`;

/** How the inputs of runs were filled, for comparison with the next cycle's. */
export class RegisterProfiles {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /** Keeps the profile of a run's input, which never changes. */
  keep(runId: string, profile: InputProfile): void {
    this.#store.durably(() =>
      this.#store.run(
        "INSERT OR IGNORE INTO input_profiles (run_id, profile) VALUES (?, ?)",
        runId,
        JSON.stringify(profile),
      ),
    );
  }

  /** Undefined if the run kept none. */
  of(runId: string): InputProfile | undefined {
    const row = this.#store.row("SELECT profile FROM input_profiles WHERE run_id = ?", runId);
    return row && (this.#store.json(row["profile"]) as InputProfile);
  }
}
