import { defined } from "../base/assert.ts";
import type { ApprovedParts, LayoutApproval } from "../model/approval.ts";
import type { AuditEntry } from "../model/audit.ts";
import { detailsOf } from "../model/decision-details.ts";
import type { Row, Store } from "../store/store.ts";

export const APPROVAL_TABLES = `
    CREATE TABLE layout_approvals (
      seq INTEGER PRIMARY KEY,
      layout TEXT NOT NULL,
      sha256 TEXT NOT NULL,
      parts TEXT NOT NULL,
      proof TEXT NOT NULL,
      approved_by TEXT NOT NULL,
      person TEXT NOT NULL,
      os_user TEXT NOT NULL,
      is_signed INTEGER NOT NULL,
      from_day TEXT NOT NULL,
      until_day TEXT NOT NULL,
      approved_at TEXT NOT NULL
    ) STRICT;
    CREATE INDEX layout_approvals_by_layout ON layout_approvals (layout, seq);`;

/**
 * Approvals of layouts. The shop's audit log is the truth about them: this table follows from its
 * entries, as that of legal holds does.
 */
export class RegisterApprovals {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /** Brings the approvals up to date with the shop's audit log. Repeating it changes nothing. */
  apply(entries: readonly AuditEntry[]): void {
    const own = entries.filter(({ action }) => action === "approve-layout");
    this.#store.durably(() => {
      // The log is whole and the table only follows it: nothing that stands here alone counts.
      this.#store.run("DELETE FROM layout_approvals");
      for (const entry of own) this.#insert(entry);
    });
  }

  /** All approvals of a layout, oldest first, whether or not they still hold. */
  of(layout: string): LayoutApproval[] {
    const rows = this.#store.rows(
      "SELECT * FROM layout_approvals WHERE layout = ? ORDER BY seq",
      layout,
    );
    return rows.map(toApproval);
  }

  #insert(entry: AuditEntry): void {
    const { seq, by, person = "", osUser, signature, atIso } = entry;
    const told = defined(detailsOf(entry, "approve-layout"), "what was approved");
    const { layout, sha256, parts, proof, from, until } = told;
    this.#store.run(
      "INSERT INTO layout_approvals VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      seq,
      layout,
      sha256,
      JSON.stringify(parts),
      proof,
      by,
      person,
      osUser,
      Number(signature !== undefined),
      from,
      until,
      atIso,
    );
  }
}

function toApproval(row: Row): LayoutApproval {
  const parts: ApprovedParts = JSON.parse(String(row["parts"]));
  return {
    seq: Number(row["seq"]),
    layout: String(row["layout"]),
    sha256: String(row["sha256"]),
    parts,
    proof: String(row["proof"]),
    by: String(row["approved_by"]),
    person: String(row["person"]),
    osUser: String(row["os_user"]),
    isSigned: row["is_signed"] === 1,
    from: String(row["from_day"]),
    until: String(row["until_day"]),
    atIso: String(row["approved_at"]),
  };
}
