import { defined } from "../base/assert.ts";
import { detailsOf, type HoldSubject } from "../model/decision-details.ts";
import type { AuditEntry } from "../model/audit.ts";
import type { Row, Store } from "../store/store.ts";

/** A legal hold, which keeps what it covers from being destroyed until it is lifted. */
export interface LegalHold {
  /** The number of the entry of the shop's audit log by which it was placed. */
  readonly id: number;
  readonly subject: HoldSubject;
  /** A run's id, a key, or a job's name. */
  readonly value: string;
  readonly by: string;
  readonly reason: string;
  readonly atIso: string;
  /** Empty while it is active. */
  readonly liftedAtIso: string;
  readonly liftedBy: string;
}

export const HOLD_TABLES = `
    CREATE TABLE holds (
      hold_id INTEGER PRIMARY KEY,
      subject TEXT NOT NULL CHECK (subject IN ('run', 'key', 'job')),
      value TEXT NOT NULL,
      placed_by TEXT NOT NULL,
      reason TEXT NOT NULL,
      placed_at TEXT NOT NULL,
      lifted_at TEXT NOT NULL DEFAULT '',
      lifted_by TEXT NOT NULL DEFAULT ''
    ) STRICT;`;

/**
 * The legal holds of a shop. The shop's audit log is the truth about them: this table follows from
 * its entries, so that a restored or rebuilt register has all there ever were.
 */
export class RegisterHolds {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /** Brings the holds up to date with the shop's audit log. Repeating it changes nothing. */
  apply(entries: readonly AuditEntry[]): void {
    const decisions = entries.filter(({ action }) => action === "legal-hold");
    this.#store.durably(() => {
      for (const entry of decisions) this.#applyOne(entry);
    });
  }

  /** All holds, oldest first, including lifted ones. */
  all(): LegalHold[] {
    return this.#store.rows("SELECT * FROM holds ORDER BY hold_id").map(toHold);
  }

  #applyOne(entry: AuditEntry): void {
    const { seq, by, reason, atIso } = entry;
    const change = defined(detailsOf(entry, "legal-hold"), "what is done to a hold");
    if (change.change === "add")
      this.#store.run(
        `INSERT INTO holds (hold_id, subject, value, placed_by, reason, placed_at)
        VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
        seq,
        change.subject,
        change.value,
        by,
        reason,
        atIso,
      );
    else
      this.#store.run(
        "UPDATE holds SET lifted_at = ?, lifted_by = ? WHERE hold_id = ? AND lifted_at = ''",
        atIso,
        by,
        change.hold,
      );
  }
}

function toHold(row: Row): LegalHold {
  return {
    id: Number(row["hold_id"]),
    subject: String(row["subject"]) as HoldSubject,
    value: String(row["value"]),
    by: String(row["placed_by"]),
    reason: String(row["reason"]),
    atIso: String(row["placed_at"]),
    liftedAtIso: String(row["lifted_at"]),
    liftedBy: String(row["lifted_by"]),
  };
}
