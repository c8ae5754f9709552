import { resolve } from "node:path";
import { diagnostic, UsageError } from "../../base/diagnostic.ts";
import { actorNamed, checkRequest } from "../../run/decisions/actor.ts";
import { inDecisionSession } from "../../run/decisions/decision-session.ts";
import { renewReport } from "../../run/decisions/write-report.ts";
import { machine } from "../../run/host/machine.ts";
import { rejectItems, type RejectItem } from "../../run/rejects/reject-items.ts";
import { type RejectChoice, chosenRejects } from "./chosen-rejects.ts";
import { enterRejects, refuseChild, type RejectDecision } from "./decide-rejects.ts";

/** A decision about many rejects at once, which their number must confirm. */
export interface ChosenDecision extends Omit<RejectDecision, "ordinals"> {
  readonly choice: RejectChoice;
  /** How many there are, as somebody has seen. */
  readonly confirm?: number | undefined;
}

/** What was settled, or would be. */
export interface ChosenRejects {
  readonly action: RejectDecision["action"];
  readonly items: readonly RejectItem[];
  readonly byCode: readonly { readonly code: string; readonly count: number }[];
  /** How many rejects wait for their number to be confirmed; 0 if they are settled. */
  readonly unconfirmed: number;
}

/**
 * Settles the open rejects of a choice by one decision, if their number is confirmed; otherwise
 * says which they are. Throws a `UsageError` if there are none, or another number was confirmed.
 */
export function settleChosen(outFolder: string, decision: ChosenDecision): Promise<ChosenRejects> {
  const host = machine().host;
  const { action, choice, confirm, by, reason } = decision;
  checkRequest(by, reason);
  return inDecisionSession(host, resolve(outFolder), actorNamed(by), async (desk) => {
    refuseChild(desk);
    const items = await chosenRejects(desk, rejectItems(desk), choice);
    if (items.length === 0) throw new UsageError([noneOpen()]);
    const chosen = { action, items, byCode: countedCodes(items) };
    if (confirm === undefined) return { ...chosen, unconfirmed: items.length };
    if (confirm !== items.length) throw new UsageError([otherCount(items.length)]);
    enterRejects(desk, { action, reason }, items, { choice: nameOf(choice) });
    renewReport(desk);
    return { ...chosen, unconfirmed: 0 };
  });
}

/** What the log says of how they were chosen; the pieces themselves are listed there too. */
function nameOf({ code, from }: RejectChoice): string {
  if (code !== undefined) return `code ${code}`;
  return from === undefined ? "all" : `list ${from}`;
}

function countedCodes(items: readonly RejectItem[]): ChosenRejects["byCode"] {
  const counts = new Map<string, number>();
  for (const { code } of items) counts.set(code, (counts.get(code) ?? 0) + 1);
  const counted = [...counts].map(([code, count]) => ({ code, count }));
  return counted.sort((a, b) => b.count - a.count || (a.code < b.code ? -1 : 1));
}

function noneOpen() {
  return diagnostic("reject.not-open", "No such reject of the run is open.", {
    hint: "`nightpress rejects DIR --all` shows what became of them.",
  });
}

function otherCount(count: number) {
  const are = count === 1 ? "1 reject is" : `${count} rejects are`;
  return diagnostic("reject.other-count", `${are} meant, another number was confirmed.`, {
    hint: `Look at them without --confirm; --confirm ${count} settles them.`,
  });
}
