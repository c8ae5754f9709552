import type { AuditEntry } from "../model/audit.ts";
import type { StateEffect } from "../model/piece-state.ts";
import { applyPrintings } from "./printing-table.ts";
import { applyEffects } from "./state-table.ts";
import type { Store } from "../store/store.ts";

const APPLIED = "decisions-applied";

/** The number of the last decision whose effects the ledger has. */
export function decisionsApplied(store: Store): number {
  return store.number("SELECT json FROM facts WHERE name = ?", APPLIED);
}

/**
 * Does to the ledger's states what a decision says, and remembers that it did. The same code acts
 * when a decision is made and when a ledger is made anew from the audit log, in the log's order.
 */
export function applyDecision(store: Store, entry: AuditEntry): void {
  store.transaction(() => {
    applyEffects(store, entry.seq, effectsOf(entry));
    applyPrintings(store, entry);
    store.run(
      "INSERT INTO facts VALUES (?, ?) ON CONFLICT DO UPDATE SET json = excluded.json",
      APPLIED,
      String(entry.seq),
    );
  });
}

/** What an entry does to states; nothing for decisions about other things. */
function effectsOf({ details }: AuditEntry): readonly StateEffect[] {
  return details.effects ?? [];
}
