import type { AuditLog } from "../audit/audit-log.ts";
import { openAudit } from "../run/decision-session.ts";
import { writePulls } from "../run/pull-lists.ts";
import type { BookedRun } from "../run/open-run.ts";

/**
 * Does to a run's ledger and its lists what its audit log tells, once all its output is there: a
 * spool that was made again has a list without the marks of what was pulled out of it.
 */
export function applyPulls({ host, folder, frozen, ledger }: BookedRun): AuditLog {
  const audit = openAudit({ host, folder, frozen });
  ledger.applyDecisions(audit.entries);
  writePulls({ host, folder, ledger, audit });
  return audit;
}
