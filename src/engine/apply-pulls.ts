import type { AuditLog } from "../audit/audit-log.ts";
import { openAudit } from "../run/decisions/decision-session.ts";
import { writePulls } from "../run/pieces/pull-lists.ts";
import type { BookedRun } from "../run/folder/open-run.ts";

/**
 * Applies the audit log's decisions to a run's ledger and lists, once all its output exists: the
 * list of a spool that was made again lacks the marks of the pieces pulled from it.
 */
export function applyPulls({ host, folder, frozen, ledger }: BookedRun): AuditLog {
  const audit = openAudit({ host, folder, frozen });
  ledger.applyDecisions(audit.entries);
  writePulls({ host, folder, ledger, audit });
  return audit;
}
