import { UsageError } from "../base/diagnostic.ts";
import { shellWord } from "../base/shell-word.ts";
import type { Decision } from "../model/audit.ts";
import type { RunReport } from "../model/run-report.ts";
import { renewReport } from "../run/decisions/write-report.ts";
import { type ChildClaim, childClaims } from "../run/rejects/child-claims.ts";
import { rejectedOrdinals } from "../run/rejects/reject-items.ts";
import { inDecisionSession } from "../run/decisions/decision-session.ts";
import { RunFailure } from "../run/run-failure.ts";
import { type RunFolder, runFolder } from "../run/folder/run-folder.ts";
import type { BegunRun } from "../run/folder/open-run.ts";

const UNPLACED: readonly RunReport["status"][] = ["stopped", "held-for-approval"];

/**
 * Tells the parent's audit log which of its rejects a child run has redriven, once the child has
 * placed them: all those it claimed except those it rejected again, which stay open. Entered once,
 * however often a child is resumed; does nothing for a run that is not a child.
 */
export async function finishRedrive(run: BegunRun, report: RunReport): Promise<void> {
  const { host, folder, frozen } = run;
  const { parent, runId } = frozen;
  if (parent === undefined || UNPLACED.includes(report.status)) return;
  const parentFolder = runFolder(parent.folder);
  const claim = childClaims({ host, folder: parentFolder }).find((one) => one.runId === runId);
  if (claim === undefined) throw unknownChild(folder, parent.folder);
  try {
    await inDecisionSession(host, parent.folder, claim.actor, (desk) => {
      const isKnown = desk.audit.entries.some(
        ({ action, details }) => action === "redrive" && details["runId"] === runId,
      );
      if (!isKnown) desk.decide(redriven(run, claim));
      renewReport(desk);
    });
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    throw new RunFailure(
      `The rejects were redriven, but the parent run could not be told: ${error.message}`,
      `Fix that, then enter them with \`nightpress resume ${shellWord(folder.root)}\`.`,
      folder.root,
    );
  }
}

function redriven({ host, folder, frozen: { jobMark } }: BegunRun, claim: ChildClaim): Decision {
  const rejected = rejectedOrdinals({ host, folder });
  const { child, runId, items } = claim;
  const driven = items.filter(({ childOrdinal }) => !rejected.has(childOrdinal));
  const details = {
    child,
    runId,
    jobMark,
    folder: folder.root,
    items: driven.map(({ ordinal, key }) => ({ ordinal, key })),
    rejectedAgain: items.length - driven.length,
  };
  return { action: "redrive", reason: claim.reason, details };
}

function unknownChild(folder: RunFolder, parent: string): RunFailure {
  return new RunFailure(
    `The run in ${parent} no longer knows this child.`,
    "Put its folder `decisions` back as it was, then resume this run.",
    folder.root,
  );
}
