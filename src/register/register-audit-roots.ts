import type { AuditRoot } from "../model/audit.ts";
import type { Store } from "../store/store.ts";

/** The last entry of each audit log, of a run's or the shop's own. */
export const AUDIT_ROOT_TABLES = `
    CREATE TABLE audit_roots (
      run_id TEXT PRIMARY KEY,
      seq INTEGER NOT NULL,
      hash TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;`;

/** What the register knows of audit logs, so that a log cut short is found out. */
export class RegisterAuditRoots {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /** Remembers the last entry of a log; `runId` is the run's, or `shop`. */
  keep(runId: string, { seq, hash }: AuditRoot): void {
    this.#store.durably(() =>
      this.#store.run(
        `INSERT INTO audit_roots (run_id, seq, hash) VALUES (?, ?, ?)
        ON CONFLICT (run_id) DO UPDATE SET seq = excluded.seq, hash = excluded.hash`,
        runId,
        seq,
        hash,
      ),
    );
  }

  /** The last entry that was kept of a log, or undefined. */
  of(runId: string): AuditRoot | undefined {
    const row = this.#store.row("SELECT seq, hash FROM audit_roots WHERE run_id = ?", runId);
    return row && { seq: Number(row["seq"]), hash: String(row["hash"]) };
  }
}
