import type { Host } from "../base/host.ts";
import type { AuditLog } from "../audit/audit-log.ts";
import type { Ledger } from "../ledger/ledger.ts";
import type { FrozenRun } from "../run/frozen-run.ts";
import { openAudit } from "../run/decision-session.ts";
import type { RunFolder } from "../run/run-folder.ts";
import { writePulls } from "../run/pull-lists.ts";

/**
 * Does to a run's ledger and its lists what its audit log tells, once all its output is there: a
 * spool that was made again has a list without the marks of what was pulled out of it.
 */
export function applyPulls(
  host: Host,
  folder: RunFolder,
  frozen: FrozenRun,
  ledger: Ledger,
): AuditLog {
  const audit = openAudit({ host, folder, frozen });
  ledger.applyDecisions(audit.entries);
  writePulls({ host, folder, ledger, audit });
  return audit;
}
