import { hashValue } from "../../base/hash.ts";
import type { Host } from "../../base/host.ts";
import { detailsOf } from "../../model/decision-details.ts";
import type { SharedDecision } from "../../model/person.ts";
import type { PresentActor } from "./actor.ts";
import { isAgreementOn, refuseSame } from "./second-person.ts";
import { enterForShop, readShopAudit, shopDecider } from "./shop-audit.ts";

/** A week: what one person agreed to before that, they must say again. */
const AGREED_FOR_MS = 7 * 86_400_000;

/** What two people are to decide: the second says the very same as the first. */
export interface SharedAct {
  readonly decision: SharedDecision;
  /** What it is about, as plain data. */
  readonly about: Readonly<Record<string, unknown>>;
  readonly reason: string;
}

/** The first person's entry; `isSecond` if another has said the same before, and it may be done. */
export interface Agreement {
  readonly isSecond: boolean;
  /** The number of the first person's entry; 0 where one person is enough. */
  readonly agreed: number;
}

/**
 * Whether something may be done that a shop's rules can give to two people. The first who says so
 * is entered, and it waits for the second. Throws a `UsageError` if the rules refuse it to the
 * person, or if it was the same person who said so before.
 */
export function agreement(
  host: Host,
  registerFile: string,
  actor: PresentActor,
  { decision, about, reason }: SharedAct,
): Agreement {
  const decider = shopDecider(host, registerFile, actor);
  decider.refuse(decision, []);
  if (decider.ruleOf(decision)?.people !== 2) return { isSecond: true, agreed: 0 };
  const aboutHash = hashValue(about);
  const sinceIso = new Date(host.nowMs() - AGREED_FOR_MS).toISOString();
  const first = readShopAudit(host, registerFile).findLast(
    (entry) =>
      isAgreementOn(entry, decision) &&
      detailsOf(entry, "agree")?.aboutHash === aboutHash &&
      entry.atIso >= sinceIso,
  );
  if (first !== undefined) {
    refuseSame(decider, first, decision);
    return { isSecond: true, agreed: first.seq };
  }
  const details = { decision, about, aboutHash };
  const { seq } = enterForShop(host, registerFile, actor, { action: "agree", reason, details });
  return { isSecond: false, agreed: seq };
}
