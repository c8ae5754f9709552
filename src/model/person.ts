/** Somebody who decides for a shop. */
export interface Person {
  readonly name: string;
  /** Their user of the operating system. */
  readonly user?: string;
  readonly roles: readonly string[];
  /** Ed25519, as SubjectPublicKeyInfo in PEM: what they decide is signed with the other half. */
  readonly publicKey?: string;
}

/** Decisions about a run that rules can be about. */
export const RUN_DECISIONS = [
  "override",
  "approve",
  "sample",
  "judge",
  "release",
  "hold",
  "pull",
  "reimage",
  "reprint",
  "reconcile",
  "mailed",
  "correct",
  "redrive",
  "withdraw",
  "by-hand",
  "close",
] as const;

/** What is done in a shop, beside decisions about a run. */
export const SHOP_DECISIONS = [
  "suppress",
  "abandon",
  "find",
  "get",
  "legal-hold",
  "register",
] as const;

/** Decisions that rules can give to two people. */
export const SHARED_DECISIONS = ["approve-layout", "purge", "lift-hold"] as const;

export type SharedDecision = (typeof SHARED_DECISIONS)[number];
export type RuledDecision =
  (typeof RUN_DECISIONS)[number] | (typeof SHOP_DECISIONS)[number] | SharedDecision;

/** What somebody can have done for a run who may then not decide about it. */
export const EARLIER_PARTS = [...RUN_DECISIONS, "approve-layout", "run"] as const;
export type EarlierPart = (typeof EARLIER_PARTS)[number];

/** Who may decide something. */
export interface DecisionRule {
  /** Roles, one of which the person has; everybody known if left out. */
  readonly by?: readonly string[];
  /** Parts in the run that keep a person from deciding. */
  readonly notBy: readonly EarlierPart[];
  /** How many people must say so. */
  readonly people: 1 | 2;
}

/** What a shop's file says under `rules`. */
export interface ShopRules {
  /** Production runs need a layout that was approved as it is. */
  readonly approvedLayout: boolean;
  readonly decisions: Readonly<Partial<Record<RuledDecision, DecisionRule>>>;
}
