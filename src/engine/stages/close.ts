import { defined } from "../../base/assert.ts";
import { certifyAtClose } from "../../evidence/certificate/issue-certificate.ts";
import type { BalanceLine, RunReport, RunStatus } from "../../model/run-report.ts";
import { balanceFailure } from "../../proving/balance-failure.ts";
import { openAudit } from "../../run/decisions/decision-session.ts";
import { keepCycleCounts } from "../../run/decisions/last-cycle.ts";
import { endOf } from "../../run/rejects/reject-limit.ts";
import { endAttempt } from "../../run/folder/run-attempts.ts";
import { removeWork } from "../../run/folder/run-folder.ts";
import { endStatus, runStanding } from "../../run/decisions/run-standing.ts";
import { RUN_FACTS } from "../../run/decisions/run-state.ts";
import { storedVerification } from "../../run/folder/stored-verification.ts";
import { storedReport } from "../../run/decisions/write-report.ts";
import { applyPulls } from "../apply-pulls.ts";
import { balanceLines } from "./balance-lines.ts";
import { settlementOf } from "./plan-spools.ts";
import { reportRun } from "./report.ts";
import type { RunInProgress } from "./run-in-progress.ts";

/** Closes a run whose sums all balance: certificate, then report. */
export function close(run: RunInProgress): Promise<RunReport> {
  return closed(run, () => endAttempt(run));
}

/** Closes a run once more. Its times and costs come from the processes that ran it. */
export function closeAgain(run: RunInProgress): Promise<RunReport> {
  return closed(run, () => undefined, storedReport(run));
}

/** `beforeCertificate` is called if a certificate is to be issued. */
async function closed(
  run: RunInProgress,
  beforeCertificate: () => void,
  earlier?: RunReport,
): Promise<RunReport> {
  const verification = defined(run.verification, "the verification");
  const status = endOf(settlementOf(run), run.frozen.job.limits.rejects);
  const sums = await run.watch.stage("report", () => sumsThatHold(run));
  const balance = [...sums, ...(verification.found?.balance ?? [])];
  const ended = letGo(run, status);
  if (ended !== "failed") {
    const audit = openAudit(run);
    beforeCertificate();
    const found = verification.state === "verified" ? storedVerification(run) : undefined;
    const facts = { ...run, entries: audit.entries, balance, verification: found };
    run.unsigned = certifyAtClose(facts, audit.root);
  }
  const report = reportRun(run, ended, { balance, verification, earlier });
  // Only now: until the run is closed, a resume may have to read the copies again.
  removeWork(run);
  return report;
}

function sumsThatHold(run: RunInProgress): readonly BalanceLine[] {
  const lines = balanceLines(run);
  if (lines.every(({ ok }) => ok)) return lines;
  throw balanceFailure(run, lines);
}

/**
 * Releases output that is not held, unless the run ended in a state that people must review first;
 * then applies decisions made on an earlier ledger.
 */
function letGo(run: RunInProgress, ended: RunStatus): RunStatus {
  const { frozen, ledger } = run;
  const isUnheld = frozen.job.hold?.beforeRelease !== true && ended === "finished";
  // Before the facts, which reach the disk with all that was booked before them: a run that reports
  // itself done must not lose its release in a power failure.
  if (isUnheld) ledger.releaseUnheld();
  ledger.setFact(RUN_FACTS.ended, ended);
  ledger.setFact(RUN_FACTS.balanced, true);
  if (isUnheld) keepCycleCounts(run, defined(ledger.fact(RUN_FACTS.counts), "the run's counts"));
  run.standing = runStanding({ ...run, audit: applyPulls(run) });
  return endStatus(run.standing, ledger);
}
