import type { Store } from "../store/store.ts";

/** What a run was when it began, and its first certificate. */
export const SEAL_TABLES = `
    CREATE TABLE run_jobs (
      run_id TEXT PRIMARY KEY,
      job_sha256 TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE certified_bodies (
      run_id TEXT NOT NULL,
      result TEXT NOT NULL,
      body_sha256 TEXT NOT NULL,
      PRIMARY KEY (run_id, result)
    ) STRICT, WITHOUT ROWID;`;

/** Whether a certificate's body tells of a verification. */
export type CertifiedResult = "verified" | "not verified";

/** Hashes that are kept from their first time on, so that later changes show. */
export class RegisterSeals {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /** Keeps the seal of a run's `job.json`, unless one is already kept: the first counts. */
  keepJob(runId: string, sha256: string): string {
    this.#store.durably(() =>
      this.#store.run("INSERT INTO run_jobs VALUES (?, ?) ON CONFLICT DO NOTHING", runId, sha256),
    );
    return this.jobOf(runId) ?? sha256;
  }

  jobOf(runId: string): string | undefined {
    const row = this.#store.row("SELECT job_sha256 FROM run_jobs WHERE run_id = ?", runId);
    return row && String(row["job_sha256"]);
  }

  /** Keeps the hash of a certificate's body, unless one is already kept: the first counts. */
  keepBody(runId: string, result: CertifiedResult, sha256: string): string {
    this.#store.durably(() =>
      this.#store.run(
        "INSERT INTO certified_bodies VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        runId,
        result,
        sha256,
      ),
    );
    return this.bodyOf(runId, result) ?? sha256;
  }

  bodyOf(runId: string, result: CertifiedResult): string | undefined {
    const row = this.#store.row(
      "SELECT body_sha256 FROM certified_bodies WHERE run_id = ? AND result = ?",
      runId,
      result,
    );
    return row && String(row["body_sha256"]);
  }
}
