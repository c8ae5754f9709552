import { type Diagnostic, diagnostic } from "../../base/diagnostic.ts";
import { shellWord } from "../../base/shell-word.ts";
import { Register } from "../../register/register.ts";
import { lastPaperMailing, mailingsOf } from "../../run/decisions/mailings.ts";
import type { CorrectionDetails } from "../../model/decision-details.ts";
import { destructionOf } from "../../run/decisions/destruction.ts";
import type { DecisionSession } from "../../run/decisions/decision-session.ts";
import { checkVisible } from "../../run/decisions/actor.ts";
import {
  decideAbout,
  type DecisionRequest,
  type DecisionResult,
  refusal,
} from "../../run/decisions/decision-request.ts";
import { checkMailDay, mailingWindow } from "./mail-day.ts";

/** What was entered wrongly, and how it is right. */
export interface CorrectionRequest extends DecisionRequest {
  /** Number of the decision in the audit log that entered the mailing. */
  readonly correct: number;
  /** YYYY-MM-DD. */
  readonly date: string;
  /** As it was entered where it is left out. */
  readonly statement?: string | undefined;
}

export interface CorrectionResult extends DecisionResult {
  readonly was: CorrectionDetails["was"];
  readonly is: CorrectionDetails["is"];
  /** What the mistake has led to and cannot be taken back. */
  readonly warnings: readonly Diagnostic[];
}

/**
 * Corrects evidence of mailing by a decision of its own: both dates stay in the audit log. What
 * follows from the date follows from the corrected one: retention, and how long IMb serials rest. A
 * closed run can be corrected, too. Throws a `UsageError` if no such mailing was entered, if
 * nothing would change, or if nothing can have been mailed on the date.
 */
export async function correctMailing(
  outFolder: string,
  request: CorrectionRequest,
): Promise<CorrectionResult> {
  let details: CorrectionDetails | undefined;
  let warnings: readonly Diagnostic[] = [];
  const result = await decideAbout(outFolder, request, (desk) => {
    details = correction(desk, request);
    const told = { ...details };
    const { seq } = desk.decide({ action: "correct", reason: request.reason, details: told });
    warnings = restSerials(desk);
    return { action: "correct", seq, outputs: [], documents: 0 };
  });
  const { was, is } = details as unknown as CorrectionDetails;
  return { ...result, was, is, warnings };
}

function correction(desk: DecisionSession, { correct, date, statement }: CorrectionRequest) {
  const { folder, audit } = desk;
  const destruction = destructionOf(desk);
  if (destruction !== undefined)
    throw refusal("retention.destroyed", destruction.diagnostic.message);
  const known = mailingsOf(audit.entries).find(({ seq }) => seq === correct);
  if (known === undefined)
    throw refusal("decision.no-mailing", `Decision ${correct} entered no mailing.`, {
      hint: `\`nightpress audit ${shellWord(folder.root)}\` numbers the decisions.`,
    });
  checkVisible("statement", statement ?? "");
  checkMailDay(date, mailingWindow(desk));
  const was = { date: known.date, statement: known.statement };
  const is = { date, statement: statement ?? known.statement };
  if (was.date === is.date && was.statement === is.statement)
    throw refusal("decision.nothing-to-do", `Decision ${correct} already says so.`);
  return { corrects: correct, was, is };
}

/** The serials rest from the corrected day; others may have had them in between. */
function restSerials({ host, frozen, audit }: DecisionSession): Diagnostic[] {
  const { job, runId } = frozen;
  const day = lastPaperMailing(audit.entries);
  if (job.mode !== "production" || day === undefined || !host.exists(job.registerFile)) return [];
  const others = Register.with(host, job.registerFile, ({ serials }) => {
    serials.correctMailed(runId, day);
    return serials.reusedBefore(runId);
  });
  return others.map((other) =>
    diagnostic(
      "register.serials-reused",
      `Run ${other} has used serials that had not rested yet.`,
      {
        severity: "warning",
        hint: "Tell the postal service about both; `nightpress register show` lists the ranges.",
      },
    ),
  );
}
