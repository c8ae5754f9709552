import type { RunReport } from "../../model/run-report.ts";
import type { RunVerification } from "../../model/run-report.ts";
import {
  reportedVerification,
  skippedVerification,
  standingVerification,
} from "../../run/folder/stored-verification.ts";
import { verifyFailure } from "../../run/decisions/verify-failure.ts";
import { storedReport } from "../../run/decisions/write-report.ts";
import { applyPulls } from "../apply-pulls.ts";
import { isRed, verifyWithVerdict } from "../verify-with-verdict.ts";
import { balanceLines } from "./balance-lines.ts";
import { reportRun } from "./report.ts";
import type { RunInProgress } from "./run-in-progress.ts";

/** Reads the output again, unless that has been done; ends if the operator stops it. */
export async function prove(run: RunInProgress): Promise<RunReport | undefined> {
  const pull = (): void => {
    if (run.host.exists(run.folder.auditFile)) applyPulls(run);
  };
  return proven(run, await provenNow(run, run.stopped, pull));
}

/** Keeps the proof that a run has, and proves a run that has none. */
export async function keepProof(run: RunInProgress): Promise<RunReport | undefined> {
  const earlier = storedReport(run)?.verification;
  return proven(run, earlier ?? (await provenNow(run, () => false)));
}

function proven(
  run: RunInProgress,
  verification: RunVerification | undefined,
): RunReport | undefined {
  if (verification === undefined) return reportRun(run, "stopped");
  run.verification = verification;
  return undefined;
}

/** Undefined if it was stopped. `before` is called once it is certain that outputs are read. */
async function provenNow(
  run: RunInProgress,
  stopped: () => boolean,
  before: () => void = () => undefined,
): Promise<RunVerification | undefined> {
  const { pool, watch } = run;
  const wasRed = isRed(run);
  if (!run.verifies && !wasRed) return skippedVerification(run);
  const standing = wasRed ? undefined : standingVerification(run);
  if (standing !== undefined) return reportedVerification(standing);
  before();
  const found = await watch.stage(
    "verify",
    () => verifyWithVerdict(run, pool, watch, stopped, { balance: balanceLines(run) }),
    (verification) => verification?.leafCount ?? 0,
  );
  if (found?.ok === false) throw verifyFailure(run.folder, found);
  return found && reportedVerification(found);
}
