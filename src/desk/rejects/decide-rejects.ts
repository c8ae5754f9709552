import { resolve } from "node:path";
import { diagnostic, UsageError } from "../../base/diagnostic.ts";
import { shellWord } from "../../base/shell-word.ts";
import type { AuditEntry } from "../../model/audit.ts";
import { actorNamed, checkRequest } from "../../run/decisions/actor.ts";
import { machine } from "../../run/host/machine.ts";
import { renewReport } from "../../run/decisions/write-report.ts";
import { rejectItems, type RejectItem } from "../../run/rejects/reject-items.ts";
import { inDecisionSession, type DecisionSession } from "../../run/decisions/decision-session.ts";

/** Decisions about rejects that no child run redrives. */
export interface RejectDecision {
  /** `withdraw`: nobody gets anything; `by-hand`: the documents are made outside of Nightpress. */
  readonly action: "withdraw" | "by-hand";
  readonly ordinals: readonly number[];
  readonly by: string;
  readonly reason: string;
}

/** Settles open rejects of a run. Throws a `UsageError` where one of them is not open. */
export function decideRejects(outFolder: string, decision: RejectDecision): Promise<AuditEntry> {
  const host = machine().host;
  const { action, by, reason } = decision;
  checkRequest(by, reason);
  return inDecisionSession(host, resolve(outFolder), actorNamed(by), (desk) => {
    refuseChild(desk);
    const entry = enterRejects(desk, { action, reason }, openItemsOf(desk, decision.ordinals));
    renewReport(desk);
    return entry;
  });
}

type Settled = Pick<RejectItem, "ordinal" | "key">;

/** Enters in the audit log, by one entry, that these rejects are settled. */
export function enterRejects(
  desk: DecisionSession,
  decision: Pick<RejectDecision, "action" | "reason">,
  items: readonly Settled[],
  more: Readonly<Record<string, string>> = {},
): AuditEntry {
  const [ordinals, keys] = [items.map(({ ordinal }) => ordinal), items.map(({ key }) => key)];
  return desk.decide({ ...decision, details: { ordinals, keys, ...more } });
}

function openItemsOf(desk: DecisionSession, ordinals: readonly number[]): Settled[] {
  const { folder } = desk;
  const items = new Map(rejectItems(desk).map((item) => [item.ordinal, item]));
  const wanted = [...new Set(ordinals)].sort((a, b) => a - b);
  const findings = wanted.flatMap((ordinal) => {
    const item = items.get(ordinal);
    if (item?.state === "open" && item.child === 0) return [];
    const what =
      item === undefined
        ? "is not a reject of this run"
        : item.state === "open"
          ? `is taken by child ${item.child}`
          : `is already ${item.state}`;
    return [
      diagnostic("reject.not-open", `Unit ${ordinal} ${what}.`, {
        hint: `\`nightpress rejects ${shellWord(folder.root)}\` lists those that are open.`,
      }),
    ];
  });
  if (findings.length > 0) throw new UsageError(findings);
  return wanted.map((ordinal) => ({ ordinal, key: items.get(ordinal)?.key ?? "" }));
}

/** A child's rejects belong to its parent, so that nothing is decided twice. */
export function refuseChild({ frozen }: DecisionSession): void {
  if (frozen.parent === undefined) return;
  throw new UsageError([
    diagnostic("reject.of-parent", "These rejects belong to the parent run.", {
      hint: `Decide there: \`nightpress rejects ${shellWord(frozen.parent.folder)}\`.`,
    }),
  ]);
}
