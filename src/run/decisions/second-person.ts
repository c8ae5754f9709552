import { diagnostic, UsageError } from "../../base/diagnostic.ts";
import type { AuditEntry, Decision } from "../../model/audit.ts";
import { detailsOf } from "../../model/decision-details.ts";
import { type Decider, decisionName, earlierActs } from "./decider.ts";

/**
 * Throws a `UsageError` if the rules want two people for a decision of the shop and its details do
 * not name the entry by which another agreed to it.
 */
export function refuseAlone(
  decider: Decider,
  decision: Decision,
  entries: readonly AuditEntry[],
): void {
  const name = decisionName(decision);
  // Several approve a layout each by an entry; a purge that a hold has stopped destroys nothing.
  const isOwn = name === "approve-layout" || decision.details["outcome"] === "held";
  if (isOwn || decider.ruleOf(name)?.people !== 2) return;
  const first = entries.find(({ seq }) => seq === decision.details["agreed"]);
  if (first === undefined || !isAgreementOn(first, name)) throw another(decider, name);
  refuseSame(decider, first, name);
}

/** Whether somebody agreed to a decision by an entry. */
export function isAgreementOn(entry: AuditEntry, name: string): boolean {
  return detailsOf(entry, "agree")?.decision === name;
}

/** Throws a `UsageError` if it was the same person who agreed. */
export function refuseSame(decider: Decider, first: AuditEntry, name: string): void {
  const [act] = earlierActs([first]);
  if (act !== undefined && decider.isSame(act)) throw another(decider, name);
}

function another({ by }: Decider, name: string): UsageError {
  const message = `The shop wants another person than ${by} to decide on \`${name}\`, too.`;
  return new UsageError([
    diagnostic("decision.same-person", message, {
      hint:
        "Have somebody else give the same command: people are told apart by name, and by their " +
        "users of the machine or their keys.",
    }),
  ]);
}
